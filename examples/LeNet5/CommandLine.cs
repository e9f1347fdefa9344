using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace NetGen.Examples;

/// <summary>The example's options. Whatever goes wrong ends in one line on the error stream and exit code 1.</summary>
internal static class CommandLine
{
    private static readonly Option<string?> _data = new("--data")
    {
        Description = "Train on the IDX files of this folder (MNIST's names, plain or .gz) instead of rendered digits.",
        HelpName = "DIR",
    };

    private static readonly Option<int> _epochs = Number("--epochs", "How often to go through all images.", 5, 1, 1000);
    private static readonly Option<int> _seed = Number("--seed", "Repeats a run exactly.", 42, 0, int.MaxValue);

    private static readonly Option<int> _threads =
        Number("--threads", "Threads that share the work.", Environment.ProcessorCount, 1, 1024);

    private static readonly Option<string> _weights = new("--weights")
    {
        Description = "The file that keeps the trained weights.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "lenet5.safetensors",
    };

    private static readonly Option<string?> _predict = new("--predict")
    {
        Description = "Classify a PNG, PPM or PGM image with the weights, and do not train.",
        HelpName = "FILE",
    };

    /// <summary>Runs the example.</summary>
    /// <returns>The process's exit code.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        var command = new RootCommand("Trains LeNet-5 on handwritten digits, and classifies images with it.")
        {
            _data, _epochs, _seed, _threads, _weights, _predict,
        };
        command.SetAction(parsed => Execute(Read(parsed), output));
        ParseResult parsed = command.Parse(args);
        if (parsed.Errors.Count > 0) return Fail(error, parsed.Errors[0].Message);
        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException)
        {
            return Fail(error, problem.Message);
        }
    }

    private static int Execute(Settings settings, TextWriter output)
    {
        if (settings.Predict is { } image) Prediction.Run(settings, image, output);
        else Training.Run(settings, output);
        return 0;
    }

    private static Settings Read(ParseResult parsed) => new(
        parsed.GetValue(_data), parsed.GetValue(_epochs), parsed.GetValue(_seed), parsed.GetValue(_threads),
        parsed.GetRequiredValue(_weights), parsed.GetValue(_predict));

    private static Option<int> Number(string name, string description, int value, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => value,
        CustomParser = argument => ParseNumber(name, argument, least, most),
    };

    private static int ParseNumber(string name, ArgumentResult argument, int least, int most)
    {
        string text = argument.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
        {
            return number;
        }

        argument.AddError($"{name} must be a whole number from {least} to {most}, not '{text}'.");
        return 0;
    }

    private static int Fail(TextWriter error, string message)
    {
        error.WriteLine("error: " + message.ReplaceLineEndings(" "));
        return 1;
    }
}
