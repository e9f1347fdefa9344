namespace NetGen;

/// <summary>
/// Labelled images of bytes in memory. Reading an image turns each byte x into (x / 255 − mean) / standard deviation; the
/// bytes stay bytes, a quarter of the size.
/// </summary>
public sealed class ImageDataset : IDataset
{
    private readonly ReadOnlyMemory<byte> _images;
    private readonly ReadOnlyMemory<byte> _labels;
    private readonly float[] _values = new float[256];

    /// <summary>Images and their labels; nothing is copied.</summary>
    /// <param name="images">The images, one after the other, planar C×H×W.</param>
    /// <param name="labels">A class number for each.</param>
    /// <param name="shape">One image.</param>
    /// <param name="classes">Classes; null is the largest label and one.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or a label is no class.</exception>
    public ImageDataset(ReadOnlyMemory<byte> images, ReadOnlyMemory<byte> labels, TensorShape shape, int? classes = null)
        : this(images, labels, shape, classes, mean: 0, standardDeviation: 1)
    {
    }

    private ImageDataset(
        ReadOnlyMemory<byte> images, ReadOnlyMemory<byte> labels, TensorShape shape, int? classes, float mean, float standardDeviation)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (images.Length != (long)labels.Length * shape.Length)
        {
            throw new ArgumentException(
                $"{labels.Length} images of {shape} have {(long)labels.Length * shape.Length} bytes; {images.Length} came.", nameof(images));
        }

        int largest = Largest(labels.Span);
        if (largest >= (classes ?? int.MaxValue))
        {
            throw new ArgumentException($"Label {largest} is none of the {classes} classes, 0 to {classes - 1}.", nameof(labels));
        }

        _images = images;
        _labels = labels;
        Shape = shape;
        Classes = classes ?? largest + 1;
        Mean = mean;
        StandardDeviation = standardDeviation;
        for (int x = 0; x < _values.Length; x++)
        {
            _values[x] = ((x / 255f) - mean) / standardDeviation;
        }
    }

    /// <summary>One image.</summary>
    public TensorShape Shape { get; }

    /// <inheritdoc/>
    public int Count => _labels.Length;

    /// <inheritdoc/>
    public int InputLength => Shape.Length;

    /// <inheritdoc/>
    public int Classes { get; }

    /// <summary>What is subtracted from each value in [0, 1].</summary>
    public float Mean { get; }

    /// <summary>What each value is divided by then.</summary>
    public float StandardDeviation { get; }

    /// <summary>Reads images and labels from IDX files of bytes, gzipped or not.</summary>
    /// <exception cref="InvalidDataException">A file is malformed, or they do not belong together.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ImageDataset FromIdx(string imagesPath, string labelsPath)
    {
        IdxFile images = ReadBytes(imagesPath, minimumRank: 2, "images");
        IdxFile labels = ReadBytes(labelsPath, minimumRank: 1, "labels");
        if (labels.Dimensions.Length != 1 || labels.Length != images.Dimensions[0])
        {
            throw new InvalidDataException(
                $"'{labelsPath}' has {string.Join('×', labels.Dimensions.ToArray())} labels for the {images.Dimensions[0]} images of '{imagesPath}'.");
        }

        return new ImageDataset(images.Data, labels.Data, ImageShape(images, imagesPath));
    }

    /// <summary>The same images with another normalisation; the bytes are shared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The standard deviation is not positive.</exception>
    public ImageDataset Normalized(float mean, float standardDeviation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(standardDeviation);
        return new ImageDataset(_images, _labels, Shape, Classes, mean, standardDeviation);
    }

    /// <summary>The mean and the standard deviation of all values in [0, 1], to normalise this data set and others like it.</summary>
    public (float Mean, float StandardDeviation) Measure()
    {
        var counts = new long[256];
        foreach (byte x in _images.Span)
        {
            counts[x]++;
        }

        double count = Math.Max(_images.Length, 1), mean = 0, square = 0;
        for (int x = 0; x < counts.Length; x++)
        {
            double value = x / 255.0;
            mean += counts[x] * value / count;
            square += counts[x] * value * value / count;
        }

        return ((float)mean, (float)Math.Sqrt(Math.Max(square - (mean * mean), 0)));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The index or the length is wrong.</exception>
    public int Read(int index, Span<float> image)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        if (image.Length != InputLength)
        {
            throw new ArgumentException($"An image of {Shape} has {InputLength} values; there is room for {image.Length}.", nameof(image));
        }

        ReadOnlySpan<byte> bytes = _images.Span.Slice(index * InputLength, InputLength);
        for (int i = 0; i < image.Length; i++)
        {
            image[i] = _values[bytes[i]];
        }

        return _labels.Span[index];
    }

    private static IdxFile ReadBytes(string path, int minimumRank, string what)
    {
        var file = IdxFile.Read(path);
        return file.Type == IdxType.UInt8 && file.Dimensions.Length >= minimumRank
            ? file
            : throw new InvalidDataException($"'{path}' has {file.Type} values of rank {file.Dimensions.Length}, which are not {what}.");
    }

    /// <summary>The dimensions after the first; gray images, which have no channels in the file, get one.</summary>
    private static TensorShape ImageShape(IdxFile images, string path)
    {
        ReadOnlySpan<int> dimensions = images.Dimensions[1..];
        try
        {
            return dimensions.Length == 2 ? new TensorShape(1, dimensions[0], dimensions[1]) : new TensorShape(dimensions.ToArray());
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"'{path}' has images of {string.Join('×', dimensions.ToArray())}.", exception);
        }
    }

    private static int Largest(ReadOnlySpan<byte> labels)
    {
        int largest = -1;
        foreach (byte label in labels)
        {
            largest = Math.Max(largest, label);
        }

        return largest;
    }
}
