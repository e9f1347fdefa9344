using System.Globalization;
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

    public override int Parts(InstructionSet set) => ((IWeighted)Reader).Weights(set).Tiles;

    public override string Call(InstructionSet set, CallNames names) =>
        $"global::NetGen.Runtime.Packing.Weights({(((IWeighted)Reader).Weights(set) with { Plain = Plain }).Literal()}, "
        + $"{names.Address(Weights)}, {names.Address(Scale)}, {names.Address(Packed)}, {names.Part});";
}

/// <summary>Moves a packed gradient into the parameter's gradient, a tile of outputs in each piece.</summary>
internal sealed record UnpackGradientStep(
    string Title, KernelSpec Writer, PlainStrides Plain, Operand Packed, Operand Gradient) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Packed, Gradient);

    public override StepScope Scope => StepScope.Batch;

    public override long Work => ((IWeighted)Writer).Weights(InstructionSet.Avx512).Length;

    public override int Parts(InstructionSet set) => ((IWeighted)Writer).Weights(set).Tiles;

    public override string Call(InstructionSet set, CallNames names) =>
        $"global::NetGen.Runtime.Packing.Unpack({(((IWeighted)Writer).Weights(set) with { Plain = Plain }).Literal()}, "
        + $"{names.Address(Packed)}, {names.Address(Gradient)}, {names.Part});";
}

/// <summary>Packs a fully connected layer's weights for the gradient by its input, a tile of vectors in each piece.</summary>
internal sealed record PackTransposedStep(string Title, LinearKernel Reader, Operand Weights, Operand Packed) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Weights, Packed);

    public override StepScope Scope => StepScope.Batch;

    public override long Work => Reader.Input.Shape.Length * Reader.Output.Shape.Length;

    public override int Parts(InstructionSet set) => (Reader.Vectors(set) + Reader.Tile(set) - 1) / Reader.Tile(set);

    public override string Call(InstructionSet set, CallNames names)
    {
        Layout output = Reader.Output.For(set);
        return $"global::NetGen.Runtime.Packing.Transposed({names.Address(Weights)}, {names.Address(Packed)}, {Reader.Input.Shape.Length}, "
            + $"{output.Channels}, {Reader.Output.Shape.Pixels}, {set.Lanes}, {Reader.Tile(set)}, {names.Part});";
    }
}

/// <summary>Copies a vector of channels between a parameter's memory and a packed buffer that fills whole blocks.</summary>
internal sealed record PackVectorStep(string Title, Operand Source, Operand Target, int Channels) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Source, Target);

    public override StepScope Scope => StepScope.Batch;

    public override long Work => Channels;

    public override int Parts(InstructionSet set) => 1;

    public override string Call(InstructionSet set, CallNames names)
    {
        int length = Target.Region == Region.Packed ? (Channels + set.Lanes - 1) / set.Lanes * set.Lanes : Channels;
        return $"global::NetGen.Runtime.Packing.Vector({names.Address(Source)}, {Channels}, {names.Address(Target)}, {length});";
    }
}

/// <summary>Folds batch normalisation into a factor and a summand for each channel.</summary>
internal sealed record FoldBatchNormStep(string Title, BatchNormOperands Parameters, float Epsilon, int Channels, Operand Scale, Operand Shift)
    : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Scale, Shift);

    public override StepScope Scope => StepScope.Batch;

    public override long Work => Channels;

    public override int Parts(InstructionSet set) => 1;

    public override string Call(InstructionSet set, CallNames names) =>
        "global::NetGen.Runtime.Packing.FoldBatchNorm(new global::NetGen.Runtime.BatchNormParameters { "
        + $"Scale = {names.Address(Parameters.Scale)}, Shift = {names.Address(Parameters.Shift)}, Mean = {names.Address(Parameters.Mean)}, "
        + $"Variance = {names.Address(Parameters.Variance)}, Bias = {names.Address(Parameters.Bias)} }}, "
        + $"{Epsilon.ToString("R", CultureInfo.InvariantCulture)}f, {Channels}, {names.Address(Scale)}, {names.Address(Shift)});";
}

/// <summary>Where batch normalisation's parameters lie, and the bias of the layer before it.</summary>
internal readonly record struct BatchNormOperands(Operand Scale, Operand Shift, Operand Mean, Operand Variance, Operand Bias);
