using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace NetGen;

/// <summary>
/// The shape of one input, without the batch: channels, height and width of an image; channels and length of a sequence;
/// channels, depth, height and width of a volume; or the number of features of a vector.
/// </summary>
/// <param name="dimensions">One to four numbers, each at least 1.</param>
/// <example>
/// <code>
/// [Network, Input(3, 32, 32)]      // an RGB image of 32 rows and 32 columns, planar
/// [Conv2d(10, 5, Padding = 2), ReLU, GlobalAvgPool2d]
/// public partial class Tiny;
/// </code>
/// </example>
// More than one Input on a class is an error of NetGen's own, with a sentence that says why.
[Conditional("NETGEN_KEEP_ATTRIBUTES")]
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Parameter, AllowMultiple = true, Inherited = false)]
public sealed class InputAttribute(params int[] dimensions) : Attribute
{
    /// <summary>One to four numbers, outermost first.</summary>
    public IReadOnlyList<int> Dimensions { get; } = dimensions;
}
