using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>How windows lie on one axis of an image.</summary>
/// <param name="Input">Pixels.</param>
/// <param name="Output">Windows.</param>
/// <param name="Kernel">Taps of a window.</param>
/// <param name="Stride">From a window to the next, in pixels.</param>
/// <param name="Before">Padding before the first pixel.</param>
/// <param name="After">Padding behind the last pixel.</param>
/// <param name="Dilation">From a tap to the next, in pixels.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct PoolAxis(int Input, int Output, int Kernel = 1, int Stride = 1, int Before = 0, int After = 0, int Dilation = 1)
{
    /// <summary>The first window that lies inside the image with all its taps, or as many as there are windows.</summary>
    public int InteriorFirst => Math.Min((Before + Stride - 1) / Stride, Output);

    /// <summary>The window behind the last that lies inside the image with all its taps.</summary>
    public int InteriorEnd
    {
        get
        {
            int room = Input + Before - ((Kernel - 1) * Dilation) - 1;
            return room < 0 ? InteriorFirst : Math.Clamp((room / Stride) + 1, InteriorFirst, Output);
        }
    }

    /// <summary>Whether every pixel lies in one window and in no other.</summary>
    public bool Tiles => Stride == Kernel && Dilation == 1 && Before == 0 && (long)Output * Stride == Input;

    /// <summary>The pixel of a window's first tap; negative in the padding.</summary>
    public int Start(int window) => (window * Stride) - Before;

    /// <summary>The first tap inside the image, of a window that starts at a pixel.</summary>
    public int FirstTap(int start) => start >= 0 ? 0 : (Dilation - 1 - start) / Dilation;

    /// <summary>The tap behind the last inside the image, of a window that starts at a pixel.</summary>
    public int EndTap(int start) => start >= Input ? 0 : Math.Min((Input - start + Dilation - 1) / Dilation, Kernel);

    /// <summary>How many taps of a window that starts at a pixel lie in the image or its padding, and not beyond.</summary>
    public int Padded(int start) => Math.Min(start + Kernel, Input + After) - start;
}

/// <summary>How windows lie on a volume, or on an image, which has one plane.</summary>
/// <param name="Planes">From plane to plane.</param>
/// <param name="Rows">From row to row.</param>
/// <param name="Columns">Along a row.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct PoolWindow(PoolAxis Planes, PoolAxis Rows, PoolAxis Columns)
{
    /// <summary>Windows on an image.</summary>
    public PoolWindow(PoolAxis rows, PoolAxis columns)
        : this(new PoolAxis(1, 1), rows, columns)
    {
    }

    /// <summary>Whether every pixel lies in one window and in no other.</summary>
    public bool Tiles => Planes.Tiles && Rows.Tiles && Columns.Tiles;
}
