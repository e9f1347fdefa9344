namespace NetGen;

/// <summary>How the tensors of a file become the parameters of a network. A text alone stands for its <see cref="Prefix"/>.</summary>
/// <example><code>
/// LeNet5.Load("wrapped.safetensors", "module.");
/// LeNet5.Load("other.safetensors", new LoadOptions { Rename = name => name.Replace("head.", "fc1."), RequireFinite = true });
/// </code></example>
public sealed class LoadOptions
{
    private readonly string _prefix = "";

    /// <summary>
    /// What stands in the file before each of the network's names; empty by default. Tensors whose names begin otherwise are left out.
    /// </summary>
    public string Prefix
    {
        get => _prefix;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Prefix));
            _prefix = value;
        }
    }

    /// <summary>
    /// Gives the network's name for a name of the file without its prefix; null leaves a tensor out. Without it names stay as they are.
    /// </summary>
    public Func<string, string?>? Rename { get; init; }

    /// <summary>Whether a value that is infinite or not a number makes the file invalid; false by default, as in PyTorch.</summary>
    public bool RequireFinite { get; init; }

    /// <summary>Options with nothing but a prefix.</summary>
    public static implicit operator LoadOptions(string prefix) => FromPrefix(prefix);

    /// <summary>Options with nothing but a prefix.</summary>
    public static LoadOptions FromPrefix(string prefix) => new() { Prefix = prefix };
}
