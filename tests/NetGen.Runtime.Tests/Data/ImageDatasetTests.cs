using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.Data;

public sealed class ImageDatasetTests : IDisposable
{
    private static readonly byte[] _images = [0, 255, 51, 102, 0, 0, 255, 255];
    private static readonly byte[] _labels = [1, 4];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reads_images_as_floats_from_0_to_1_with_their_labels()
    {
        var dataset = new ImageDataset(_images, _labels, new TensorShape(1, 2, 2));
        var image = new float[4];

        Assert.Equal(1, dataset.Read(0, image));
        Assert.Equal([0, 1, 0.2f, 0.4f], image);
        Assert.Equal(4, dataset.Read(1, image));
        Assert.Equal((2, 4, 5), (dataset.Count, dataset.InputLength, dataset.Classes));
    }

    [Fact]
    public void Normalised_images_have_mean_0_and_deviation_1()
    {
        var dataset = new ImageDataset(_images, _labels, new TensorShape(1, 2, 2));
        (float mean, float deviation) = dataset.Measure();
        ImageDataset normalised = dataset.Normalized(mean, deviation);
        var values = new float[8];
        normalised.Read(0, values.AsSpan(0, 4));
        normalised.Read(1, values.AsSpan(4, 4));

        Assert.Equal(0, values.Average(), 1e-6);
        Assert.Equal(1, values.Average(value => value * value), 1e-5);
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Normalized(0, 0));
    }

    [Fact]
    public void Images_and_labels_must_fit_together()
    {
        var shape = new TensorShape(1, 2, 2);

        Assert.Equal("images", Assert.Throws<ArgumentException>(() => new ImageDataset(new byte[7], _labels, shape)).ParamName);
        Assert.Equal("labels", Assert.Throws<ArgumentException>(() => new ImageDataset(_images, _labels, shape, classes: 4)).ParamName);
    }

    [Fact]
    public void Reads_are_checked()
    {
        var dataset = new ImageDataset(_images, _labels, new TensorShape(1, 2, 2));

        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Read(2, new float[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Read(-1, new float[4]));
        Assert.Throws<ArgumentException>(() => dataset.Read(0, new float[3]));
    }

    [Fact]
    public void Idx_files_of_another_kind_are_refused()
    {
        string images = _folder.File("images", IdxFileTests.Idx(0x08, [2, 2, 2], _images));
        string labels = _folder.File("labels", IdxFileTests.Idx(0x08, [2], _labels));
        string three = _folder.File("three", IdxFileTests.Idx(0x08, [3], [0, 1, 2]));
        string integers = _folder.File("integers", IdxFileTests.Idx(0x0C, [1], new byte[4]));
        string empty = _folder.File("empty", IdxFileTests.Idx(0x08, [2, 0, 5], []));

        Assert.Equal("1×2×2", ImageDataset.FromIdx(images, labels).Shape.ToString());
        Assert.Contains("3 labels for the 2 images", Refusal(images, three), StringComparison.Ordinal);
        Assert.Contains("which are not labels", Refusal(images, integers), StringComparison.Ordinal);
        Assert.Contains("which are not images", Refusal(labels, labels), StringComparison.Ordinal);
        Assert.Contains("images of 0×5", Refusal(empty, labels), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-", "")]
    [InlineData("-", ".gz")]
    [InlineData(".", "")]
    [InlineData(".", ".gz")]
    public void A_folder_with_MNISTs_names_is_read(string separator, string extension)
    {
        WriteFolder(separator, extension, without: "");

        var folder = IdxFolder.Read(_folder.Path);

        Assert.Equal((2, 2), (folder.Train.Count, folder.Test.Count));
        Assert.Equal(folder.Train.Measure(), (folder.Train.Mean, folder.Train.StandardDeviation));
        Assert.Equal((folder.Train.Mean, folder.Train.StandardDeviation), (folder.Test.Mean, folder.Test.StandardDeviation));
    }

    [Fact]
    public void A_missing_file_or_folder_is_named()
    {
        WriteFolder("-", ".gz", without: "t10k-labels");

        Assert.Contains("t10k-labels-idx1-ubyte", Assert.Throws<FileNotFoundException>(() => IdxFolder.Read(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("nowhere", Assert.Throws<DirectoryNotFoundException>(() => IdxFolder.Read(_folder.File("nowhere"))).Message, StringComparison.Ordinal);
    }

    private static string Refusal(string images, string labels) =>
        Assert.Throws<InvalidDataException>(() => ImageDataset.FromIdx(images, labels)).Message;

    private void WriteFolder(string separator, string extension, string without)
    {
        foreach (string part in new[] { "train", "t10k" })
        {
            Write($"{part}-images", "idx3-ubyte", IdxFileTests.Idx(0x08, [2, 2, 2], _images));
            Write($"{part}-labels", "idx1-ubyte", IdxFileTests.Idx(0x08, [2], _labels));
        }

        void Write(string stem, string kind, byte[] content)
        {
            if (stem != without)
            {
                _folder.File(stem + separator + kind + extension, extension.Length > 0 ? IdxFileTests.Zip(content) : content);
            }
        }
    }
}
