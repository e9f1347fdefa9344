namespace NetGen;

/// <summary>A folder with the four files of MNIST, or of a data set that uses MNIST's names.</summary>
/// <param name="Train">The images to train with.</param>
/// <param name="Test">The images to test with.</param>
public sealed record IdxFolder(ImageDataset Train, ImageDataset Test)
{
    /// <summary>
    /// Reads train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each plain or
    /// with .gz, also with a dot before idx as in some distributions. Both data sets are normalised by the training
    /// images' mean and standard deviation.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">A file is missing; the message names it.</exception>
    /// <exception cref="InvalidDataException">A file is malformed.</exception>
    public static IdxFolder Read(string directory)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        if (!Directory.Exists(directory))
        {
            throw new DirectoryNotFoundException($"There is no folder '{directory}'.");
        }

        ImageDataset train = Part(directory, "train"), test = Part(directory, "t10k");
        if (!train.Shape.Equals(test.Shape))
        {
            throw new InvalidDataException($"'{directory}' has training images of {train.Shape} and test images of {test.Shape}.");
        }

        (float mean, float deviation) = train.Measure();
        deviation = deviation > 0 ? deviation : 1;
        return new IdxFolder(train.Normalized(mean, deviation), test.Normalized(mean, deviation));
    }

    private static ImageDataset Part(string directory, string part) =>
        ImageDataset.FromIdx(Find(directory, part + "-images", "idx3-ubyte"), Find(directory, part + "-labels", "idx1-ubyte"));

    private static string Find(string directory, string stem, string kind)
    {
        string[] names = [$"{stem}-{kind}", $"{stem}-{kind}.gz", $"{stem}.{kind}", $"{stem}.{kind}.gz"];
        return names.Select(name => Path.Combine(directory, name)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"'{directory}' has no file {names[0]} or {names[1]}.");
    }
}
