using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace NetGen.Peers.Workers;

/// <summary>
/// A peer in a process of its own. It writes a line of JSON when it is ready; then each line that it reads is the length of a turn in
/// seconds, and each line that it writes the turn's times. It ends with its input.
/// </summary>
internal sealed class PeerWorker : IContender
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    private readonly PeerKit _kit;
    private readonly Task<string> _errors;

    private PeerWorker(string name, PeerKit kit, Process process)
    {
        Name = name;
        _kit = kit;
        Process = process;
        _errors = process.StandardError.ReadToEndAsync();
        Ready ready = Read<Ready>();
        Variant = ready.Variant.Length == 0 ? ready.Version : $"{ready.Version} {ready.Variant}";
        Error = ready.Error;
    }

    public string Name { get; }

    public string Variant { get; }

    public double Error { get; }

    public Process Process { get; }

    /// <summary>PyTorch, in the fastest of its ways to run the network.</summary>
    public static PeerWorker Torch(InferenceSettings settings, PeerNetwork network)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Workers", "torch_worker.py"), settings.Kit.Folder, network.Model, Text(settings.Batch),
            Text(settings.Threads), settings.Kit.Model(network.Model, settings.Batch),
        ];
        return new PeerWorker("torch", settings.Kit, settings.Kit.Start("\"$PY\" \"$@\"", arguments, settings.Threads, settings.Path));
    }

    /// <summary>ONNX Runtime.</summary>
    public static PeerWorker Ort(InferenceSettings settings, PeerNetwork network)
    {
        string[] arguments = [Environment.ProcessPath!, OrtWorker.Name, settings.Kit.Model(network.Model, settings.Batch), Text(settings.Threads)];
        return new PeerWorker("ORT", settings.Kit, settings.Kit.Start("\"$1\" \"$2\" \"$ORT_LIB\" \"$3\" \"$4\"", arguments, settings.Threads));
    }

    public Timing Run(double seconds)
    {
        Process.StandardInput.WriteLine(seconds.ToString(CultureInfo.InvariantCulture));
        Timing timing = Read<Timing>();
        WaitUntilIdle();
        return timing;
    }

    public void Dispose()
    {
        Process.StandardInput.Close();
        if (!Process.WaitForExit(TimeSpan.FromSeconds(10))) Process.Kill();
        Process.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private T Read<T>()
    {
        string? line = Process.StandardOutput.ReadLine();
        if (line is not null) return JsonSerializer.Deserialize<T>(line, _json)!;
        throw new PeerException($"{Name} failed ({_kit.Advice} if it is missing): {_errors.Result.Trim()}");
    }

    /// <summary>Waits until the peer's threads, which look out for more work for a while, sleep and no longer disturb the next turn.</summary>
    private void WaitUntilIdle()
    {
        const int Limit = 50;
        const int Pause = 40;
        var tick = TimeSpan.FromMilliseconds(10);
        for (int i = 0; i < Limit; i++)
        {
            TimeSpan before = Used();
            Thread.Sleep(Pause);
            if (Used() - before <= tick) return;
        }
    }

    private TimeSpan Used()
    {
        Process.Refresh();
        return Process.TotalProcessorTime;
    }

    /// <summary>A worker's first line.</summary>
    internal sealed record Ready(string Version, string Variant, double Error);
}
