using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>How packed weights are stored.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum WeightStorage
{
    /// <summary>Single precision.</summary>
    Plain,

    /// <summary>Rounded to bfloat16, half the length.</summary>
    BFloat16,

    /// <summary>Single precision in 28 bits, without loss: see <see cref="PackedBits28"/>.</summary>
    Bits28,
}
