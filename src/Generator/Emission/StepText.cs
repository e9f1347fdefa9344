using System;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Emission;

/// <summary>
/// Writes a step of a plan as a C# statement. It is the same for every instruction set: what differs stands in the kernels and in the
/// tables of addresses.
/// </summary>
/// <param name="step">The step.</param>
/// <param name="address">The plan operand in C# for an operand.</param>
internal sealed class StepText(Step step, Func<Operand, string> address)
{
    /// <summary>The variable of the runner that makes it.</summary>
    public string Runner { get; } = step.Runner switch
    {
        Passes.Steps.Runner.One => "one",
        Passes.Steps.Runner.All => "all",
        Passes.Steps.Runner.Many => "many",
        _ => throw new ArgumentException($"Expected a step that has a runner, got one without: {step.Title}.", nameof(step)),
    };

    /// <summary>The statement.</summary>
    public string Statement()
    {
        string clearing = step.Clears is { } clears ? $".Clearing({Layout(clears.Form)}, {address(clears.Tensor)})" : "";
        return $"{(IsPlain ? "PlanRunner" : Runner + clearing)}.{Call()};";
    }

    /// <summary>Whether a step is so small that it is a call of a static method, without a team.</summary>
    private bool IsPlain => step is FoldBatchNormStep or PackVectorStep { Target.Region: not Region.Packed };

    private string Call() => step switch
    {
        KernelStep kernel => Kernel(kernel),
        FromPlanarStep copy => $"FromPlanar({Layout(copy.Form)}, {Addresses})",
        ToPlanarStep copy => $"ToPlanar({Layout(copy.Form)}, {Addresses})",
        CopyStep copy => $"Copy({Layout(copy.SourceForm)}, {address(copy.Source)}, {Layout(copy.TargetForm)}, {address(copy.Target)})",
        CopyChannelsStep copy => CopyChannels(copy),
        PadStep pad => $"Pad({Layout(pad.SourceForm)}, {address(pad.Source)}, {Layout(pad.TargetForm)}, {address(pad.Target)}, "
            + $"{MethodText.Arguments(pad.Front, pad.Top, pad.Left)})",
        PackWeightsStep pack => $"PackWeights({KernelChoice.WeightsOf(pack.Layout.Kernel, pack.Layout.Stage)}{pack.Plain.Literal()}, "
            + $"{Pointer(pack.Weights)}, {address(pack.Scale)}, {address(pack.Packed)})",
        PackWinogradStep pack =>
            $"PackWinograd({KernelChoice.WeightsOf(pack.Reader)}, {Pointer(pack.Weights)}, {address(pack.Scale)}, {address(pack.Packed)})",
        PackStrassenStep pack =>
            $"PackStrassen({KernelChoice.WeightsOf(pack.Reader)}, {Pointer(pack.Weights)}, {address(pack.Scale)}, {address(pack.Packed)})",
        PackTransposedStep pack => PackTransposed(pack),
        PackVectorStep pack => PackVector(pack),
        FoldBatchNormStep fold => FoldBatchNorm(fold),
        UnpackGradientStep unpack => $"UnpackGradient({KernelChoice.WeightsOf(unpack.Writer)}{unpack.Plain.Literal()}, "
            + $"{address(unpack.Packed)}, {Pointer(unpack.Gradient)})",
        _ => throw new ArgumentException($"Expected a step that has a statement, got a {step.GetType().Name}.", nameof(step)),
    };

    private string Kernel(KernelStep kernel)
    {
        string kind = kernel.Arguments switch
        {
            KernelArguments.None => "Image",
            KernelArguments.Part => "Part",
            KernelArguments.ImagesPart => "Batch",
            KernelArguments.ScratchPart => "Scratch",
            _ => "Key",
        };
        if (kernel.Arguments == KernelArguments.ScratchPart) return $"{kind}({KernelChoice.CallOf(kernel.Spec)}, [{Addresses}])";
        string parts = kernel.Arguments == KernelArguments.None ? "" : Parts(kernel) + ", ";
        return $"{kind}({KernelChoice.RunOf(kernel.Spec)}, {parts}{Addresses})";
    }

    private string Parts(KernelStep kernel) =>
        kernel.Blocks is { } form ? $"{Runner}.Blocks({KernelText.Integer(form.Shape.Channels)})"
        : kernel.Spec is IPartitioned ? KernelChoice.PartsOf(kernel.Spec)
        : "1";

    private string CopyChannels(CopyChannelsStep copy) =>
        $"{(copy.Adds ? "Add" : "Copy")}Channels("
        + $"{Layout(copy.SourceForm)}, {address(copy.Source)}, {MethodText.Arguments(copy.SourceChannel)}, "
        + $"{Layout(copy.TargetForm)}, {address(copy.Target)}, {MethodText.Arguments(copy.TargetChannel, copy.Channels)})";

    private string PackTransposed(PackTransposedStep pack)
    {
        LinearKernel reader = pack.Reader;
        Shape output = reader.Output.Shape;
        string numbers = MethodText.Arguments((int)reader.Input.Shape.Length, output.Channels, (int)output.Pixels);
        return $"PackTransposed({Pointer(pack.Weights)}, {address(pack.Packed)}, {numbers}, {KernelChoice.TileOf(reader)})";
    }

    private string PackVector(PackVectorStep pack) => pack.Target.Region == Region.Packed
        ? $"PackVector({Pointer(pack.Source)}, {KernelText.Integer(pack.Channels)}, {address(pack.Target)})"
        : $"UnpackVector({address(pack.Source)}, {KernelText.Integer(pack.Channels)}, {Pointer(pack.Target)})";

    private string FoldBatchNorm(FoldBatchNormStep fold)
    {
        BatchNormOperands from = fold.Parameters;
        string parameters = string.Join(", ", new[] { from.Scale, from.Shift, from.Mean, from.Variance, from.Bias }.Select(Pointer));
        string numbers = $"{KernelText.Literal(fold.Epsilon)}, {KernelText.Integer(fold.Channels)}";
        return $"FoldBatchNorm({parameters}, {numbers}, {address(fold.Scale)}, {address(fold.Shift)})";
    }

    private string Addresses => string.Join(", ", step.Operands.Select(address));

    /// <summary>A pointer in C#: only parameters and their gradients have one.</summary>
    private string Pointer(Operand operand) => operand.Region == Region.None ? "null" : address(operand);

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
