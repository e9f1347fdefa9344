using NetGen.Generator.Kernels;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes.Steps;

/// <summary>Packs the weights of a kernel, a tile of outputs in each piece.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Reader">The kernel that reads them, an <see cref="IWeighted"/>.</param>
/// <param name="Plain">How the parameter is strided.</param>
/// <param name="Weights">The parameter.</param>
/// <param name="Scale">A factor for each output channel, or nothing.</param>
/// <param name="Packed">The packed tensor.</param>
internal sealed record PackWeightsStep(
    string Title, KernelSpec Reader, PlainStrides Plain, Operand Weights, Operand Scale, Operand Packed) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Weights, Scale, Packed);

    public override StepScope Scope => StepScope.Batch;

    public override long Work => ((IWeighted)Reader).Weights(InstructionSet.Avx512).Length;

    /// <summary>The expression of the packed layout, where the reader is a part of another kernel; otherwise the reader's own.</summary>
    public string? Layout { get; init; }

    public override string Statement(StepText text) =>
        $"{text.Call}.PackWeights({Layout ?? KernelEntry.WeightsOf(Reader)}{Plain.Literal()}, {text.Pointer(Weights)}, {text.Address(Scale)}, {text.Address(Packed)});";
}

/// <summary>Transforms the weights of a Winograd convolution, a tile of outputs in each piece.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Reader">The kernel that reads them.</param>
/// <param name="Weights">The parameter.</param>
/// <param name="Scale">A factor for each output channel, or nothing.</param>
/// <param name="Packed">The packed tensor.</param>
internal sealed record PackWinogradStep(string Title, WinogradKernel Reader, Operand Weights, Operand Scale, Operand Packed) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Weights, Scale, Packed);

    public override StepScope Scope => StepScope.Batch;

    public override long Work => Reader.PackedLength(InstructionSet.Avx512);

    public override string Statement(StepText text) =>
        $"{text.Call}.PackWinograd({KernelEntry.WeightsOf(Reader)}, {text.Pointer(Weights)}, {text.Address(Scale)}, {text.Address(Packed)});";
}

/// <summary>Sums the weights of a convolution by Strassen's algorithm, a tile of outputs in each piece.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Reader">The kernel that reads them.</param>
/// <param name="Weights">The parameter.</param>
/// <param name="Scale">A factor for each output channel, or nothing.</param>
/// <param name="Packed">The packed tensor.</param>
internal sealed record PackStrassenStep(string Title, StrassenKernel Reader, Operand Weights, Operand Scale, Operand Packed) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Weights, Scale, Packed);

    public override StepScope Scope => StepScope.Batch;

    public override long Work => Reader.PackedLength(InstructionSet.Avx512);

    public override string Statement(StepText text) =>
        $"{text.Call}.PackStrassen({KernelEntry.WeightsOf(Reader)}, {text.Pointer(Weights)}, {text.Address(Scale)}, {text.Address(Packed)});";
}

/// <summary>Moves a packed gradient into the parameter's gradient, a tile of outputs in each piece.</summary>
internal sealed record UnpackGradientStep(
    string Title, KernelSpec Writer, PlainStrides Plain, Operand Packed, Operand Gradient) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Packed, Gradient);

    public override StepScope Scope => StepScope.Batch;

    public override long Work => ((IWeighted)Writer).Weights(InstructionSet.Avx512).Length;

    public override string Statement(StepText text) =>
        $"{text.Call}.UnpackGradient({KernelEntry.WeightsOf(Writer)}{Plain.Literal()}, {text.Address(Packed)}, {text.Pointer(Gradient)});";
}

/// <summary>Packs a fully connected layer's weights for the gradient by its input, a tile of vectors in each piece.</summary>
internal sealed record PackTransposedStep(string Title, LinearKernel Reader, Operand Weights, Operand Packed) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Weights, Packed);

    public override StepScope Scope => StepScope.Batch;

    public override long Work => Reader.Input.Shape.Length * Reader.Output.Shape.Length;

    public override string Statement(StepText text)
    {
        string numbers = MethodText.Arguments((int)Reader.Input.Shape.Length, Reader.Output.Shape.Channels, (int)Reader.Output.Shape.Pixels);
        return $"{text.Call}.PackTransposed({text.Pointer(Weights)}, {text.Address(Packed)}, {numbers}, {KernelEntry.TileOf(Reader)});";
    }
}

/// <summary>Copies a vector of channels between a parameter's memory and a packed buffer that fills whole blocks.</summary>
internal sealed record PackVectorStep(string Title, Operand Source, Operand Target, int Channels) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Source, Target);

    public override StepScope Scope => StepScope.Batch;

    public override long Work => Channels;

    public override string Statement(StepText text) => Target.Region == Region.Packed
        ? $"{text.Call}.PackVector({text.Pointer(Source)}, {KernelText.Integer(Channels)}, {text.Address(Target)});"
        : $"PlanRunner.UnpackVector({text.Address(Source)}, {KernelText.Integer(Channels)}, {text.Pointer(Target)});";
}

/// <summary>Folds batch normalisation into a factor and a summand for each channel.</summary>
internal sealed record FoldBatchNormStep(string Title, BatchNormOperands Parameters, float Epsilon, int Channels, Operand Scale, Operand Shift)
    : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Scale, Shift);

    public override StepScope Scope => StepScope.Batch;

    public override long Work => Channels;

    public override string Statement(StepText text) =>
        $"PlanRunner.FoldBatchNorm({text.Pointer(Parameters.Scale)}, {text.Pointer(Parameters.Shift)}, {text.Pointer(Parameters.Mean)}, "
        + $"{text.Pointer(Parameters.Variance)}, {text.Pointer(Parameters.Bias)}, {KernelText.Literal(Epsilon)}, {KernelText.Integer(Channels)}, "
        + $"{text.Address(Scale)}, {text.Address(Shift)});";
}

/// <summary>Where batch normalisation's parameters lie, and the bias of the layer before it.</summary>
internal readonly record struct BatchNormOperands(Operand Scale, Operand Shift, Operand Mean, Operand Variance, Operand Bias);
