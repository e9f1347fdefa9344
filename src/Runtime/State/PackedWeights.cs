namespace NetGen.Runtime;

/// <summary>The weights as inference kernels read them, of one version of the parameters. The owner holds a lock.</summary>
internal sealed unsafe class PackedWeights(MemoryAllocator allocator, nint length) : IDisposable
{
    private readonly ScratchMemory _memory = new(allocator, length);

    /// <summary>The memory; null before the first use.</summary>
    public float* Pointer => _memory.Pointer;

    /// <summary>The parameters' version that was packed; -1 is none.</summary>
    public long Version { get; private set; } = -1;

    /// <summary>Calls that read it.</summary>
    public int Users { get; set; }

    /// <summary>Packs the parameters; nobody may read meanwhile.</summary>
    public void Pack(NetworkPlan plan, ParameterSet parameters, long version)
    {
        Version = -1;
        if (!_memory.Allocate())
        {
            _memory.Clear();
        }

        SharedMemory values = parameters.Values;
        plan.Pack(parameters.Team, values.Pointer, _memory.Pointer);
        GC.KeepAlive(values);
        Version = version;
    }

    public void Dispose() => _memory.Dispose();
}
