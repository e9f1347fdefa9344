using System;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>A function of each element.</summary>
/// <param name="Function">Which.</param>
/// <param name="Slope">The number of functions that have one: LeakyReLU's slope, ELU's α, Softplus's β; 0 for the others.</param>
internal sealed record Activation(ActivationFunction Function, float Slope) : Operation
{
    public override string Kind => Function == ActivationFunction.GELUTanh ? "GELU" : Function.ToString();

    public override string Stem => Kind.ToLowerInvariant();

    /// <summary>As torch.nn.init.calculate_gain; 1 for SELU, whose networks want weights of variance 1 / fan-in.</summary>
    public override double? GainBefore => Function switch
    {
        ActivationFunction.LeakyReLU => LeakyGain(Slope),
        ActivationFunction.Tanh => 5.0 / 3,
        ActivationFunction.Sigmoid or ActivationFunction.HardSigmoid or ActivationFunction.SELU => 1,
        _ => Math.Sqrt(2),
    };

    /// <summary>
    /// Whether it can stand in the epilogue of a kernel that multiplies: its gradient can be made from its output, as its input is never
    /// stored there.
    /// </summary>
    public bool IsClamp => this is { Function: ActivationFunction.ReLU or ActivationFunction.ReLU6 }
        or { Function: ActivationFunction.LeakyReLU, Slope: >= 0 and <= 1 };

    /// <summary>The gain before a ReLU with a slope.</summary>
    public static double LeakyGain(double slope) => Math.Sqrt(2 / (1 + (slope * slope)));

    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        ShapeError? error = Function switch
        {
            ActivationFunction.ELU => Finite("alpha", Slope),
            ActivationFunction.Softplus => PositiveNumber("beta", Slope),
            _ => Finite("slope", Slope),
        };
        return error is not null ? error : inputs[0];
    }
}

/// <summary>The functions of <see cref="Activation"/>.</summary>
internal enum ActivationFunction
{
    /// <summary>No function at all; used where a kernel's epilogue is empty.</summary>
    Identity,

    /// <summary>max(x, 0).</summary>
    ReLU,

    /// <summary>min(max(x, 0), 6).</summary>
    ReLU6,

    /// <summary>x for positive x, slope·x otherwise.</summary>
    LeakyReLU,

    /// <summary>x for positive x, slope·(exp(x) − 1) otherwise.</summary>
    ELU,

    /// <summary>λ·ELU with the constants of self-normalising networks.</summary>
    SELU,

    /// <summary>x·Φ(x), with the normal distribution's Φ.</summary>
    GELU,

    /// <summary>The approximation of GELU by a hyperbolic tangent.</summary>
    GELUTanh,

    /// <summary>x / (1 + exp(−x)).</summary>
    SiLU,

    /// <summary>1 / (1 + exp(−x)).</summary>
    Sigmoid,

    /// <summary>min(max(x/6 + 1/2, 0), 1).</summary>
    HardSigmoid,

    /// <summary>x·HardSigmoid(x).</summary>
    HardSwish,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>log(1 + exp(slope·x)) / slope.</summary>
    Softplus,
}
