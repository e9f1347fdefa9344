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

    public int StrideHeight { get; init; } = 1;

    public int StrideWidth { get; init; } = 1;

    public int DilationHeight { get; init; } = 1;

    public int DilationWidth { get; init; } = 1;

    /// <summary>Padding above the image.</summary>
    public int Top { get; init; }

    public int Left { get; init; }

    public int Bottom { get; init; }

    public int Right { get; init; }

    /// <summary>⌊(H + top + bottom − d·(k − 1) − 1) / s⌋ + 1.</summary>
    public int OutHeight(int height) =>
        ((height + Top + Bottom - (DilationHeight * (KernelHeight - 1)) - 1) / StrideHeight) + 1;

    /// <summary>As <see cref="OutHeight"/>, for columns.</summary>
    public int OutWidth(int width) =>
        ((width + Left + Right - (DilationWidth * (KernelWidth - 1)) - 1) / StrideWidth) + 1;

    /// <summary>The input pixels under the window of an output pixel, with their place in the kernel, in scan order.</summary>
    public IEnumerable<Tap> Taps(int outRow, int outColumn, int height, int width)
    {
        for (int kernelRow = 0; kernelRow < KernelHeight; kernelRow++)
        {
            for (int kernelColumn = 0; kernelColumn < KernelWidth; kernelColumn++)
            {
                int row = (outRow * StrideHeight) - Top + (kernelRow * DilationHeight);
                int column = (outColumn * StrideWidth) - Left + (kernelColumn * DilationWidth);
                if (row < 0 || row >= height || column < 0 || column >= width) continue;
                yield return new Tap(kernelRow, kernelColumn, row, column);
            }
        }
    }
}

/// <summary>One pixel of a window: where it lies in the kernel and where in the image.</summary>
public readonly record struct Tap(int KernelRow, int KernelColumn, int Row, int Column);
