namespace NetGen;

/// <summary>One tensor of a safetensors file, without its values.</summary>
public sealed class SafetensorsTensor
{
    private readonly long[] _shape;

    internal SafetensorsTensor(string name, SafetensorsType type, long[] shape, long begin, long end)
    {
        Name = name;
        Type = type;
        _shape = shape;
        Begin = begin;
        End = end;
        Length = Product(shape);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The type of the elements as they are stored.</summary>
    public SafetensorsType Type { get; }

    /// <summary>The dimensions, outermost first; none for a scalar.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    /// <summary>The number of elements.</summary>
    public long Length { get; }

    /// <summary>Where the values begin in the data section.</summary>
    internal long Begin { get; }

    /// <summary>Where the values end in the data section.</summary>
    internal long End { get; }

    /// <summary>Name, type and shape: conv1.weight F32 [20, 1, 5, 5].</summary>
    public override string ToString() => $"{Name} {SafetensorsTypes.Name(Type)} [{string.Join(", ", _shape)}]";

    /// <summary>The number of elements of a shape.</summary>
    /// <exception cref="OverflowException">It does not fit 63 bits, or the product of the first dimensions does not fit 64.</exception>
    internal static long Product(ReadOnlySpan<long> shape)
    {
        ulong length = 1;
        foreach (long dimension in shape)
        {
            length = checked(length * (ulong)dimension);
        }

        return checked((long)length);
    }
}
