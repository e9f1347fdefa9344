using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>C×H×W to a vector in C, H, W order; a vector stays as it is.</summary>
internal sealed record Flatten : Operation
{
    public override string Kind => "Flatten";

    public override string Stem => "flatten";

    // An input within the budget has fewer elements than an int holds.
    public override Inference Infer(EquatableArray<Shape> inputs) => Shape.Of((int)inputs[0].Length);
}
