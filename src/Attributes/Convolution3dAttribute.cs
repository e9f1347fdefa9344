namespace NetGen;

/// <summary>What the convolutions of volumes share: numbers of single directions, which take precedence over those of all.</summary>
public abstract class Convolution3dAttribute : ConvolutionAttribute
{
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
    private int? _dilationDepth;
    private int? _dilationHeight;
    private int? _dilationWidth;

    private protected Convolution3dAttribute()
    {
    }

    /// <summary><see cref="ConvolutionAttribute.Stride"/> of the planes.</summary>
    public int StrideDepth
    {
        get => _strideDepth ?? Stride;
        set => _strideDepth = value;
    }

    /// <summary><see cref="ConvolutionAttribute.Stride"/> of the rows.</summary>
    public int StrideHeight
    {
        get => _strideHeight ?? Stride;
        set => _strideHeight = value;
    }

    /// <summary><see cref="ConvolutionAttribute.Stride"/> of the columns.</summary>
    public int StrideWidth
    {
        get => _strideWidth ?? Stride;
        set => _strideWidth = value;
    }

    /// <summary><see cref="ConvolutionAttribute.Padding"/> at front and back.</summary>
    public int PaddingDepth
    {
        get => _paddingDepth ?? Padding;
        set => _paddingDepth = value;
    }

    /// <summary><see cref="ConvolutionAttribute.Padding"/> at top and bottom.</summary>
    public int PaddingHeight
    {
        get => _paddingHeight ?? Padding;
        set => _paddingHeight = value;
    }

    /// <summary><see cref="ConvolutionAttribute.Padding"/> at left and right.</summary>
    public int PaddingWidth
    {
        get => _paddingWidth ?? Padding;
        set => _paddingWidth = value;
    }

    /// <summary>Zeros added at the top alone.</summary>
    public int PaddingTop
    {
        get => _paddingTop ?? PaddingHeight;
        set => _paddingTop = value;
    }

    /// <summary>Zeros added at the left alone.</summary>
    public int PaddingLeft
    {
        get => _paddingLeft ?? PaddingWidth;
        set => _paddingLeft = value;
    }

    /// <summary>Zeros added at the bottom alone.</summary>
    public int PaddingBottom
    {
        get => _paddingBottom ?? PaddingHeight;
        set => _paddingBottom = value;
    }

    /// <summary>Zeros added at the right alone.</summary>
    public int PaddingRight
    {
        get => _paddingRight ?? PaddingWidth;
        set => _paddingRight = value;
    }

    /// <summary>Zeros added at the front alone.</summary>
    public int PaddingFront
    {
        get => _paddingFront ?? PaddingDepth;
        set => _paddingFront = value;
    }

    /// <summary>Zeros added at the back alone.</summary>
    public int PaddingBack
    {
        get => _paddingBack ?? PaddingDepth;
        set => _paddingBack = value;
    }

    /// <summary><see cref="ConvolutionAttribute.Dilation"/> of the planes.</summary>
    public int DilationDepth
    {
        get => _dilationDepth ?? Dilation;
        set => _dilationDepth = value;
    }

    /// <summary><see cref="ConvolutionAttribute.Dilation"/> of the rows.</summary>
    public int DilationHeight
    {
        get => _dilationHeight ?? Dilation;
        set => _dilationHeight = value;
    }

    /// <summary><see cref="ConvolutionAttribute.Dilation"/> of the columns.</summary>
    public int DilationWidth
    {
        get => _dilationWidth ?? Dilation;
        set => _dilationWidth = value;
    }
}
