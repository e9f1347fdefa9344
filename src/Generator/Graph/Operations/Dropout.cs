using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>Inverted dropout of single values or of whole channels; the identity at inference.</summary>
internal sealed record Dropout(float Probability, bool WholeChannels) : Operation
{
    public override string Kind => WholeChannels ? "Dropout2d" : "Dropout";

    public override string Stem => "dropout";

    // The comparison is written so that NaN fails it.
    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        if (!(Probability >= 0 && Probability < 1))
        {
            return new ShapeError(
                ShapeRule.Range, "probability", Sentence.Of($"{Kind}: probability must be in [0, 1), but is {Probability}"));
        }

        return WholeChannels && NeedsPixels(inputs[0]) is { } error ? error : inputs[0];
    }
}
