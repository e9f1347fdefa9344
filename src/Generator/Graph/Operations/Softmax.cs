using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>exp(x) / Σ exp(x) over the channels, or the logarithm of it.</summary>
internal sealed record Softmax(bool Log) : Operation
{
    public override string Kind => Log ? "LogSoftmax" : "Softmax";

    public override string Stem => Log ? "logsoftmax" : "softmax";

    public override double? GainBefore => 1;

    public override Inference Infer(EquatableArray<Shape> inputs) => inputs[0];
}
