using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>Inverted dropout; the identity at inference.</summary>
internal sealed record Dropout(float Probability) : Operation
{
    public override string Kind => "Dropout";

    public override string Stem => "dropout";

    // The comparison is written so that NaN fails it.
    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        if (Probability >= 0 && Probability < 1) return inputs[0];
        return new ShapeError(
            ShapeRule.Range, "probability", Sentence.Of($"Dropout: probability must be in [0, 1), but is {Probability}"));
    }
}
