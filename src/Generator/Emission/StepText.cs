using System;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Emission;

/// <summary>
/// Writes the steps of a plan as C# statements. A statement is the same for every instruction set: what differs stands in the kernels
/// and in the tables of addresses.
/// </summary>
/// <param name="Runner">The variable of the runner: of the team, or of the calling thread alone.</param>
/// <param name="Address">The plan operand in C# for an operand.</param>
internal sealed record StepText(string Runner, Func<Operand, string> Address)
{
    /// <summary>The statement of a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="clears">The halo that it zeroes, or null.</param>
    public string Statement(Step step, TensorHalo? clears)
    {
        string clearing = clears is null ? "" : $".Clearing({Layout(clears.Form)}, {Address(clears.Tensor)})";
        return $"{(IsPlain(step) ? "PlanRunner" : Runner + clearing)}.{Call(step)};";
    }

    /// <summary>Whether a step is so small that it is a call of a static method, without a team.</summary>
    private static bool IsPlain(Step step) => step is FoldBatchNormStep or PackVectorStep { Target.Region: not Region.Packed };

    private string Call(Step step) => step switch
    {
        KernelStep kernel => Kernel(kernel),
        FromPlanarStep copy => $"FromPlanar({Layout(copy.Form)}, {Addresses(copy)})",
        ToPlanarStep copy => $"ToPlanar({Layout(copy.Form)}, {Addresses(copy)})",
        CopyStep copy => $"Copy({Layout(copy.SourceForm)}, {Address(copy.Source)}, {Layout(copy.TargetForm)}, {Address(copy.Target)})",
        CopyChannelsStep copy => CopyChannels(copy),
        PadStep pad => $"Pad({Layout(pad.SourceForm)}, {Address(pad.Source)}, {Layout(pad.TargetForm)}, {Address(pad.Target)}, "
            + $"{MethodText.Arguments(pad.Front, pad.Top, pad.Left)})",
        PackWeightsStep pack => $"PackWeights({KernelChoice.WeightsOf(pack.Layout.Kernel, pack.Layout.Stage)}{pack.Plain.Literal()}, "
            + $"{Pointer(pack.Weights)}, {Address(pack.Scale)}, {Address(pack.Packed)})",
        PackWinogradStep pack =>
            $"PackWinograd({KernelChoice.WeightsOf(pack.Reader)}, {Pointer(pack.Weights)}, {Address(pack.Scale)}, {Address(pack.Packed)})",
        PackStrassenStep pack =>
            $"PackStrassen({KernelChoice.WeightsOf(pack.Reader)}, {Pointer(pack.Weights)}, {Address(pack.Scale)}, {Address(pack.Packed)})",
        PackTransposedStep pack => PackTransposed(pack),
        PackVectorStep pack => PackVector(pack),
        FoldBatchNormStep fold => FoldBatchNorm(fold),
        UnpackGradientStep unpack => $"UnpackGradient({KernelChoice.WeightsOf(unpack.Writer)}{unpack.Plain.Literal()}, "
            + $"{Address(unpack.Packed)}, {Pointer(unpack.Gradient)})",
        _ => throw new ArgumentException($"Expected a step that has a statement, got a {step.GetType().Name}.", nameof(step)),
    };

    private string Kernel(KernelStep step)
    {
        string kind = step.Arguments switch
        {
            KernelArguments.None => "Image",
            KernelArguments.Part => "Part",
            KernelArguments.ImagesPart => "Batch",
            KernelArguments.ScratchPart => "Scratch",
            _ => "Key",
        };
        if (step.Arguments == KernelArguments.ScratchPart) return $"{kind}({KernelChoice.CallOf(step.Spec)}, [{Addresses(step)}])";
        string parts = step.Arguments == KernelArguments.None ? "" : Parts(step) + ", ";
        return $"{kind}({KernelChoice.RunOf(step.Spec)}, {parts}{Addresses(step)})";
    }

    private string Parts(KernelStep step) =>
        step.Blocks is { } form ? $"{Runner}.Blocks({KernelText.Integer(form.Shape.Channels)})"
        : step.Spec is IPartitioned ? KernelChoice.PartsOf(step.Spec)
        : "1";

    private string CopyChannels(CopyChannelsStep copy) =>
        $"{(copy.Adds ? "Add" : "Copy")}Channels("
        + $"{Layout(copy.SourceForm)}, {Address(copy.Source)}, {MethodText.Arguments(copy.SourceChannel)}, "
        + $"{Layout(copy.TargetForm)}, {Address(copy.Target)}, {MethodText.Arguments(copy.TargetChannel, copy.Channels)})";

    private string PackTransposed(PackTransposedStep pack)
    {
        LinearKernel reader = pack.Reader;
        Shape output = reader.Output.Shape;
        string numbers = MethodText.Arguments((int)reader.Input.Shape.Length, output.Channels, (int)output.Pixels);
        return $"PackTransposed({Pointer(pack.Weights)}, {Address(pack.Packed)}, {numbers}, {KernelChoice.TileOf(reader)})";
    }

    private string PackVector(PackVectorStep pack) => pack.Target.Region == Region.Packed
        ? $"PackVector({Pointer(pack.Source)}, {KernelText.Integer(pack.Channels)}, {Address(pack.Target)})"
        : $"UnpackVector({Address(pack.Source)}, {KernelText.Integer(pack.Channels)}, {Pointer(pack.Target)})";

    private string FoldBatchNorm(FoldBatchNormStep fold)
    {
        BatchNormOperands from = fold.Parameters;
        string parameters = string.Join(", ", new[] { from.Scale, from.Shift, from.Mean, from.Variance, from.Bias }.Select(Pointer));
        string numbers = $"{KernelText.Literal(fold.Epsilon)}, {KernelText.Integer(fold.Channels)}";
        return $"FoldBatchNorm({parameters}, {numbers}, {Address(fold.Scale)}, {Address(fold.Shift)})";
    }

    private string Addresses(Step step) => string.Join(", ", step.Operands.Select(Address));

    /// <summary>A pointer in C#: only parameters and their gradients have one.</summary>
    private string Pointer(Operand operand) => operand.Region == Region.None ? "null" : Address(operand);

    /// <summary>The runtime's TensorLayout in C#.</summary>
    private string Layout(TensorForm form)
    {
        Shape shape = form.Shape;
        Edges halo = form.Halo;
        string numbers = MethodText.Arguments(
            shape.Channels, shape.Depth, shape.Height, shape.Width, halo.Top, halo.Left, halo.Bottom, halo.Right, halo.Front, halo.Back);
        return form.Planar ? $"PlanRunner.Planar({numbers})" : $"{Runner}.Form({numbers})";
    }
}
