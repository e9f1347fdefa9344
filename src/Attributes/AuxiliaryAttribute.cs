using System;
using System.Diagnostics;

namespace NetGen;

/// <summary>
/// A stage that exists in training only: a further classifier, whose loss is added with a weight to the network's own and
/// which a prediction leaves out.
/// </summary>
/// <example>
/// <code>
/// [AvgPool2d(5, Stride = 3), Conv2d(128, 1), ReLU, Flatten, Linear(1024), ReLU, Dropout(0.7), Linear(1000)]
/// [Auxiliary(Weight = 0.3)]
/// private static partial Tensor Auxiliary1(Tensor inception4a);
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class AuxiliaryAttribute : Attribute
{
    /// <summary>What its loss is multiplied with before it is added; positive; 1 by default.</summary>
    public double Weight { get; set; } = 1;
}
