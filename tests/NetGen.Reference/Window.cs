namespace NetGen.Reference;

/// <summary>How a convolution or a pool moves over an image.</summary>
public sealed record Window(int KernelHeight, int KernelWidth)
{
    /// <summary>A square window. Stride and padding are to be named: two bare numbers are a height and a width.</summary>
    public Window(int kernel, int stride = 1, int padding = 0, int dilation = 1)
        : this(kernel, kernel)
    {
        StrideHeight = StrideWidth = stride;
        Top = Left = Bottom = Right = padding;
        DilationHeight = DilationWidth = dilation;
    }

    public int KernelDepth { get; init; } = 1;

    public int StrideDepth { get; init; } = 1;

    public int DilationDepth { get; init; } = 1;

    /// <summary>Padding before the first plane.</summary>
    public int Front { get; init; }

    public int Back { get; init; }

    /// <summary>Whether a last window that reaches beyond the padding counts, if it begins inside the image or the padding before it.</summary>
    public bool CeilMode { get; init; }

    public int StrideHeight { get; init; } = 1;

    public int StrideWidth { get; init; } = 1;

    public int DilationHeight { get; init; } = 1;

    public int DilationWidth { get; init; } = 1;

    /// <summary>Padding above the image.</summary>
    public int Top { get; init; }

    public int Left { get; init; }

    public int Bottom { get; init; }

    public int Right { get; init; }

    /// <summary>All taps.</summary>
    public int Size => KernelDepth * KernelHeight * KernelWidth;

    public int OutDepth(int depth) => Out(depth, KernelDepth, StrideDepth, DilationDepth, Front, Back);

    /// <summary>⌊(H + top + bottom − d·(k − 1) − 1) / s⌋ + 1; as in PyTorch where rounded up.</summary>
    public int OutHeight(int height) => Out(height, KernelHeight, StrideHeight, DilationHeight, Top, Bottom);

    /// <summary>As <see cref="OutHeight"/>, for columns.</summary>
    public int OutWidth(int width) => Out(width, KernelWidth, StrideWidth, DilationWidth, Left, Right);

    /// <summary>Zeros with a pixel for each window on a tensor.</summary>
    public Tensor Results(Tensor x) => new(x.Images, x.Channels, OutHeight(x.Height), OutWidth(x.Width), OutDepth(x.Depth));

    /// <summary>The input pixels under the window of an output pixel, with their place in the kernel, in scan order.</summary>
    public IEnumerable<Tap> Taps(int outRow, int outColumn, int height, int width) =>
        Taps(new Tensor(1, 1, height, width), 0, outRow, outColumn);

    /// <summary>As the other, in a volume.</summary>
    public IEnumerable<Tap> Taps(Tensor x, int outPlane, int outRow, int outColumn)
    {
        for (int kernelPlane = 0; kernelPlane < KernelDepth; kernelPlane++)
        {
            int plane = (outPlane * StrideDepth) - Front + (kernelPlane * DilationDepth);
            if (plane < 0 || plane >= x.Depth) continue;
            for (int kernelRow = 0; kernelRow < KernelHeight; kernelRow++)
            {
                int row = (outRow * StrideHeight) - Top + (kernelRow * DilationHeight);
                if (row < 0 || row >= x.Height) continue;
                for (int kernelColumn = 0; kernelColumn < KernelWidth; kernelColumn++)
                {
                    int column = (outColumn * StrideWidth) - Left + (kernelColumn * DilationWidth);
                    if (column >= 0 && column < x.Width) yield return new Tap(kernelRow, kernelColumn, row, column) { KernelPlane = kernelPlane, Plane = plane };
                }
            }
        }
    }

    private int Out(int size, int kernel, int stride, int dilation, int before, int after)
    {
        int room = size + before + after - (dilation * (kernel - 1)) - 1;
        if (!CeilMode) return (room / stride) + 1;
        int count = ((room + stride - 1) / stride) + 1;
        return (count - 1) * stride >= size + before ? count - 1 : count;
    }
}

/// <summary>One pixel of a window: where it lies in the kernel and where in the image.</summary>
public readonly record struct Tap(int KernelRow, int KernelColumn, int Row, int Column)
{
    public int KernelPlane { get; init; }

    public int Plane { get; init; }
}
