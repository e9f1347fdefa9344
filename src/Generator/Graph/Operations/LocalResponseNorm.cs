using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>
/// x / (K + Alpha/Size·Σx²)^Beta with the sum over <paramref name="Size"/> neighbouring channels at the same pixel, as
/// torch.nn.LocalResponseNorm: ⌊Size/2⌋ of them before, the others behind, and zeros beyond the first and the last channel.
/// </summary>
internal sealed record LocalResponseNorm(int Size, float Alpha, float Beta, float K) : Operation
{
    public override string Kind => "LocalResponseNorm";

    public override string Stem => "lrn";

    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        ShapeError? error = NeedsPixels(inputs[0])
            ?? Positive("size", "size", Size)
            ?? Finite("Alpha", Alpha) ?? Finite("Beta", Beta) ?? Finite("K", K);
        return error is not null ? error : inputs[0];
    }
}
