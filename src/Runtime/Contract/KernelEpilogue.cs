using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>
/// What a multiplying kernel applies to its sums before it stores them: bounds, or a factor for the negative ones. A NaN stays
/// one.
/// </summary>
/// <param name="Low">The least result.</param>
/// <param name="High">The greatest result.</param>
/// <param name="Slope">A leaky ReLU's slope, from 0 to 1; read by kernels of that function only, which have no bounds.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct KernelEpilogue(float Low, float High, float Slope = 1)
{
    /// <summary>The sums themselves.</summary>
    public static KernelEpilogue None => new(float.NegativeInfinity, float.PositiveInfinity);

    /// <summary>max(0, x).</summary>
    public static KernelEpilogue ReLU => new(0, float.PositiveInfinity);

    /// <summary>min(6, max(0, x)).</summary>
    public static KernelEpilogue ReLU6 => new(0, 6);

    /// <summary>max(slope·x, x).</summary>
    public static KernelEpilogue Leaky(float slope) => new(float.NegativeInfinity, float.PositiveInfinity, slope);
}
