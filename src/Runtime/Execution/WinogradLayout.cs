using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>
/// How the weights O×I×r×r of a Winograd convolution lie packed: G·w·Gᵀ for every pair of channels, as [tile of output blocks]
/// [product][input channel][output block in tile][output channel in block].
/// </summary>
/// <param name="Lanes">Channels in a block of outputs.</param>
/// <param name="Tile">Blocks of outputs in a tile; the last tile may have fewer.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="Inputs">Input channels.</param>
/// <param name="Taps">r.</param>
/// <param name="First">The first of the points at which polynomials are evaluated, with both signs, beside 0 and infinity.</param>
/// <param name="Second">The second point; 0 for none.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct WinogradLayout(
    int Lanes, int Tile, int Outputs, int Inputs, int Taps, double First, double Second = 0)
{
    /// <summary>Rows and columns of products.</summary>
    public int Size => Second == 0 ? 4 : 6;

    /// <summary>Blocks of outputs.</summary>
    public int OutputBlocks => (Outputs + Lanes - 1) / Lanes;

    /// <summary>Tiles of outputs.</summary>
    public int Tiles => (OutputBlocks + Tile - 1) / Tile;

    /// <summary>
    /// G, n×r: row i is 1, a, a²… of point a over the product of its differences from the other points; the last row, of infinity,
    /// takes the last tap.
    /// </summary>
    public void Filter(Span<float> matrix)
    {
        matrix.Clear();
        for (int row = 0; row < Size - 1; row++)
        {
            double value = 1;
            for (int other = 0; other < Size - 1; other++)
            {
                if (other != row)
                {
                    value /= Point(row) - Point(other);
                }
            }

            for (int tap = 0; tap < Taps; tap++, value *= Point(row))
            {
                matrix[(row * Taps) + tap] = (float)value;
            }
        }

        matrix[(Size * Taps) - 1] = 1;
    }

    /// <summary>0, then each point with both signs.</summary>
    private double Point(int row) => row switch
    {
        0 => 0,
        1 => First,
        2 => -First,
        3 => Second,
        _ => -Second,
    };
}
