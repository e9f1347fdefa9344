using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Emission;

/// <summary>Writes the body of a plan's class: tables of addresses, and a method for each list of steps.</summary>
internal sealed class PlanText(CodeWriter writer, CompiledNetwork network)
{
    private const string Packed = "PlanMemory p = new(packed, Packed)", Workspace = "w = new(workspace, Workspace)";

    private readonly Plan _inference = network.Inference, _training = network.Training;

    public void Emit()
    {
        EmitTable("Packed", "long", _inference, memory => WithEnd(memory.Packed));
        EmitTable("Workspace", "long", _inference, memory => WithEnd(memory.Workspace));
        EmitTable("TrainingPacked", "long", _training, memory => WithEnd(memory.Packed));
        EmitTable("TrainingWorkspace", "long", _training, memory => WithEnd(memory.Workspace));
        EmitTable("ImageStrides", "int", _training, memory => memory.Strides.Select(stride => (long)stride));
        if (_inference.HasHead) EmitGroupTables();
        EmitSizes();
        EmitPack();
        if (_inference.HasHead) EmitPredictInGroups();
        else EmitPredict();
        EmitTraining("Forward", "", _training.Pack.Concat(_training.Steps));
        EmitTraining("Backward", ", gradients = context.Gradients", _training.Backward);
    }

    private static IEnumerable<long> WithEnd(MemoryRegion region) => region.Offsets.Append(region.Length);

    /// <summary>Writes numbers that depend on the width of a vector.</summary>
    private void EmitTable(string name, string type, Plan plan, Func<MemoryPlan, IEnumerable<long>> numbers)
    {
        writer.Line($"private static ReadOnlySpan<{type}> {name} => K.Lanes switch");
        writer.Line("{");
        foreach (MemoryPlan memory in plan.Memory)
        {
            string pattern = memory.Target == Targets.Vector128 ? "_" : KernelText.Integer(memory.Target.Lanes);
            writer.Line($"    {pattern} => [{MethodText.Arguments(numbers(memory))}],");
        }

        writer.Line("};");
        writer.Line();
    }

    /// <summary>Where the head's tensors lie: for one image in its workspace, for a group in memory of their own.</summary>
    private void EmitGroupTables()
    {
        EquatableArray<int> head = _inference.HeadTensors;
        EmitTable("Single", "long", _inference, memory => head.Select(tensor => memory.Workspace.Offsets[tensor]));
        EmitTable("Group", "long", _inference, memory => WithEnd(memory.Group));
        EmitTable("GroupStrides", "int", _inference, memory => head.Select(tensor => (long)memory.Strides[tensor]));
    }

    private void EmitSizes()
    {
        writer.Line("public override CodePath Path => path;");
        EmitLength("PackedLength", "Packed[^1]");
        EmitLength("WorkspaceLength", "Workspace[^1]");
        EmitLength("TrainingPackedLength", "TrainingPacked[^1]");
        writer.Line();
        writer.Line("public override nint TrainingWorkspaceLength(int batch) => (nint)(TrainingWorkspace[^1] * batch);");
    }

    private void EmitLength(string name, string value)
    {
        writer.Line();
        writer.Line($"public override nint {name} => (nint){value};");
    }

    private void EmitPack() => EmitMethod(
        "public override void Pack(ThreadTeam team, float* parameters, float* packed)",
        ["PlanRunner all = new(team, K.Lanes), one = all.Alone;", $"{Packed};"],
        Commented(_inference.Pack, new Regions()));

    private void EmitPredict() => EmitMethod(
        "public override void Predict(ThreadTeam team, float* packed, float* workspace, float* input, float* output)",
        ["PlanRunner all = new(team, K.Lanes), one = all.Alone;", $"{Packed}, {Workspace};"],
        Timed(0, _inference.Steps.Count, new Regions()));

    /// <summary>The steps in two methods, which one image takes one after the other.</summary>
    private void EmitPredictInGroups()
    {
        const string Group = "new(group, GroupCapacity, Group, GroupStrides";
        var regions = new Regions { Head = _inference.HeadTensors };
        EmitLength("GroupLength", "(Group[^1] * GroupCapacity)");
        EmitMethod(
            "public override void Predict(ThreadTeam team, float* packed, float* workspace, float* input, float* output)",
            [
                "PlanMemory h = new(workspace, Single);",
                "Body(new(team, K.Lanes), packed, workspace, h, input);",
                "Head(new(team, K.Lanes), packed, h, output);",
            ]);
        EmitMethod(
            "public override void PredictBody("
            + "ThreadTeam team, float* packed, float* workspace, float* group, int image, float* input, float* output)",
            [$"Body(new(team, K.Lanes), packed, workspace, {Group}, image), input);"]);
        EmitMethod(
            "public override void PredictHead(ThreadTeam team, float* packed, float* group, int images, float* output)",
            [$"Head(new(team, K.Lanes, images), packed, {Group}), output);"]);
        EmitMethod(
            "private static void Body(PlanRunner all, float* packed, float* workspace, PlanMemory h, float* input)",
            ["PlanRunner one = all.Alone;", $"{Packed}, {Workspace};"],
            Timed(0, _inference.Head, regions));
        EmitMethod(
            "private static void Head(PlanRunner all, float* packed, PlanMemory h, float* output)",
            ["PlanRunner one = all.Alone, many = all.AloneForOne;", $"{Packed};"],
            Timed(_inference.Head, _inference.Steps.Count, regions with { OutputStride = network.OutputLength }));
    }

    private void EmitTraining(string pass, string gradients, IEnumerable<Step> steps)
    {
        var regions = new Regions { Context = "context.", InputStride = network.InputLength, OutputStride = network.TrainingOutputLength };
        EmitMethod(
            $"public override void {pass}(ThreadTeam team, in TrainingContext context)",
            [
                "PlanRunner all = new(team, K.Lanes, context.Batch, context.RandomKey), one = all.Alone;",
                "PlanMemory p = new(context.Packed, TrainingPacked), "
                    + "w = new(context.Workspace, context.Capacity, TrainingWorkspace, ImageStrides);",
                $"float* parameters = context.Parameters{gradients};",
            ],
            Commented(steps, regions));
    }

    private void EmitMethod(string signature, IEnumerable<string> preparations, IEnumerable<string>? statements = null)
    {
        writer.Line();
        using CodeWriter.Scope method = writer.Block(signature);
        foreach (string line in preparations.Concat(statements ?? [])) writer.Line(line);
    }

    /// <summary>Steps, each with what it does beside it.</summary>
    private static IEnumerable<string> Commented(IEnumerable<Step> steps, Regions regions) =>
        steps.Select(step => $"{new StepText(step, regions.Address).Statement()} // {step.Title}");

    /// <summary>Some steps of a prediction, each of which says what it has done.</summary>
    private IEnumerable<string> Timed(int begin, int end, Regions regions)
    {
        for (int i = begin; i < end; i++)
        {
            Step step = _inference.Steps[i];
            var text = new StepText(step, regions.Address);
            string name = SymbolDisplay.FormatLiteral(step.Title, quote: true);
            string work = step.MultiplyAdds.ToString(CultureInfo.InvariantCulture);
            yield return $"{text.Statement()} {text.Runner}.Done({KernelText.Integer(i)}, {name}, {work});";
        }
    }

    /// <summary>What the memories of a method are called.</summary>
    private sealed record Regions
    {
        /// <summary>What stands before the names of the user's memory.</summary>
        public string Context { get; init; } = "";

        /// <summary>From an image's inputs to the next one's; 0 where there is one image.</summary>
        public int InputStride { get; init; }

        /// <summary>The same for results.</summary>
        public int OutputStride { get; init; }

        /// <summary>The tensors that lie in the head's memory, in their order.</summary>
        public EquatableArray<int> Head { get; init; }

        /// <summary>The plan operand in C# for an operand.</summary>
        public string Address(Operand operand) => operand.Region switch
        {
            Region.Packed => $"p[{KernelText.Integer(operand.Index)}]",
            Region.Workspace => Tensor(operand.Index),
            Region.Parameters => "parameters" + MethodText.Plus(operand.Index),
            Region.Gradients => "gradients" + MethodText.Plus(operand.Index),
            Region.Input => Images("Input", operand.Index, InputStride),
            Region.Output => Images("Output", operand.Index, OutputStride),
            Region.OutputGradient => Images("OutputGradient", operand.Index, OutputStride),
            _ => "default",
        };

        private string Tensor(int tensor) => Head.Contains(tensor)
            ? $"h[{KernelText.Integer(Head.Count(other => other < tensor))}]"
            : $"w[{KernelText.Integer(tensor)}]";

        private string Images(string name, int offset, int stride)
        {
            string pointer = (Context.Length > 0 ? Context + name : name.ToLowerInvariant()) + MethodText.Plus(offset);
            return stride == 0 ? pointer : $"new PlanOperand({pointer}, {KernelText.Integer(stride)})";
        }
    }
}
