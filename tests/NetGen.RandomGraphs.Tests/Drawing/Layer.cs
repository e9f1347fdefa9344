using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

namespace NetGen.RandomGraphs.Tests.Drawing;

/// <summary>A layer as a user writes it, and what it means.</summary>
/// <param name="Text">Without brackets: <c>Conv2d(16, 3, Padding = 1)</c>.</param>
/// <param name="Operation">The operation it stands for, which tells the shape.</param>
internal sealed record Layer(string Text, Operation Operation)
{
    // Small enough that the reference, scalar and in doubles, computes three hundred networks in seconds.
    private const long LargestTensor = 3000, LargestWeights = 8000, MostMultiplyAdds = 150_000;

    /// <summary>The shape of the result; null where the layer does not fit the input, or makes too much work.</summary>
    public Shape? On(Shape input)
    {
        EquatableArray<Shape> inputs = EquatableArray.Of(input);
        Operation closed = Operation.Resolve(inputs);
        Inference inference = closed.Infer(inputs);
        if (inference.Shape is not { } shape || shape.Length > LargestTensor) return null;
        bool small = closed.MultiplyAdds(inputs, shape) <= MostMultiplyAdds && closed.Parameters(inputs).Sum(parameter => parameter.Length) <= LargestWeights;
        return small ? shape : null;
    }
}
