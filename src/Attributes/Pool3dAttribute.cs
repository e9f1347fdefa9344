namespace NetGen;

/// <summary>What the pools of volumes share: numbers of single directions, which take precedence over those of all.</summary>
public abstract class Pool3dAttribute : PoolAttribute
{
    private int? _stride;
    private int? _strideDepth;
    private int? _strideHeight;
    private int? _strideWidth;
    private int? _paddingDepth;
    private int? _paddingHeight;
    private int? _paddingWidth;
    private int? _paddingTop;
    private int? _paddingLeft;
    private int? _paddingBottom;
    private int? _paddingRight;
    private int? _paddingFront;
    private int? _paddingBack;

    private protected Pool3dAttribute(int kernelDepth, int kernelHeight, int kernelWidth)
    {
        KernelDepth = kernelDepth;
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
    }

    /// <summary>Planes of the window.</summary>
    public int KernelDepth { get; }

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

    /// <summary><see cref="Stride"/> of the planes.</summary>
    public int StrideDepth
    {
        get => _strideDepth ?? _stride ?? KernelDepth;
        set => _strideDepth = value;
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

    /// <summary><see cref="PoolAttribute.Padding"/> at front and back.</summary>
    public int PaddingDepth
    {
        get => _paddingDepth ?? Padding;
        set => _paddingDepth = value;
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

    /// <summary>Pixels added at the front alone.</summary>
    public int PaddingFront
    {
        get => _paddingFront ?? PaddingDepth;
        set => _paddingFront = value;
    }

    /// <summary>Pixels added at the back alone.</summary>
    public int PaddingBack
    {
        get => _paddingBack ?? PaddingDepth;
        set => _paddingBack = value;
    }
}
