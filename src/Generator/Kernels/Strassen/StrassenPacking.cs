namespace NetGen.Generator.Kernels;

/// <summary>
/// The runtime's StrassenLayout, computed at compile time: sums of quarters of the weights lie as [tile of output blocks][product]
/// [input channel of a half][output block in tile][output channel in block].
/// </summary>
/// <param name="Lanes">Channels in a block of outputs.</param>
/// <param name="Tile">Blocks of outputs in a tile; the last tile may have fewer.</param>
/// <param name="Outputs">Output channels; both halves fill whole blocks.</param>
/// <param name="Inputs">Input channels.</param>
internal sealed record StrassenPacking(int Lanes, int Tile, int Outputs, int Inputs)
{
    /// <summary>Packed floats in all.</summary>
    public long Length => (long)StrassenTiling.Products * (Inputs / 2) * (Outputs / 2);

    /// <summary>The runtime's StrassenLayout in C#.</summary>
    public string Literal() => $"new StrassenLayout({MethodText.Arguments(Lanes, Tile, Outputs, Inputs)})";
}
