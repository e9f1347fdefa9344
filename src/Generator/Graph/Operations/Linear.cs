using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>y = x·Wᵀ + b, as torch.nn.Linear; weights out×in.</summary>
internal sealed record Linear(int OutFeatures, bool Bias) : Operation
{
    /// <summary>How the weights begin, if it is declared.</summary>
    public Initialization? WeightInit { get; init; }

    /// <summary>How the bias begins, if it is declared.</summary>
    public Initialization? BiasInit { get; init; }

    /// <summary>How predictions read the weights.</summary>
    public WeightFormat WeightFormat { get; init; }

    public override string Kind => "Linear";

    public override string Stem => "fc";

    public override bool MixesPixels => true;

    public override double? GainBefore => 1;

    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        ShapeError? error = NeedsVector(inputs[0]) ?? Positive("outFeatures", "outFeatures", OutFeatures)
            ?? CheckFormat() ?? Initialization.Check(Kind, WeightInit, BiasInit);
        return error is not null ? error : Shape.Of(OutFeatures);
    }

    public override IEnumerable<LayerParameter> Parameters(EquatableArray<Shape> inputs)
    {
        int features = inputs[0].Channels;
        yield return new LayerParameter(ParameterRole.Weight, EquatableArray.Of(OutFeatures, features), features) { Init = WeightInit };
        if (Bias) yield return new LayerParameter(ParameterRole.Bias, EquatableArray.Of(OutFeatures), features) { Init = BiasInit };
    }

    public override long MultiplyAdds(EquatableArray<Shape> inputs, Shape output) =>
        Budget.Multiply(inputs[0].Length, output.Length);

    private ShapeError? CheckFormat() => WeightFormat is WeightFormat.Float32 or WeightFormat.BFloat16 ? null : new ShapeError(
        ShapeRule.Range, "WeightFormat", Sentence.Of($"Linear: WeightFormat must be Float32 or BFloat16, but is {(int)WeightFormat}"));

    private static ShapeError? NeedsVector(Shape input) => input.Rank == 1 ? null : new ShapeError(
        ShapeRule.NeedsVector, null, Sentence.Of($"Linear needs a vector, but gets {input.Article} {input.Noun} of {input}: put Flatten or GlobalAvgPool2d before it"));
}

/// <summary>The public WeightFormat.</summary>
internal enum WeightFormat
{
    /// <summary>Single precision.</summary>
    Float32,

    /// <summary>Rounded to 8 binary digits.</summary>
    BFloat16,
}
