using NetGen.Generator.Graph;

namespace NetGen.Generator.Kernels;

/// <summary>How a tensor is kept in memory, independent of the instruction set.</summary>
/// <param name="Shape">One image.</param>
/// <param name="Halo">Zeros around every channel's image, so that a convolution needs no bounds checks.</param>
/// <param name="Planar">Plain C×H×W as the user gives it, instead of blocks of channels as wide as a vector.</param>
internal sealed record TensorForm(Shape Shape, Edges Halo = default, bool Planar = false)
{
    /// <summary>The addresses under an instruction set.</summary>
    public Layout For(InstructionSet set) => new(this, Planar ? 1 : set.Lanes);
}

/// <summary>
/// Addresses of a tensor, in floats: [block of channels][plane][row][column][channel in block], planes, rows and columns with
/// the halo. A vector of features is the case of one row and one column, and so lies contiguous; an image has one plane.
/// Channels beyond the last one pad the last block; they hold finite values that nobody may use.
/// </summary>
internal sealed record Layout(TensorForm Form, int Lanes)
{
    public int Channels => Form.Shape.Channels;

    public int Depth => Form.Shape.Depth;

    public int Height => Form.Shape.Height;

    public int Width => Form.Shape.Width;

    /// <summary>Blocks of channels.</summary>
    public int Blocks => (Channels + Lanes - 1) / Lanes;

    /// <summary>From a pixel to its right neighbour.</summary>
    public int PixelStride => Lanes;

    /// <summary>From a row to the next.</summary>
    public int RowStride => (Form.Halo.Left + Width + Form.Halo.Right) * Lanes;

    /// <summary>From a plane of a volume to the next.</summary>
    public int PlaneStride => (Form.Halo.Top + Height + Form.Halo.Bottom) * RowStride;

    /// <summary>From a block of channels to the next.</summary>
    public int BlockStride => (Form.Halo.Front + Depth + Form.Halo.Back) * PlaneStride;

    /// <summary>Where pixel (0, 0) of the first block lies, behind the halo.</summary>
    public int Origin => (Form.Halo.Front * PlaneStride) + (Form.Halo.Top * RowStride) + (Form.Halo.Left * Lanes);

    /// <summary>From an image of a batch to the next: all blocks with their halos, in whole cache lines of 16 floats.</summary>
    public int ImageStride => ((Blocks * BlockStride) + 15) / 16 * 16;

    /// <summary>Where a pixel of a block lies, relative to the image.</summary>
    public int Offset(int block, int row, int column, int plane = 0) =>
        Origin + (block * BlockStride) + (plane * PlaneStride) + (row * RowStride) + (column * PixelStride);
}
