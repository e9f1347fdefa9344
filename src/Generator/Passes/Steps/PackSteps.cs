using NetGen.Generator.Kernels;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes.Steps;

/// <summary>How weights are packed: as a kernel reads them, or one stage of a kernel that is made of several.</summary>
/// <param name="Kernel">An <see cref="IWeighted"/> where there is no stage, a <see cref="CascadeKernel"/> otherwise.</param>
/// <param name="Stage">The stage's number, or null.</param>
internal readonly record struct PackedLayout(KernelSpec Kernel, int? Stage = null)
{
    /// <summary>What reads them.</summary>
    public IWeighted Reader => (IWeighted)(Stage is int stage ? ((CascadeKernel)Kernel).Stages[stage] : Kernel);
}

/// <summary>Packs the weights of a kernel, a tile of outputs in each piece.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Layout">How they are packed.</param>
/// <param name="Plain">How the parameter is strided.</param>
/// <param name="Weights">The parameter.</param>
/// <param name="Scale">A factor for each output channel, or nothing.</param>
/// <param name="Packed">The packed tensor.</param>
internal sealed record PackWeightsStep(
    string Title, PackedLayout Layout, PlainStrides Plain, Operand Weights, Operand Scale, Operand Packed) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Weights, Scale, Packed);

    public override StepScope Scope => StepScope.Batch;

    public override long Work => Layout.Reader.Weights(Targets.Avx512).Length;
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

    public override long Work => Reader.PackedLength(Targets.Avx512);
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

    public override long Work => Reader.PackedLength(Targets.Avx512);
}

/// <summary>Moves a packed gradient into the parameter's gradient, a tile of outputs in each piece.</summary>
internal sealed record UnpackGradientStep(
    string Title, KernelSpec Writer, PlainStrides Plain, Operand Packed, Operand Gradient) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Packed, Gradient);

    public override StepScope Scope => StepScope.Batch;

    public override long Work => ((IWeighted)Writer).Weights(Targets.Avx512).Length;
}

/// <summary>Packs a fully connected layer's weights for the gradient by its input, a tile of vectors in each piece.</summary>
internal sealed record PackTransposedStep(string Title, LinearKernel Reader, Operand Weights, Operand Packed) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Weights, Packed);

    public override StepScope Scope => StepScope.Batch;

    public override long Work => Reader.Input.Shape.Length * Reader.Output.Shape.Length;
}

/// <summary>Copies a vector of channels between a parameter's memory and a packed buffer that fills whole blocks.</summary>
internal sealed record PackVectorStep(string Title, Operand Source, Operand Target, int Channels) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Source, Target);

    public override StepScope Scope => StepScope.Batch;

    public override long Work => Channels;
}

/// <summary>Folds batch normalisation into a factor and a summand for each channel.</summary>
internal sealed record FoldBatchNormStep(
    string Title, BatchNormOperands Parameters, float Epsilon, int Channels, Operand Scale, Operand Shift) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Scale, Shift);

    public override StepScope Scope => StepScope.Batch;

    public override long Work => Channels;
}

/// <summary>Where batch normalisation's parameters lie, and the bias of the layer before it.</summary>
internal readonly record struct BatchNormOperands(Operand Scale, Operand Shift, Operand Mean, Operand Variance, Operand Bias);
