using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace NetGen.Examples.Zoo;

/// <summary>The example's commands. Whatever goes wrong ends in one line on the error stream and exit code 1.</summary>
internal static class CommandLine
{
    private static readonly Argument<string> _network = new("network")
    {
        Description = "One of the networks that the example lists, such as ResNet18.",
    };

    private static readonly Argument<string?> _image = new("image")
    {
        Description = "A PNG, PPM or PGM image of any size; without one, an image that the example draws.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> _weights = new("--weights")
    {
        Description = "A safetensors file with the network's parameters; without one they are random, and so are the classes.",
        HelpName = "FILE",
    };

    private static readonly Option<int> _threads = new("--threads")
    {
        Description = "Threads that share the work.",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        CustomParser = ParseThreads,
    };

    /// <summary>Runs the example.</summary>
    /// <returns>The process's exit code.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        var run = new Command("run", "Runs a network on an image and prints the five likeliest classes.") { _network, _image, _weights, _threads };
        run.SetAction(parsed => Classification.Run(Read(parsed), output));
        var command = new RootCommand("The classic convolutional networks, each declared by attributes. Without a command: their sizes.") { run };
        command.SetAction(_ => Listing.Write(output));
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

    private static Settings Read(ParseResult parsed) => new(
        Catalogue.Find(parsed.GetRequiredValue(_network)), parsed.GetValue(_image), parsed.GetValue(_weights), parsed.GetValue(_threads));

    private static int ParseThreads(ArgumentResult argument)
    {
        string text = argument.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 1024) return number;
        argument.AddError($"--threads must be a whole number from 1 to 1024, not '{text}'.");
        return 0;
    }

    private static int Fail(TextWriter error, string message)
    {
        error.WriteLine("error: " + message.ReplaceLineEndings(" "));
        return 1;
    }
}
