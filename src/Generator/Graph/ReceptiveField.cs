using System;
using System.Collections.Generic;
using System.Linq;

namespace NetGen.Generator.Graph;

/// <summary>
/// What one value depends on, and how far apart neighbouring values' fields lie: a window of k pixels that moves by s widens the
/// field by (k − 1) jumps and multiplies the jump by s. An enlargement divides the jump, so that fields may end between pixels
/// and are rounded up.
/// </summary>
/// <param name="Height">Along the rows.</param>
/// <param name="Width">Along the columns.</param>
/// <param name="Depth">Along the planes.</param>
/// <param name="Image">The last shape with pixels; Flatten keeps it, because its values still see one pixel each.</param>
internal sealed record ReceptiveField(FieldAxis Height, FieldAxis Width, FieldAxis Depth, Shape Image)
{
    /// <summary>Pixels of the network's input, at most all of them.</summary>
    public Size Pixels => new(Height.Pixels, Width.Pixels, Depth.Pixels);

    /// <summary>Of an input: every value sees itself.</summary>
    public static ReceptiveField OfInput(Shape shape) =>
        new(FieldAxis.OfInput(shape.Height), FieldAxis.OfInput(shape.Width), FieldAxis.OfInput(shape.Depth), shape);

    /// <summary>Of values that depend on all of these at their place.</summary>
    public static ReceptiveField Join(IReadOnlyList<ReceptiveField> fields) => fields.Skip(1).Aggregate(fields[0], (a, b) => new ReceptiveField(
        FieldAxis.Max(a.Height, b.Height), FieldAxis.Max(a.Width, b.Width), FieldAxis.Max(a.Depth, b.Depth), a.Image));

    /// <summary>Of the node that reads this.</summary>
    public ReceptiveField Behind(Node node)
    {
        Window window = node.Operation.WindowOn(Image);
        bool all = node.Operation.MixesPixels;
        return new ReceptiveField(
            Height.Behind(window.Extent.Height, window.Stride.Height, window.Division.Height, all),
            Width.Behind(window.Extent.Width, window.Stride.Width, window.Division.Width, all),
            Depth.Behind(window.Extent.Depth, window.Stride.Depth, window.Division.Depth, all),
            node.Shape.SpatialRank > 0 ? node.Shape : Image);
    }
}

/// <summary>A receptive field along one direction.</summary>
/// <param name="Size">Pixels of the input that one value depends on, counting padding.</param>
/// <param name="Jump">Pixels of the input between neighbouring values here; 0 where all depend on the same.</param>
/// <param name="Limit">The input's pixels.</param>
internal readonly record struct FieldAxis(double Size, double Jump, int Limit)
{
    // Beyond any image, and small enough that products of two stay finite.
    private const double Infinite = 1e18;

    /// <summary>Whole pixels. A jump may be a binary fraction's neighbour, such as 1/3, whose error must not count as a pixel.</summary>
    public int Pixels => (int)Math.Min(Math.Ceiling(Size - 1e-6), Limit);

    public static FieldAxis OfInput(int size) => new(1, 1, size);

    public static FieldAxis Max(FieldAxis a, FieldAxis b) =>
        new(Math.Max(a.Size, b.Size), Math.Max(a.Jump, b.Jump), Math.Max(a.Limit, b.Limit));

    public FieldAxis Behind(int extent, int stride, int division, bool all) => new(
        Math.Min(Size + ((extent - 1) * Jump), Infinite), all ? 0 : Math.Min(Jump * stride / division, Infinite), Limit);
}
