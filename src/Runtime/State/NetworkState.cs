using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>
/// One network at run time: its parameters, the memory its plan works on, and the checks of what callers pass. A
/// generated class is a thin wrapper around it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe partial class NetworkState : IDisposable
{
    private readonly NetworkPlan _plan;
    private readonly Func<CodePath, NetworkPlan> _createPlan;
    private readonly MemoryAllocator _allocator;
    private readonly NetworkMemory _memory;
    private readonly BatchPrediction _batch;
    private readonly int _inputLength;
    private readonly int _outputLength;
    private ThreadTeam _team;
    private int _teamTaken;

    /// <summary>Makes a network with fresh parameters, as its layers declare them.</summary>
    /// <param name="info">What the generator knows of it.</param>
    /// <param name="createPlan">Makes its code for a path.</param>
    /// <param name="seed">Decides the initial parameters and dropout's masks.</param>
    /// <param name="options">Null is the best path and all processors.</param>
    public NetworkState(NetworkInfo info, Func<CodePath, NetworkPlan> createPlan, ulong seed, NetworkOptions? options)
        : this(info, createPlan, options)
    {
        RandomSeed = seed;
        Initializers.Initialize(Parameters, seed);
        DiscardParameters();
    }

    private NetworkState(NetworkInfo info, Func<CodePath, NetworkPlan> createPlan, NetworkOptions? options)
    {
        ArgumentNullException.ThrowIfNull(info);
        ArgumentNullException.ThrowIfNull(createPlan);
        options ??= new NetworkOptions();
        Info = info;
        _createPlan = createPlan;
        _allocator = options.Allocator;
        _plan = createPlan(options.Path ?? NetGenRuntime.ActivePath);
        _inputLength = info.InputShape.Length;
        _outputLength = info.OutputShape.Length;
        Parameters = new ParameterSet(info, _allocator, options.KeepParameters);
        _memory = new NetworkMemory(_plan, Parameters, _allocator);
        _batch = new BatchPrediction(_plan, _memory, _inputLength, _outputLength);
        _team = new ThreadTeam(options.Threads);
        Parameters.Team = _team;
    }

    /// <summary>What the generator knows of the network.</summary>
    public NetworkInfo Info { get; }

    /// <summary>The instruction set it runs on.</summary>
    public CodePath Path => _plan.Path;

    /// <summary>The parameters and running statistics.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>Threads that share the work of one call, the caller among them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than one.</exception>
    public int Threads
    {
        get => _team.Threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            if (value != _team.Threads)
            {
                ReplaceTeam(new ThreadTeam(value));
            }
        }
    }

    /// <summary>Makes a network with the parameters of a safetensors file.</summary>
    /// <exception cref="InvalidDataException">The file is malformed, or not of this network.</exception>
    public static NetworkState Load(NetworkInfo info, Func<CodePath, NetworkPlan> createPlan, string path, NetworkOptions? options) =>
        Load(info, createPlan, path, null, options);

    /// <summary>Makes a network with the parameters of a safetensors file whose names are changed.</summary>
    /// <exception cref="InvalidDataException">The file is malformed, or not of this network.</exception>
    public static NetworkState Load(
        NetworkInfo info, Func<CodePath, NetworkPlan> createPlan, string path, LoadOptions? load, NetworkOptions? options)
    {
        var state = new NetworkState(info, createPlan, options);
        try
        {
            ParameterFile.LoadFirst(state.Parameters, path, load);
            state.DiscardParameters();
            return state;
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <summary>Writes the parameters as a safetensors file, replacing it only once the new one is complete.</summary>
    public void Save(string path)
    {
        _memory.Enter();
        try
        {
            Parameters.Save(path);
        }
        finally
        {
            _memory.Exit();
        }
    }

    /// <summary>
    /// Runs one image or N. Safe from many threads: the first caller has the team, others meanwhile run on their own thread alone.
    /// Allocates no managed memory; native memory only when there are more calls at a time than ever before.
    /// </summary>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public void Predict(ReadOnlySpan<float> input, Span<float> output)
    {
        int images = CountImages(input.Length, nameof(input));
        CheckResults(output.Length, images, _outputLength, nameof(output));
        NetworkMemory.Lease lease = _memory.Acquire(images);
        bool hasTeam = Interlocked.CompareExchange(ref _teamTaken, 1, 0) == 0;
        ThreadTeam team = hasTeam ? _team : ThreadTeam.Single;
        try
        {
            team.BeginCall();
            fixed (float* inputs = input, outputs = output)
            {
                Predict(team, lease, inputs, outputs, images);
            }
        }
        finally
        {
            team.EndCall();
            if (hasTeam)
            {
                Volatile.Write(ref _teamTaken, 0);
            }

            _memory.Release(lease);
        }
    }

    /// <summary>Stops the threads and frees the memory, as soon as no call runs.</summary>
    public void Dispose()
    {
        _memory.Dispose();
        _team.Dispose();
    }

    /// <summary>Packs parameters that are not to be kept, and frees them.</summary>
    private void DiscardParameters()
    {
        if (!Parameters.IsKept)
        {
            _memory.Pack();
            Parameters.Discard();
        }
    }

    private void Predict(ThreadTeam team, in NetworkMemory.Lease lease, float* input, float* output, int images)
    {
        if (images == 1)
        {
            _plan.Predict(team, lease.Weights, lease.Workspace, input, output);
        }
        else if (team.Threads == 1)
        {
            _batch.RunAlone(lease, input, output, images);
        }
        else
        {
            _batch.Run(team, lease, input, output, images);
        }
    }

    private int CountImages(int length, string name)
    {
        int images = length / _inputLength;
        if (images == 0 || images * _inputLength != length)
        {
            throw new ArgumentException(
                $"{Info.Name} reads images of {Info.InputShape}, {_inputLength} values each; {length} values came.", name);
        }

        return images;
    }

    private void CheckResults(int length, int images, int perImage, string name)
    {
        if (length != (long)images * perImage)
        {
            throw new ArgumentException(
                $"{Info.Name} gives {perImage} values for each image, {(long)images * perImage} for {images}; the length is {length}.", name);
        }
    }

    private void ReplaceTeam(ThreadTeam team)
    {
        ThreadTeam old = _team;
        _team = team;
        Parameters.Team = team;
        old.Dispose();
    }
}
