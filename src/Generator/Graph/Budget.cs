namespace NetGen.Generator.Graph;

/// <summary>
/// How large things may become, so that every address in generated code fits 32 bits: a tensor of one channel grows up to
/// 16 times when its channels are laid out in blocks, and up to twice more with the zeros around it.
/// </summary>
internal static class Budget
{
    /// <summary>Values of one image's tensor, with the padding that its reader adds: 2²⁶.</summary>
    public const long TensorLength = 1L << 26;

    /// <summary>Values of all parameters together: 2²⁹, which are 2 GiB.</summary>
    public const long ParameterLength = 1L << 29;

    /// <summary>Layers of a network, which are compiled one by one: several times the deepest networks that are known.</summary>
    public const long LayerCount = 10_000;

    /// <summary>The product, or the largest long where it would not fit.</summary>
    public static long Multiply(long a, long b)
    {
        if (a == 0 || b == 0) return 0;
        return a > long.MaxValue / b ? long.MaxValue : a * b;
    }

    /// <summary>The sum, or the largest long where it would not fit.</summary>
    public static long Add(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;
}
