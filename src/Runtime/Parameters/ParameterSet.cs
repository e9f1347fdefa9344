using System.Collections;
using NetGen.Runtime;

namespace NetGen;

/// <summary>The parameters and running statistics of one network, in the order of a PyTorch state_dict.</summary>
public sealed class ParameterSet : IReadOnlyList<Parameter>
{
    private readonly Parameter[] _parameters;
    private readonly Dictionary<string, Parameter> _byName;
    private SharedMemory? _values;
    private SharedMemory? _gradients;
    private bool _isReleased;
    private long _version;

    /// <summary>Makes the memory of all values, zeros.</summary>
    /// <param name="info">The network.</param>
    /// <param name="allocator">Where memory comes from.</param>
    /// <param name="kept">Whether values stay until the network is disposed; otherwise <see cref="Discard"/> frees them at once.</param>
    internal ParameterSet(NetworkInfo info, MemoryAllocator allocator, bool kept = true)
    {
        Info = info;
        IsKept = kept;
        _parameters = [.. info.Parameters.Select(parameter => new Parameter(this, parameter))];
        _byName = _parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        _values = kept ? allocator.AllocateShared(info.ParameterMemoryLength) : new PassingMemory(allocator, info.ParameterMemoryLength);
        NormalizationSteps = new long[_parameters.Count(parameter => parameter.Role == ParameterRole.RunningMean)];
    }

    /// <inheritdoc/>
    public int Count => _parameters.Length;

    /// <summary>Changes whenever values may have changed.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <inheritdoc/>
    public Parameter this[int index] => _parameters[index];

    /// <summary>The parameter of a name such as conv1.weight.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Parameter this[string name] => TryGet(name, out Parameter? parameter)
        ? parameter
        : throw new KeyNotFoundException(NearestName.Describe(name, _byName.Keys, Info.Name));

    /// <summary>The network that they belong to.</summary>
    internal NetworkInfo Info { get; }

    /// <summary>The memory that holds them all.</summary>
    internal SharedMemory Values => _values ?? throw (IsKept || _isReleased
        ? new ObjectDisposedException(Info.Name)
        : new InvalidOperationException(
            $"{Info.Name} was made with {nameof(NetworkOptions)}.{nameof(NetworkOptions.KeepParameters)} = false: it has packed its parameters for predictions and not kept them."));

    /// <summary>Whether values stay until the network is disposed.</summary>
    internal bool IsKept { get; }

    /// <summary>The memory that holds all gradients, at the same offsets; null before the first backward pass.</summary>
    internal SharedMemory? Gradients
    {
        get
        {
            return _isReleased ? throw new ObjectDisposedException(Info.Name) : _gradients;
        }

        set => _gradients = value;
    }

    /// <summary>Training steps that each batch normalisation has seen, in the order of the running means.</summary>
    internal long[] NormalizationSteps { get; }

    /// <summary>The threads of the network, for work on parameters.</summary>
    internal ThreadTeam Team { get; set; } = ThreadTeam.Single;

    /// <summary>Looks for the parameter of a name.</summary>
    public bool TryGet(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Parameter? parameter)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byName.TryGetValue(name, out parameter);
    }

    /// <summary>Replaces all values with those of a safetensors file; on an error they stay as they were.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The prefix of the file's names, or more; null takes them as they are.</param>
    /// <exception cref="InvalidDataException">The file is malformed, or its tensors are not those of this network.</exception>
    public void Load(string path, LoadOptions? options = null) => ParameterFile.Load(this, path, options);

    /// <summary>For each parameter that has values which are infinite or not numbers, the first of them; empty where all are finite.</summary>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public IReadOnlyList<NonFiniteValue> FindNonFinite() =>
        [.. _parameters.Select(parameter => NonFiniteValue.Find(parameter, parameter.Values)).OfType<NonFiniteValue>()];

    /// <summary>Writes all values as a safetensors file, replacing it only once the new one is complete.</summary>
    public void Save(string path) => ParameterFile.Save(this, path);

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => ((IEnumerable<Parameter>)_parameters).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Makes the next prediction read the values again.</summary>
    internal void MarkEdited() => Interlocked.Increment(ref _version);

    /// <summary>Frees values that are not kept.</summary>
    internal void Discard()
    {
        (_values as PassingMemory)?.Dispose();
        _values = null;
    }

    /// <summary>Lets go of the memory; spans that are out stay valid.</summary>
    internal void Release()
    {
        _isReleased = true;
        (_values as PassingMemory)?.Dispose();
        _values = null;
        _gradients = null;
    }
}
