using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>The largest value of each channel of a sequence, an image or a volume: C×H×W to C.</summary>
internal sealed record GlobalMaxPool : Operation
{
    public override string Kind => "GlobalMaxPool2d";

    public override string Stem => "pool";

    public override bool MixesPixels => true;

    public override Inference Infer(EquatableArray<Shape> inputs) =>
        NeedsPixels(inputs[0]) is { } error ? error : Shape.Of(inputs[0].Channels);
}
