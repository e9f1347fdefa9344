using System.Globalization;
using System.Text.Json;

namespace NetGen.Peers.Workers;

/// <summary>ONNX Runtime's side of a <see cref="PeerWorker"/>.</summary>
internal static class OrtWorker
{
    /// <summary>The command that starts it.</summary>
    public const string Name = "ort-worker";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>Serves turns until the input ends.</summary>
    /// <param name="library">The path of libonnxruntime.so.1; empty where the kit has none.</param>
    /// <param name="model">The path of the network in the kit, all but the ending.</param>
    /// <param name="threads">Threads that share the work of one prediction.</param>
    /// <param name="input">A line for each turn: its seconds.</param>
    /// <param name="output">A line of JSON when it is ready and one for each turn.</param>
    public static void Run(string library, string model, int threads, TextReader input, TextWriter output)
    {
        if (library.Length == 0) throw new PeerException("The kit has no ONNX Runtime.");
        float[] expected = PeerKit.Numbers(model + ".out");
        long[] shape = [.. File.ReadAllText(model + ".ok").Trim().Split('x').Select(size => long.Parse(size, CultureInfo.InvariantCulture))];
        using var session = new OrtSession(library, model + ".onnx", threads, PeerKit.Numbers(model + ".in"), shape);
        session.Run();
        Write(output, new PeerWorker.Ready(session.Version, "", RelativeError.Of(session.Output(expected.Length), expected)));
        while (input.ReadLine() is { } line)
        {
            Write(output, Timing.Of(session.Run, double.Parse(line, CultureInfo.InvariantCulture)));
        }
    }

    private static void Write<T>(TextWriter output, T value)
    {
        output.WriteLine(JsonSerializer.Serialize(value, _json));
        output.Flush();
    }
}
