using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>A function of each element.</summary>
internal sealed record Activation(ActivationFunction Function, float Slope) : Operation
{
    public override string Kind => Function.ToString();

    public override string Stem => Function.ToString().ToLowerInvariant();

    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        if (!float.IsNaN(Slope) && !float.IsInfinity(Slope)) return inputs[0];
        return new ShapeError(ShapeRule.Range, "slope", Sentence.Of($"{Kind}: slope must be finite, but is {Slope}"));
    }
}

/// <summary>The functions of <see cref="Activation"/>.</summary>
internal enum ActivationFunction
{
    /// <summary>No function at all; used where a kernel's epilogue is empty.</summary>
    Identity,

    /// <summary>max(x, 0).</summary>
    ReLU,

    /// <summary>x for positive x, slope·x otherwise.</summary>
    LeakyReLU,

    /// <summary>1 / (1 + exp(−x)).</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
}
