namespace NetGen.Runtime;

/// <summary>
/// What training steps work on: gradients and packed weights, made once, and the activations of a batch, made again
/// only when a larger batch comes. Not synchronised: one training step at a time.
/// </summary>
internal sealed unsafe class TrainingMemory : IDisposable
{
    private readonly NetworkPlan _plan;
    private readonly NetworkInfo _info;
    private readonly MemoryAllocator _allocator;
    private readonly ScratchMemory _packed;
    private ScratchMemory? _workspace;
    private ScratchMemory? _input;
    private SharedMemory? _output;
    private int _capacity;

    public TrainingMemory(NetworkPlan plan, NetworkInfo info, MemoryAllocator allocator)
    {
        _plan = plan;
        _info = info;
        _allocator = allocator;
        Gradients = allocator.AllocateShared(info.ParameterMemoryLength);
        _packed = new ScratchMemory(allocator, plan.TrainingPackedLength);
        _packed.Allocate();
    }

    /// <summary>All gradients, at the offsets of the parameters.</summary>
    public SharedMemory Gradients { get; }

    /// <summary>Images of the forward pass that waits for its backward pass; 0 is none.</summary>
    public int Pending { get; set; }

    /// <summary>The random numbers' key of that forward pass.</summary>
    public ulong RandomKey { get; set; }

    /// <summary>Makes room for a batch and copies it in, because the backward pass reads it again.</summary>
    public void SetInput(ReadOnlySpan<float> input, int batch)
    {
        if (batch > _capacity)
        {
            Grow(batch);
        }

        input.CopyTo(new Span<float>(_input!.Pointer, input.Length));
    }

    /// <summary>The results of a batch.</summary>
    public ReadOnlySpan<float> Output(int batch) => _output!.Span(0, batch * _info.TrainingOutputLength);

    /// <summary>The arguments of a pass over a batch; the caller keeps the parameters and this object alive.</summary>
    public TrainingContext Context(float* parameters, int batch) => new()
    {
        Parameters = parameters,
        Gradients = Gradients.Pointer,
        Packed = _packed.Pointer,
        Workspace = _workspace!.Pointer,
        Input = _input!.Pointer,
        Output = _output!.Pointer,
        Batch = batch,
        Capacity = _capacity,
        RandomKey = RandomKey,
    };

    public void Dispose()
    {
        _packed.Dispose();
        _workspace?.Dispose();
        _input?.Dispose();
    }

    private void Grow(int batch)
    {
        // The old memory goes first: both together may not fit. Should the new one not fit either, no capacity is left.
        _capacity = 0;
        _workspace?.Dispose();
        _input?.Dispose();
        _workspace = Allocate(_plan.TrainingWorkspaceLength(batch));
        _input = Allocate((nint)batch * _info.InputShape.Length);
        _output = _allocator.AllocateShared((nint)batch * _info.TrainingOutputLength);
        _capacity = batch;
    }

    private ScratchMemory Allocate(nint length)
    {
        var memory = new ScratchMemory(_allocator, length);
        memory.Allocate();
        return memory;
    }
}
