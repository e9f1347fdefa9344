namespace NetGen;

/// <summary>The size of a tensor: channels × height × width of an image, one number for features, OIHW for weights.</summary>
public sealed class TensorShape : IEquatable<TensorShape>
{
    private readonly int[] _dimensions;

    /// <summary>A shape of the given dimensions, outermost first; none is a scalar.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is not positive.</exception>
    /// <exception cref="ArgumentException">There are more than 2,147,483,647 elements.</exception>
    public TensorShape(params int[] dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        long length = 1;
        foreach (int dimension in dimensions)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension, nameof(dimensions));
            length *= dimension;
            if (length > int.MaxValue)
            {
                throw new ArgumentException($"Shape {Format(dimensions)} has more than {int.MaxValue} elements.", nameof(dimensions));
            }
        }

        _dimensions = [.. dimensions];
        Length = (int)length;
    }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>The number of dimensions.</summary>
    public int Rank => _dimensions.Length;

    /// <summary>The dimensions, outermost first.</summary>
    public ReadOnlySpan<int> Dimensions => _dimensions;

    /// <summary>One dimension, 0 the outermost.</summary>
    public int this[int index] => _dimensions[index];

    /// <inheritdoc/>
    public bool Equals(TensorShape? other) => other is not null && Dimensions.SequenceEqual(other.Dimensions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TensorShape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (int dimension in _dimensions)
        {
            hash.Add(dimension);
        }

        return hash.ToHashCode();
    }

    /// <summary>The dimensions with crosses between them: 64×2×2.</summary>
    public override string ToString() => Format(_dimensions);

    private static string Format(int[] dimensions) => dimensions.Length == 0 ? "scalar" : string.Join('×', dimensions);
}
