using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>exp(x) / Σ exp(x) over the channels.</summary>
internal sealed record Softmax : Operation
{
    public override string Kind => "Softmax";

    public override string Stem => "softmax";

    public override Inference Infer(EquatableArray<Shape> inputs) => inputs[0];
}
