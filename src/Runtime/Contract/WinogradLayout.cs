using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>
/// How the weights O×I×r×r of a Winograd convolution lie packed: G·w·Gᵀ for every pair of channels, as [tile of output blocks]
/// [filter][input channel][output block in tile][output channel in block]. With a stride s, G joins those of s filters, each with
/// every s-th tap; all products of a lone tap have the same filter, which lies there once.
/// </summary>
/// <param name="Lanes">Channels in a block of outputs.</param>
/// <param name="Tile">Blocks of outputs in a tile; the last tile may have fewer.</param>
/// <param name="Outputs">Output channels.</param>
/// <param name="Inputs">Input channels.</param>
/// <param name="TileSize">m.</param>
/// <param name="Taps">r.</param>
/// <param name="Stride">s.</param>
/// <param name="First">The first of the points at which polynomials are evaluated, with both signs, beside 0 where their number is odd and infinity.</param>
/// <param name="Second">The second point, for filters with more than four products; 0 for none.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct WinogradLayout(
    int Lanes, int Tile, int Outputs, int Inputs, int TileSize, int Taps, int Stride, double First, double Second = 0)
{
    /// <summary>Rows and columns of filters.</summary>
    public int Size
    {
        get
        {
            int size = 0;
            for (int phase = 0; phase < Stride; phase++)
            {
                size += FiltersOf(phase);
            }

            return size;
        }
    }

    /// <summary>Blocks of outputs.</summary>
    public int OutputBlocks => (Outputs + Lanes - 1) / Lanes;

    /// <summary>Tiles of outputs.</summary>
    public int Tiles => (OutputBlocks + Tile - 1) / Tile;

    /// <summary>G, a row of r numbers for each filter.</summary>
    public void Filter(Span<float> matrix)
    {
        matrix.Clear();
        int row = 0;
        for (int phase = 0; phase < Stride; phase++)
        {
            int filters = FiltersOf(phase);
            for (int filter = 0; filter < filters - 1; filter++)
            {
                Evaluate(filter, filters - 1, matrix.Slice((row + filter) * Taps, Taps)[phase..]);
            }

            row += filters;
            matrix[((row - 1) * Taps) + LastTap(phase)] = 1;
        }
    }

    /// <summary>
    /// A row of G but that of infinity, which takes the last tap: 1, a, a²… of point a, over the product of its differences from
    /// the other points.
    /// </summary>
    private void Evaluate(int index, int points, Span<float> row)
    {
        double point = Point(index, points), value = 1;
        for (int other = 0; other < points; other++)
        {
            if (other != index)
            {
                value /= point - Point(other, points);
            }
        }

        for (int tap = 0; tap < row.Length; tap += Stride, value *= point)
        {
            row[tap] = (float)value;
        }
    }

    /// <summary>0 if the number of points is odd, then each point with both signs.</summary>
    private double Point(int index, int points)
    {
        int paired = index - (points % 2);
        if (paired < 0)
        {
            return 0;
        }

        double point = paired < 2 ? First : Second;
        return paired % 2 == 0 ? point : -point;
    }

    private int TapsOf(int phase) => (Taps - phase + Stride - 1) / Stride;

    private int LastTap(int phase) => phase + ((TapsOf(phase) - 1) * Stride);

    /// <summary>Different filters of every s-th tap.</summary>
    private int FiltersOf(int phase) => TapsOf(phase) == 1 ? 1 : TileSize + TapsOf(phase) - 1;
}
