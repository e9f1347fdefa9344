using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>x for positive x and slope·x otherwise, with learned slopes: <paramref name="Count"/> is 1, or the channels.</summary>
internal sealed record PReLU(int Count) : Operation
{
    /// <summary>What the slopes begin with.</summary>
    public float InitialSlope { get; init; } = 0.25f;

    public override string Kind => "PReLU";

    public override string Stem => "prelu";

    // As LeakyReLU with the slope that it begins with.
    public override double? GainBefore => Activation.LeakyGain(InitialSlope);

    // The count comes from the input's channels, never from a user.
    public override Inference Infer(EquatableArray<Shape> inputs) =>
        Finite("InitialSlope", InitialSlope) is { } error ? error : inputs[0];

    public override IEnumerable<LayerParameter> Parameters(EquatableArray<Shape> inputs)
    {
        yield return new LayerParameter(ParameterRole.Slope, EquatableArray.Of(Count), 0)
        {
            Init = new Initialization(InitializerKind.Constant, InitialSlope),
        };
    }
}

/// <summary>A <see cref="PReLU"/> with a slope for each channel.</summary>
internal sealed record PReLUPerChannel(float InitialSlope) : OpenOperation
{
    public override string Kind => "PReLU";

    public override string Stem => "prelu";

    protected override ShapeError? Check(Shape input) => Finite("InitialSlope", InitialSlope);

    protected override Operation Close(Shape input) => new PReLU(input.Channels) { InitialSlope = InitialSlope };
}
