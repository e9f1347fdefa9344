using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Kernels;

/// <summary>A layer in a chain of them.</summary>
/// <param name="Output">What it makes of an image.</param>
/// <param name="Vertical">Its rows.</param>
/// <param name="Weights">How many each pixel meets.</param>
/// <param name="FillsTiles">Whether it is as fast with few pixels as with many.</param>
internal readonly record struct CascadeLink(Shape Output, ConvAxis Vertical, long Weights, bool FillsTiles)
{
    /// <summary>A convolution, a max pooling, or the user's image, as one of a chain.</summary>
    public static CascadeLink Of(NetworkGraph graph, int node)
    {
        Node main = graph.Nodes[node];
        Shape output = main.Shape;
        if (main.Operation is Input) return new(output, ConvAxis.Forward(output.Height, 1, 1, 0, 1), 0, FillsTiles: true);
        if (main.Operation is MaxPool pool)
        {
            ConvAxis windows = ConvAxis.Forward(output.Height, pool.Kernel.Height, pool.Stride.Height, pool.Padding.Top, 1);
            return new(output, windows, 0, FillsTiles: true);
        }

        var conv = (Conv)main.Operation;
        Shape input = graph.Nodes[main.Inputs[0]].Shape;
        ConvAxis vertical = ConvAxis.Forward(output.Height, conv.Kernel.Height, conv.Stride.Height, conv.Padding.Top, conv.Dilation.Height);
        return conv.IsDepthwise(input)
            ? new(output, vertical, 0, FillsTiles: true)
            : new(output, vertical, (long)conv.OutChannels * input.Channels * conv.Kernel.Pixels, FillsTiles: false);
    }
}

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
    private const long BufferFloats = 5 << 15, PairFloats = 1 << 15, CachedWeights = 1 << 16;

    // A tensor that does not stay in the second-level cache, and an image that does not stay in the first-level one.
    private const long LargeTensor = 1 << 18, LargeImage = 1 << 14;

    // Rows that a band makes for each one that it keeps.
    private const int MostKept = 3;

    // So many that it does not matter if one thread has one more than another.
    private const int ManyBands = 20;

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

    /// <summary>Rows of the last stage in a band; 0 where the stages had better stand alone, because their weights are too many to be read for every band, or rows are short.</summary>
    public static int RowsOfBand(IReadOnlyList<CascadeLink> links)
    {
        Shape last = links[links.Count - 1].Output;
        if (links.Sum(link => link.Weights) > CachedWeights || !links.Skip(1).All(link => Extent(link.Vertical) >= link.Vertical.InputStep)) return 0;
        int rows = Enumerable.Range(1, last.Height - 1)
            .Where(rows => IsEvenlyShared(last.Height, rows) && Buffers(links, rows) <= Room(links)).DefaultIfEmpty(0).Last();
        return rows == 0 || !FillsTiles(links, rows) || !KeepsFew(links, rows) ? 0 : rows;
    }

    /// <summary>Bands of an image; the last may have fewer rows.</summary>
    public static int Bands(int height, int rows) => (height + rows - 1) / rows;

    /// <summary>Whether two threads have about as many rows, in as few bands as possible.</summary>
    private static bool IsEvenlyShared(int height, int rows)
    {
        int bands = Bands(height, rows);
        return bands >= ManyBands || (bands % 2 == 0 && rows == (height + bands - 1) / bands && (bands * rows) - height < rows / 2.0);
    }

    /// <summary>Whether the copy of an image takes longer than the text of a kernel that does without is worth.</summary>
    public static bool IsLargeImage(Shape image) => image.Length >= LargeImage;

    /// <summary>Whether what lies between the stages stays in a cache anyway.</summary>
    public static bool IsSmall(IReadOnlyList<CascadeLink> links) => Buffers(links, links[links.Count - 1].Output.Height) <= Room(links);

    /// <summary>Whether a tensor would take the way through memory between two stages.</summary>
    public static bool IsLarge(Shape between) => between.Length >= LargeTensor;

    /// <summary>Rows from the first tap to the last.</summary>
    private static int Extent(ConvAxis axis) => ((axis.Taps - 1) * axis.TapStep) + 1;

    private static IReadOnlyList<CascadeRows> Of(IReadOnlyList<CascadeLink> links, int rows) =>
        Of([.. links.Select(link => (link.Vertical, link.Output.Height))], rows);

    private static long Room(IReadOnlyList<CascadeLink> links) => links.Count == 2 && links[0].FillsTiles ? PairFloats : BufferFloats;

    private static long Buffers(IReadOnlyList<CascadeLink> links, int rows) =>
        Of(links, rows).Take(links.Count - 1).Zip(links, (stage, link) => (long)stage.Capacity * link.Output.Width * link.Output.Channels).Sum();

    /// <summary>Whether few rows are moved for the next band: to move all would take as long as the way through memory that a cascade saves.</summary>
    private static bool KeepsFew(IReadOnlyList<CascadeLink> links, int rows) =>
        Of(links, rows).Zip(links, (stage, link) => stage.Kept * MostKept <= stage.Rows || !IsLarge(link.Output)).All(few => few);

    private static bool FillsTiles(IReadOnlyList<CascadeLink> links, int rows) =>
        Of(links, rows).Zip(links, (stage, link) => link.FillsTiles || (stage.IsShifted ? 1 : stage.Rows) * link.Output.Width >= LeastPixels).All(fills => fills);
}
