namespace NetGen.Generator.Passes.Programs;

/// <summary>How a convolution is computed; by default as the sum that defines it.</summary>
/// <param name="WinogradTile">Rows and columns of outputs in a tile of Winograd's algorithm; 0 where it is not used.</param>
/// <param name="IsStrassen">Whether Strassen's algorithm computes it.</param>
internal readonly record struct ConvAlgorithm(int WinogradTile, bool IsStrassen)
{
    /// <summary>The sum of products.</summary>
    public static ConvAlgorithm Direct => default;

    /// <summary>Strassen's algorithm, for one multiplication of matrices.</summary>
    public static ConvAlgorithm Strassen => new(0, IsStrassen: true);

    /// <summary>Winograd's algorithm.</summary>
    public static ConvAlgorithm Winograd(int tile) => new(tile, IsStrassen: false);

    public bool IsWinograd => WinogradTile > 0;

    public bool IsDirect => !IsWinograd && !IsStrassen;

    public override string ToString() =>
        IsStrassen ? "Strassen" : IsWinograd ? $"Winograd, tiles of {WinogradTile}×{WinogradTile}" : "direct";
}
