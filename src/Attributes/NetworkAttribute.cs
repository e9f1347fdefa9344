using System;
using System.Diagnostics;

namespace NetGen;

/// <summary>Turns a partial class into the convolutional network that its layer attributes describe.</summary>
/// <example>
/// <code>
/// [Network, Input(1, 28, 28)]
/// [Conv2d(20, 5, Padding = 2), ReLU, MaxPool2d(2)]
/// [Flatten, Linear(10)]
/// public partial class Digits;
/// </code>
/// </example>
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class NetworkAttribute : Attribute
{
    /// <summary>How predictions may round; training always computes the sums that define a convolution. Default: fast.</summary>
    public Accuracy Accuracy { get; set; }
}
