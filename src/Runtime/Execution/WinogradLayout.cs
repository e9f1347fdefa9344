using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>
/// How the weights O×I×r×r of a Winograd convolution lie packed: G·w·Gᵀ for every pair of channels, as [tile of output blocks]
/// [product][input channel][output block in tile][output channel in block].
/// </summary>
/// <param name="lanes">Channels in a block of outputs.</param>
/// <param name="tile">Blocks of outputs in a tile; the last tile may have fewer.</param>
/// <param name="outputs">Output channels.</param>
/// <param name="inputs">Input channels.</param>
/// <param name="taps">r.</param>
/// <param name="points">The points at which polynomials are evaluated, without 0, infinity and those of negative sign.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct WinogradLayout(int lanes, int tile, int outputs, int inputs, int taps, ReadOnlySpan<double> points)
{
    private readonly ReadOnlySpan<double> _points = points;

    /// <summary>Channels in a block of outputs.</summary>
    public int Lanes => lanes;

    /// <summary>Blocks of outputs in a tile.</summary>
    public int Tile => tile;

    /// <summary>Output channels.</summary>
    public int Outputs => outputs;

    /// <summary>Input channels.</summary>
    public int Inputs => inputs;

    /// <summary>Rows and columns of taps.</summary>
    public int Taps => taps;

    /// <summary>Rows and columns of products.</summary>
    public int Size => (2 * _points.Length) + 2;

    /// <summary>Blocks of outputs.</summary>
    public int OutputBlocks => (outputs + lanes - 1) / lanes;

    /// <summary>Tiles of outputs.</summary>
    public int Tiles => (OutputBlocks + tile - 1) / tile;

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

            for (int tap = 0; tap < taps; tap++, value *= Point(row))
            {
                matrix[(row * taps) + tap] = (float)value;
            }
        }

        matrix[(Size * taps) - 1] = 1;
    }

    private double Point(int row) => row == 0 ? 0 : row % 2 == 1 ? _points[(row - 1) / 2] : -_points[(row - 1) / 2];
}
