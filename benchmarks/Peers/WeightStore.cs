using System.Diagnostics;

namespace NetGen.Peers;

/// <summary>The kit's weights under NetGen's names: made once for each network, kept in the kit's cache.</summary>
internal static class WeightStore
{
    /// <summary>A line for each parameter: its name and its shape, such as <c>conv1.weight 20x1x5x5</c>.</summary>
    public static string Names(NetworkInfo info) =>
        string.Concat(info.Parameters.Select(parameter => $"{parameter.Name} {string.Join('x', parameter.Shape.Dimensions.ToArray())}\n"));

    /// <summary>The file with a network's weights; the first call makes it.</summary>
    /// <exception cref="PeerException">The script that makes it failed.</exception>
    public static string File(PeerKit kit, PeerNetwork network)
    {
        string path = Path.Combine(kit.Cache, "netgen", network.Model + ".safetensors");
        if (!System.IO.File.Exists(path) || NamesOf(path) != Names(network.Info)) Make(kit, network, path);
        return path;
    }

    private static string NamesOf(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return string.Concat(file.Tensors.Select(tensor => $"{tensor.Name} {string.Join('x', tensor.Shape.ToArray())}\n"));
    }

    private static void Make(PeerKit kit, PeerNetwork network, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string script = Path.Combine(AppContext.BaseDirectory, "Workers", "weights.py");
        using Process process = kit.Start("\"$PY\" \"$@\"", [script, kit.Folder, network.Model, path]);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(Names(network.Info));
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new PeerException($"The weights of {network.Name} cannot be made ({kit.Advice}): {errors.Result.Trim()}");
    }
}
