namespace NetGen;

/// <summary>What the pools of images share: numbers of single directions, which take precedence over those of all.</summary>
public abstract class Pool2dAttribute : PoolAttribute
{
    private int? _stride;
    private int? _strideHeight;
    private int? _strideWidth;
    private int? _paddingHeight;
    private int? _paddingWidth;
    private int? _paddingTop;
    private int? _paddingLeft;
    private int? _paddingBottom;
    private int? _paddingRight;

    private protected Pool2dAttribute(int kernelHeight, int kernelWidth)
    {
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
    }

    /// <summary>Rows of the window.</summary>
    public int KernelHeight { get; }

    /// <summary>Columns of the window.</summary>
    public int KernelWidth { get; }

    /// <summary>Pixels from one window to the next, in every direction; the kernel by default, so that windows do not overlap.</summary>
    public int Stride
    {
        get => _stride ?? KernelHeight;
        set => _stride = value;
    }

    /// <summary><see cref="Stride"/> of the rows.</summary>
    public int StrideHeight
    {
        get => _strideHeight ?? _stride ?? KernelHeight;
        set => _strideHeight = value;
    }

    /// <summary><see cref="Stride"/> of the columns.</summary>
    public int StrideWidth
    {
        get => _strideWidth ?? _stride ?? KernelWidth;
        set => _strideWidth = value;
    }

    /// <summary><see cref="PoolAttribute.Padding"/> at top and bottom.</summary>
    public int PaddingHeight
    {
        get => _paddingHeight ?? Padding;
        set => _paddingHeight = value;
    }

    /// <summary><see cref="PoolAttribute.Padding"/> at left and right.</summary>
    public int PaddingWidth
    {
        get => _paddingWidth ?? Padding;
        set => _paddingWidth = value;
    }

    /// <summary>Pixels added at the top alone.</summary>
    public int PaddingTop
    {
        get => _paddingTop ?? PaddingHeight;
        set => _paddingTop = value;
    }

    /// <summary>Pixels added at the left alone.</summary>
    public int PaddingLeft
    {
        get => _paddingLeft ?? PaddingWidth;
        set => _paddingLeft = value;
    }

    /// <summary>Pixels added at the bottom alone.</summary>
    public int PaddingBottom
    {
        get => _paddingBottom ?? PaddingHeight;
        set => _paddingBottom = value;
    }

    /// <summary>Pixels added at the right alone.</summary>
    public int PaddingRight
    {
        get => _paddingRight ?? PaddingWidth;
        set => _paddingRight = value;
    }
}
