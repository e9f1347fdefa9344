using System.Globalization;
using System.Linq;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The runtime's WinogradLayout, computed at compile time: transformed weights lie as [tile of output blocks][filter][input channel]
/// [output block in tile][output channel in block].
/// </summary>
/// <param name="Lanes">Channels in a block of outputs.</param>
/// <param name="Tile">Blocks of outputs in a tile; the last tile may have fewer.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="Inputs">Input channels.</param>
/// <param name="Transform">F(m, r).</param>
internal sealed record WinogradPacking(int Lanes, int Tile, int Outputs, int Inputs, WinogradTransform Transform)
{
    /// <summary>Blocks of outputs.</summary>
    public int OutputBlocks => (Outputs + Lanes - 1) / Lanes;

    /// <summary>Packed floats in all.</summary>
    public long Length => (long)Transform.Filters * Transform.Filters * Inputs * OutputBlocks * Lanes;

    /// <summary>The runtime's WinogradLayout in C#.</summary>
    public string Literal()
    {
        string points = string.Join(", ", Transform.Points.Select(point => point.ToString("R", CultureInfo.InvariantCulture)));
        return $"new WinogradLayout({MethodText.Arguments(Lanes, Tile, Outputs, Inputs, Transform.Outputs, Transform.Taps, Transform.Stride)}, {points})";
    }
}
