using System.Buffers.Binary;
using NetGen.Examples.Digits;

namespace NetGen.Examples.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen-example-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Help_names_every_option()
    {
        (int code, string output, string error) = Run("--help");

        Assert.Equal((0, ""), (code, error));
        Assert.All(
            ["--data", "--epochs", "--seed", "--threads", "--weights", "--predict"],
            option => Assert.Contains(option, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--epochs must be a whole number from 1 to 1000, not 'many'.", "--epochs", "many")]
    [InlineData("--epochs must be a whole number from 1 to 1000, not '0'.", "--epochs", "0")]
    [InlineData("--seed must be a whole number from 0 to 2147483647, not '-1'.", "--seed", "-1")]
    [InlineData("--threads must be a whole number from 1 to 1024, not '1.5'.", "--threads", "1.5")]
    [InlineData("Required argument missing for option: '--epochs'.", "--epochs")]
    [InlineData("Unrecognized command or argument '--epoch'.", "--epoch")]
    [InlineData("There is no folder 'nowhere'.", "--data", "nowhere")]
    [InlineData("There is no image 'nothing.png'.", "--predict", "nothing.png")]
    public void A_wrong_argument_is_one_line_and_exit_code_1(string message, params string[] arguments) =>
        AssertFails("error: " + message, arguments);

    [Fact]
    public void Weights_that_cannot_be_written_are_told_before_the_training()
    {
        AssertFails($"error: There is no folder '{Path.Combine(_folder, "no")}' for the weights.", "--weights", Path.Combine(_folder, "no", "w"));
        AssertFails($"error: The weights cannot be written to '{_folder}', which is a folder.", "--weights", _folder);
    }

    [Fact]
    public void Broken_files_are_one_line_and_exit_code_1()
    {
        string broken = Path.Combine(_folder, "broken"), image = WriteDigit(out _);
        File.WriteAllText(broken, "neither image nor weights");

        AssertFails($"error: There are no weights '{broken}2'; train first, or name a file with --weights.", "--predict", image, "--weights", broken + "2");
        AssertFails($"error: {broken} cannot be read: it is neither a PNG nor a PPM or PGM image.", "--predict", broken, "--weights", broken);
        AssertFails(null, "--predict", image, "--weights", broken);
        AssertFails(null, "--data", _folder);
        WriteData(40);
        File.WriteAllText(Path.Combine(_folder, "t10k-labels-idx1-ubyte"), "not IDX");
        AssertFails(null, "--data", _folder);
    }

    [Fact]
    public void It_trains_on_a_folder_saves_and_recognises_an_image()
    {
        WriteData(1000);
        string weights = Path.Combine(_folder, "weights.safetensors"), image = WriteDigit(out int digit);

        (int code, string output, string error) = Run("--data", _folder, "--epochs", "4", "--threads", "2", "--weights", weights);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(LeNet5.Info.ToString(), output, StringComparison.Ordinal);
        Assert.Contains("epoch  4  loss ", output, StringComparison.Ordinal);
        Assert.Contains("test accuracy  ", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);

        (code, output, error) = Run("--predict", image, "--weights", weights);
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith(digit + "  ", output, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int code = CommandLine.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Nothing but one line on the error stream; null is any line.</summary>
    private static void AssertFails(string? line, params string[] arguments)
    {
        (int code, string output, string error) = Run(arguments);

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
        if (line is not null) Assert.Equal(line + "\n", error);
    }

    /// <summary>A light digit that the network should know.</summary>
    private string WriteDigit(out int digit)
    {
        var pixels = new byte[DigitRenderer.Length];
        digit = new DigitRenderer().Render(seed: 100, index: 0, pixels);
        string path = Path.Combine(_folder, "digit.pgm");
        File.WriteAllBytes(path, [.. "P5 28 28 255\n"u8, .. pixels]);
        return path;
    }

    /// <summary>Rendered digits as the four files of MNIST.</summary>
    private void WriteData(int count)
    {
        foreach ((string part, int seed) in new[] { ("train", 1), ("t10k", 2) })
        {
            var renderer = new DigitRenderer();
            var images = new byte[count * DigitRenderer.Length];
            var labels = new byte[count];
            for (int i = 0; i < count; i++) labels[i] = (byte)renderer.Render(seed, i, images.AsSpan(i * DigitRenderer.Length));
            WriteIdx($"{part}-images-idx3-ubyte", images, count, 28, 28);
            WriteIdx($"{part}-labels-idx1-ubyte", labels, count);
        }
    }

    private void WriteIdx(string name, byte[] data, params int[] dimensions)
    {
        var header = new byte[4 + (4 * dimensions.Length)];
        (header[2], header[3]) = (8, (byte)dimensions.Length);
        for (int i = 0; i < dimensions.Length; i++) BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), dimensions[i]);
        File.WriteAllBytes(Path.Combine(_folder, name), [.. header, .. data]);
    }
}
