using System.Diagnostics.CodeAnalysis;

namespace NetGen;

/// <summary>The tensors of a file by the names that a network has for them.</summary>
internal sealed class NamedTensors
{
    private readonly Dictionary<string, SafetensorsTensor> _tensors = new(StringComparer.Ordinal);

    /// <summary>Takes the tensors that have the prefix, and names them as the options say.</summary>
    /// <exception cref="InvalidDataException">No tensor has the prefix, or two get one name.</exception>
    public NamedTensors(SafetensorsFile file, LoadOptions options)
    {
        File = file;
        SafetensorsTensor[] chosen = [.. file.Tensors.Where(tensor => tensor.Name.StartsWith(options.Prefix, StringComparison.Ordinal))];
        if (chosen.Length == 0 && file.Tensors.Count > 0)
        {
            throw new InvalidDataException(
                $"'{file.Path}': none of its {file.Tensors.Count} names begins with '{options.Prefix}'; one of them is '{file.Tensors[0].Name}'.");
        }

        foreach (SafetensorsTensor tensor in chosen)
        {
            string rest = tensor.Name[options.Prefix.Length..];
            Add(tensor, options.Rename is null ? rest : options.Rename(rest));
        }
    }

    /// <summary>The file.</summary>
    public SafetensorsFile File { get; }

    /// <summary>The names, in the order of the values.</summary>
    public IReadOnlyCollection<string> Names => _tensors.Keys;

    /// <summary>Looks for the tensor of a network's name.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out SafetensorsTensor? tensor) => _tensors.TryGetValue(name, out tensor);

    /// <summary>Reads a tensor's values as floats.</summary>
    public void Read(string name, Span<float> destination) => File.Read(_tensors[name].Name, destination);

    /// <summary>Reads a tensor of one value as a whole number; 0 where there is no such tensor.</summary>
    public long ReadCounter(string name) => TryGet(name, out SafetensorsTensor? tensor) ? File.ReadInt64(tensor.Name) : 0;

    private void Add(SafetensorsTensor tensor, string? name)
    {
        if (name is not null && !_tensors.TryAdd(name, tensor))
        {
            throw new InvalidDataException(
                $"'{File.Path}': '{_tensors[name].Name}' and '{tensor.Name}' are both renamed to '{name}'.");
        }
    }
}
