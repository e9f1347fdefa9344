namespace NetGen.Runtime;

/// <summary>
/// What a network works on: packed weights that follow the parameters, a workspace for each prediction in flight, and
/// the memory of training steps. Every call takes part through <see cref="Acquire"/> or <see cref="Enter"/>; memory is freed
/// when the network was disposed and the last call has ended.
/// </summary>
internal sealed unsafe class NetworkMemory : IDisposable
{
    private readonly object _gate = new();
    private readonly NetworkPlan _plan;
    private readonly ParameterSet _parameters;
    private readonly ScratchPool _workspaces;
    private readonly ScratchPool _groups;

    /// <summary>
    /// Two, so that new weights can be packed while a call still reads the old ones. Each gets its memory when it is first packed,
    /// the second therefore only in a network whose parameters change while it predicts.
    /// </summary>
    private readonly PackedWeights[] _packed;
    private int _current;
    private int _leases;
    private bool _closed;

    public NetworkMemory(NetworkPlan plan, ParameterSet parameters, MemoryAllocator allocator)
    {
        _plan = plan;
        _parameters = parameters;
        _packed = [new PackedWeights(allocator, plan.PackedLength), new PackedWeights(allocator, plan.PackedLength)];
        _workspaces = new ScratchPool(allocator, plan.WorkspaceLength);
        _groups = new ScratchPool(allocator, plan.GroupLength);
        _workspaces.Return(_workspaces.Rent());
    }

    /// <summary>What training steps work on; null before the first.</summary>
    public TrainingMemory? Training { get; set; }

    /// <summary>Packs the parameters now, so that they need not be kept.</summary>
    public void Pack()
    {
        lock (_gate)
        {
            CurrentWeights();
        }
    }

    /// <summary>Keeps the memory for one call that needs no packed weights.</summary>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public void Enter()
    {
        lock (_gate)
        {
            EnterLocked();
        }
    }

    /// <summary>Ends <see cref="Enter"/>.</summary>
    public void Exit()
    {
        lock (_gate)
        {
            ExitLocked();
        }
    }

    /// <summary>Weights of the current parameters and a workspace, for one call; for several images also memory that they share.</summary>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public Lease Acquire(int images)
    {
        lock (_gate)
        {
            EnterLocked();
            try
            {
                int slot = CurrentWeights();
                float* workspace = _workspaces.Rent();
                float* group = images > 1 && _plan.GroupLength > 0 ? RentGroup(workspace) : null;
                _packed[slot].Users++;
                return new Lease(slot, _packed[slot].Pointer, workspace, group);
            }
            catch
            {
                ExitLocked();
                throw;
            }
        }
    }

    /// <summary>Ends <see cref="Acquire"/>.</summary>
    public void Release(in Lease lease)
    {
        lock (_gate)
        {
            _workspaces.Return(lease.Workspace);
            if (lease.Group != null)
            {
                _groups.Return(lease.Group);
            }

            if (--_packed[lease.Slot].Users == 0)
            {
                Monitor.PulseAll(_gate);
            }

            ExitLocked();
        }
    }

    /// <summary>One more workspace for a caller that holds a lease.</summary>
    public float* RentWorkspace()
    {
        lock (_gate)
        {
            return _workspaces.Rent();
        }
    }

    /// <summary>Ends <see cref="RentWorkspace"/>.</summary>
    public void ReturnWorkspace(float* workspace)
    {
        lock (_gate)
        {
            _workspaces.Return(workspace);
        }
    }

    /// <summary>Refuses further calls and frees everything as soon as none runs.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _closed = true;
                FreeIfUnused();
            }
        }
    }

    private void EnterLocked()
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(NetworkState));
        _leases++;
    }

    private void ExitLocked()
    {
        _leases--;
        FreeIfUnused();
    }

    private int CurrentWeights()
    {
        if (_packed[_current].Version == _parameters.Version)
        {
            return _current;
        }

        int slot = UnusedSlot();
        long version = _parameters.Version;
        if (_packed[slot].Version != version)
        {
            _packed[slot].Pack(_plan, _parameters, version);
        }

        _current = slot;
        return slot;
    }

    /// <summary>Memory for a group of images; should there be none, the workspace goes back.</summary>
    private float* RentGroup(float* workspace)
    {
        try
        {
            return _groups.Rent();
        }
        catch
        {
            _workspaces.Return(workspace);
            throw;
        }
    }

    /// <summary>A slot that no call reads; waits for one when both are read, which ends because calls end.</summary>
    private int UnusedSlot()
    {
        while (true)
        {
            if (_packed[_current].Users == 0)
            {
                return _current;
            }

            if (_packed[1 - _current].Users == 0)
            {
                return 1 - _current;
            }

            Monitor.Wait(_gate);
        }
    }

    private void FreeIfUnused()
    {
        if (_closed && _leases == 0)
        {
            _packed[0].Dispose();
            _packed[1].Dispose();
            _workspaces.Dispose();
            _groups.Dispose();
            Training?.Dispose();
            _parameters.Release();
        }
    }

    /// <summary>What one call may use.</summary>
    public readonly struct Lease(int slot, float* weights, float* workspace, float* group)
    {
        public int Slot { get; } = slot;

        public float* Weights { get; } = weights;

        public float* Workspace { get; } = workspace;

        /// <summary>What the images of a group share; null for one image, or where they share nothing.</summary>
        public float* Group { get; } = group;
    }
}
