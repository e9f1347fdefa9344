using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace NetGen.Peers;

/// <summary>The program's commands. Whatever goes wrong ends in one line on the error stream and exit code 1.</summary>
internal static class CommandLine
{
    private static readonly Option<string?> _kit = new("--kit")
    {
        Description = $"The peer kit's folder; without it {PeerKit.FolderVariable}, or ../shared/peers beside the repository.",
        HelpName = "PATH",
        Recursive = true,
    };

    private static readonly Option<IReadOnlyList<PeerNetwork>> _networks = new("--networks")
    {
        Description = "Names separated by commas, such as LeNet-5,ResNet-50; without it all.",
        HelpName = "A,B",
        DefaultValueFactory = _ => Catalogue.All,
        CustomParser = argument => Parse(argument, text => (IReadOnlyList<PeerNetwork>)[.. text.Split(',').Select(Catalogue.Find)]),
    };

    private static readonly Option<int> _threads = Number("--threads", "Threads that share the work of one prediction.", 1);

    private static readonly Option<int> _batch = Number("--batch", "Images of one prediction: 1 or 16.", 1);

    private static readonly Option<int> _rounds = Number("--rounds", "Turns that each gets, one after the other.", InferenceSettings.DefaultRounds);

    private static readonly Option<double> _seconds = new("--seconds")
    {
        Description = "How long a turn lasts, at least one prediction.",
        HelpName = "S",
        DefaultValueFactory = _ => InferenceSettings.DefaultSeconds,
        CustomParser = argument => Parse(argument, ParseSeconds),
    };

    private static readonly Option<FileInfo?> _json = new("--json") { Description = "Writes the results as JSON, a line for each network.", HelpName = "FILE" };

    private static readonly Option<Peers?> _peers = new("--peers")
    {
        Description = "Who takes part beside NetGen: ort, torch, both with a comma, or none; without it both.",
        HelpName = "ort,torch",
        CustomParser = argument => Parse(argument, text => (Peers?)PeerNames.Parse(text)),
    };

    private static readonly Option<CodePath?> _path = new("--path")
    {
        Description = "avx2 runs NetGen and PyTorch without AVX-512; ONNX Runtime has no such switch and is left out then.",
        HelpName = "avx2",
        CustomParser = argument => Parse(argument, ParsePath),
    };

    /// <summary>Runs the program.</summary>
    /// <returns>The process's exit code.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        ParseResult parsed = new RootCommand("NetGen beside PyTorch and ONNX Runtime.") { _kit, Inference(), Profile(), Parameters(), OrtWorker() }.Parse(args);
        if (parsed.Errors.Count > 0) return Fail(error, parsed.Errors[0].Message);
        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or PeerException
            or PlatformNotSupportedException)
        {
            return Fail(error, problem.Message);
        }
    }

    private static Command Inference()
    {
        var command = new Command("inference", "Times predictions, NetGen and the peers in turns, and compares what they give.")
        {
            _networks, _threads, _batch, _rounds, _seconds, _json, _peers, _path,
        };
        command.SetAction(parsed => InferenceReport.Run(Read(parsed), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static Command Profile()
    {
        var command = new Command("profile", "Prints where NetGen's predictions spend their time.") { _networks, _threads, _batch, _path };
        command.SetAction(parsed => ProfileReport.Run(Read(parsed), parsed.InvocationConfiguration.Output));
        return command;
    }

    private static Command Parameters()
    {
        Argument<PeerNetwork> network = new("network")
        {
            Description = "One of the networks, such as LeNet-5.",
            CustomParser = argument => Parse(argument, Catalogue.Find),
        };
        var command = new Command("parameters", "Lists the names and shapes of a network's parameters.") { network };
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(WeightStore.Names(parsed.GetRequiredValue(network).Info)));
        return command;
    }

    private static Command OrtWorker()
    {
        Argument<string> library = new("library"), model = new("model");
        Argument<int> threads = new("threads");
        var command = new Command(Workers.OrtWorker.Name, "Runs ONNX Runtime in turns; started by the command inference.") { library, model, threads };
        command.Hidden = true;
        command.SetAction(parsed => Workers.OrtWorker.Run(
            parsed.GetRequiredValue(library), parsed.GetRequiredValue(model), parsed.GetRequiredValue(threads), Console.In, Console.Out));
        return command;
    }

    private static InferenceSettings Read(ParseResult parsed)
    {
        CodePath path = parsed.GetValue(_path) ?? NetGenRuntime.ActivePath;
        return new InferenceSettings(PeerKit.Find(parsed.GetValue(_kit)), parsed.GetRequiredValue(_networks))
        {
            Threads = parsed.GetValue(_threads),
            Batch = parsed.GetValue(_batch),
            Rounds = parsed.GetValue(_rounds),
            Seconds = parsed.GetValue(_seconds),
            Json = parsed.GetValue(_json)?.FullName,
            Path = path,
            Peers = PeerNames.Choose(parsed.GetValue(_peers), path),
        };
    }

    private static Option<int> Number(string name, string description, int usual) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => usual,
        CustomParser = argument => Parse(argument, text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 1024
                ? number
                : throw new ArgumentException($"{name} must be a whole number from 1 to 1024, not '{text}'.")),
    };

    private static double ParseSeconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and <= 600
            ? seconds
            : throw new ArgumentException($"--seconds must be a number above 0 and up to 600, not '{text}'.");

    private static CodePath? ParsePath(string text) => text.ToUpperInvariant() switch
    {
        "AVX2" => CodePath.Avx2,
        "AVX512" => CodePath.Avx512,
        _ => throw new ArgumentException($"--path must be avx2 or avx512, not '{text}'."),
    };

    private static T? Parse<T>(ArgumentResult argument, Func<string, T> parse)
    {
        try
        {
            return parse(argument.Tokens[0].Value);
        }
        catch (ArgumentException problem)
        {
            argument.AddError(problem.Message);
            return default;
        }
    }

    private static int Fail(TextWriter error, string message)
    {
        error.WriteLine("error: " + message.ReplaceLineEndings(" "));
        return 1;
    }
}
