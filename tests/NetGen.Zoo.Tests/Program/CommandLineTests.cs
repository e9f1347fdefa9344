namespace NetGen.Zoo.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("netgen-zoo-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_a_command_it_lists_every_network_beside_the_published_figures()
    {
        (int code, string output, string error) = Run();

        Assert.Equal((0, ""), (code, error));
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Catalogue.All.Count + 1, lines.Length);
        string resnet = Assert.Single(lines, line => line.StartsWith("ResNet50 ", StringComparison.Ordinal));
        Assert.Equal(
            ["ResNet50", "3×224×224", "25,557,032", "25,557,032", "4,089,184,256", "4.089", "G", "torchvision"],
            resnet.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void It_runs_a_network_on_an_image_that_it_draws()
    {
        (int code, string output, string error) = Run("run", "resnet20", "--threads", "1");

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("ResNet20 on an image that it draws itself, 320×256 → 3×32×32\nThe weights are random", output, StringComparison.Ordinal);
        Assert.Equal(5, output.Split('\n').Count(line => line.StartsWith("class ", StringComparison.Ordinal)));
    }

    [Fact]
    public void It_runs_a_network_with_weights_on_a_file()
    {
        string image = Path.Combine(_folder, "image.ppm"), weights = Path.Combine(_folder, "weights.safetensors");
        File.WriteAllBytes(image, [.. "P6 2 1 255\n"u8, 255, 0, 0, 0, 0, 255]);
        using (var network = new LeNet5(seed: 1))
        {
            network.Parameters["fc2.weight"].EditValues().Clear();
            Span<float> biases = network.Parameters["fc2.bias"].EditValues();
            for (int i = 0; i < biases.Length; i++) biases[i] = i == 7 ? 100 : i == 3 ? 99 : 0;
            network.Save(weights);
        }

        (int code, string output, string error) = Run("run", "LeNet5", image, "--weights", weights);

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith($"LeNet5 on {image}, 2×1 → 1×32×32\nclass    7   73.11 %\nclass    3   26.89 %\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no network 'ResNet19'; the zoo has LeNet5, ", "run", "ResNet19")]
    [InlineData("There is no image 'nothing.png'.", "run", "LeNet5", "nothing.png")]
    [InlineData("There are no weights 'nothing'.", "run", "LeNet5", "--weights", "nothing")]
    [InlineData("--threads must be a whole number from 1 to 1024, not '0'.", "run", "LeNet5", "--threads", "0")]
    [InlineData("Required argument missing for command: 'run'.", "run")]
    [InlineData("Unrecognized command or argument 'walk'.", "walk")]
    public void What_is_wrong_is_one_line_and_exit_code_1(string message, params string[] arguments)
    {
        (int code, string output, string error) = Run(arguments);

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("error: " + message, error, StringComparison.Ordinal);
        Assert.Equal(error.Length - 1, error.IndexOf('\n', StringComparison.Ordinal));
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int code = CommandLine.Run(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
