using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Kernels;

/// <summary>A layer in a chain of them.</summary>
/// <param name="Output">What it makes of an image.</param>
/// <param name="Vertical">Its rows.</param>
/// <param name="Weights">How many each pixel meets.</param>
/// <param name="FillsTiles">Whether it is as fast with few pixels as with many.</param>
internal readonly record struct CascadeLink(Shape Output, ConvAxis Vertical, long Weights, bool FillsTiles);

/// <summary>What one stage of a cascade does in each band.</summary>
/// <param name="Rows">Rows that it makes.</param>
/// <param name="Ahead">How far beyond the band's own rows they lie, because the next stage's windows reach there.</param>
/// <param name="First">Where the rows begin, relative to its first band's own, that a thread needs which begins with a band.</param>
/// <param name="Low">The lowest row that lies in the stage's buffer, relative to the band's own.</param>
/// <param name="Capacity">Rows of the buffer.</param>
/// <param name="Height">Rows of the whole image.</param>
internal readonly record struct CascadeRows(int Rows, int Ahead, int First, int Low, int Capacity, int Height)
{
    /// <summary>Rows of the buffer that the next band reads too.</summary>
    public int Kept => Capacity - Rows;

    /// <summary>Whether the stage makes rows other than its band's own.</summary>
    public bool IsShifted => Ahead != 0 || First != 0;
}

/// <summary>
/// How the stages of a cascade divide their rows into bands. Band t of the last stage are rows t·r to (t + 1)·r; every other stage makes as
/// many rows as the next advances on it, and is ahead by what the next stage's windows reach beyond.
/// </summary>
internal static class CascadeGeometry
{
    // Buffers that leave room in the second-level cache, and weights that stay there from band to band.
    private const long BufferFloats = 1 << 17, PairFloats = 1 << 15, CachedWeights = 1 << 16;

    // A tensor that does not stay in the second-level cache.
    private const long LargeTensor = 1 << 18;

    // With fewer pixels the register tiles of a convolution are not full.
    private const int LeastPixels = 14;

    /// <summary>The stages for so many rows of the last one in a band.</summary>
    public static IReadOnlyList<CascadeRows> Of(IReadOnlyList<(ConvAxis Vertical, int Height)> stages, int rows)
    {
        var result = new CascadeRows[stages.Count];
        int last = stages.Count - 1;
        result[last] = new(rows, 0, 0, 0, rows, stages[last].Height);
        for (int i = last - 1; i >= 0; i--)
        {
            (ConvAxis reader, CascadeRows next) = (stages[i + 1].Vertical, result[i + 1]);
            int advance = next.Rows * reader.InputStep, reach = Extent(reader) - reader.InputStep;
            int low = (next.Ahead * reader.InputStep) + reader.TapStart;
            result[i] = new(advance, low + reach, (next.First * reader.InputStep) + reader.TapStart, low, advance + reach, stages[i].Height);
        }

        return result;
    }

    /// <summary>
    /// Rows of the last stage in a band; 0 where the stages had better stand alone, because their weights are too many to be read for every band,
    /// or what lies between them is small.
    /// </summary>
    public static int RowsOfBand(IReadOnlyList<CascadeLink> links)
    {
        Shape last = links[links.Count - 1].Output;
        if (links.Sum(link => link.Weights) > CachedWeights || !links.Skip(1).All(link => Extent(link.Vertical) >= link.Vertical.InputStep)) return 0;
        long room = links.Count == 2 ? PairFloats : BufferFloats;
        int rows = Enumerable.Range(1, last.Height).Where(rows => last.Height % rows == 0 && Buffers(links, rows) <= room).DefaultIfEmpty(0).Last();
        return rows == 0 || rows == last.Height || !FillsTiles(links, rows) ? 0 : rows;
    }

    /// <summary>Whether a tensor would take the way through memory between two stages.</summary>
    public static bool IsLarge(Shape between) => between.Length >= LargeTensor;

    /// <summary>Rows from the first tap to the last.</summary>
    private static int Extent(ConvAxis axis) => ((axis.Taps - 1) * axis.TapStep) + 1;

    private static IReadOnlyList<CascadeRows> Of(IReadOnlyList<CascadeLink> links, int rows) =>
        Of([.. links.Select(link => (link.Vertical, link.Output.Height))], rows);

    private static long Buffers(IReadOnlyList<CascadeLink> links, int rows) =>
        Of(links, rows).Take(links.Count - 1).Zip(links, (stage, link) => (long)stage.Capacity * link.Output.Width * link.Output.Channels).Sum();

    private static bool FillsTiles(IReadOnlyList<CascadeLink> links, int rows) =>
        Of(links, rows).Zip(links, (stage, link) => link.FillsTiles || (stage.IsShifted ? 1 : stage.Rows) * link.Output.Width >= LeastPixels).All(fills => fills);
}
