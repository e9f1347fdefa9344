using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NetGen.Peers;

/// <summary>The peer kit: scripts that describe the networks and run the peers, and a cache with what was made from them.</summary>
internal sealed class PeerKit
{
    /// <summary>The environment variable that names the kit's folder.</summary>
    public const string FolderVariable = "NETGEN_PEERS_KIT";

    private PeerKit(string folder)
    {
        Folder = folder;
        Cache = Environment.GetEnvironmentVariable("PEERS_CACHE") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "netgen-peers");
    }

    /// <summary>The scripts.</summary>
    public string Folder { get; }

    /// <summary>What they made.</summary>
    public string Cache { get; }

    /// <summary>The kit of a folder; null looks at the environment, then beside the repository.</summary>
    /// <exception cref="PeerException">It is not there.</exception>
    public static PeerKit Find(string? folder)
    {
        folder ??= Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? named : BesideRepository();
        return File.Exists(Path.Combine(folder, "nets.py"))
            ? new PeerKit(Path.GetFullPath(folder))
            : throw new PeerException($"The peer kit is not at '{folder}'; name its folder, the one with nets.py, by --kit or {FolderVariable}.");
    }

    /// <summary>Whether the kit has a network with a batch of such a size.</summary>
    public bool Has(string network, int batch) => File.Exists(ModelPath(network, batch) + ".ok");

    /// <summary>The path of a network's files, all but their endings: .onnx, and as bare numbers .in and .out.</summary>
    /// <exception cref="PeerException">They are not there.</exception>
    public string Model(string network, int batch) => Has(network, batch)
        ? ModelPath(network, batch)
        : throw new PeerException($"There is no '{ModelPath(network, batch)}.onnx': {Advice}, and of batches it has 1 and, except ZFNet, 16.");

    /// <summary>The floats of a file that ends in .in or .out.</summary>
    public static float[] Numbers(string path) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();

    /// <summary>What to do where something of the kit is missing.</summary>
    public string Advice => $"set the kit up by {Path.Combine(Folder, "setup.sh")}";

    /// <summary>
    /// Starts a command of the shell in the environment that the kit gives its peers, with all standard streams redirected. The
    /// command finds arguments as <c>$1</c> and so on, Python as <c>$PY</c> and ONNX Runtime as <c>$ORT_LIB</c>.
    /// </summary>
    public Process Start(string command, IEnumerable<string> arguments, int threads = 1, CodePath path = CodePath.Avx512)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(". \"$0/env.sh\"; export OMP_NUM_THREADS=" + threads.ToString(CultureInfo.InvariantCulture) + "; exec " + command);
        start.ArgumentList.Add(Folder);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["PEERS_CACHE"] = Cache;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        if (path != CodePath.Avx512)
        {
            start.Environment["ONEDNN_MAX_CPU_ISA"] = "AVX2";
            start.Environment["ATEN_CPU_CAPABILITY"] = "avx2";
            start.Environment["PEERS_OPENBLAS_CORETYPE"] = "Haswell";
        }

        return Process.Start(start) ?? throw new PeerException("There is no bash, which the kit needs.");
    }

    private string ModelPath(string network, int batch) => Path.Combine(Cache, "onnx", string.Create(CultureInfo.InvariantCulture, $"{network}_b{batch}"));

    private static string BesideRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NetGen.sln"))) folder = folder.Parent;
        return Path.GetFullPath(Path.Combine(folder?.FullName ?? Environment.CurrentDirectory, "..", "shared", "peers"));
    }
}
