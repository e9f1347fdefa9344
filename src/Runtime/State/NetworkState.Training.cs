namespace NetGen.Runtime;

/// <content>The training surface. One thread at a time may use it, and nobody may predict meanwhile.</content>
public sealed unsafe partial class NetworkState
{
    private int _inTraining;
    private ThreadTeam _trainingTeam = ThreadTeam.Single;

    /// <summary>The seed of dropout's masks.</summary>
    public ulong RandomSeed { get; set; }

    /// <summary>Forward passes so far; with <see cref="RandomSeed"/> the key of each pass's random numbers.</summary>
    public ulong Step { get; set; }

    /// <summary>The forward pass of a training step.</summary>
    /// <returns>N results, valid until the next forward pass.</returns>
    /// <exception cref="ArgumentException">The length is no positive multiple of an image's.</exception>
    /// <exception cref="InvalidOperationException">Another thread is in a pass, or the parameters were not kept.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public ReadOnlySpan<float> Forward(ReadOnlySpan<float> input)
    {
        int batch = CountImages(input.Length, nameof(input));
        _ = Parameters.Values; // Throws before memory for training is made.
        EnterTraining();
        try
        {
            TrainingMemory training = _memory.Training ??= new TrainingMemory(_plan, Info, _allocator);
            training.Pending = 0;
            training.SetInput(input, batch);
            training.RandomKey = SplitMix64.Combine(RandomSeed, Step);
            TrainingContext context = training.Context(Parameters.Values.Pointer, batch);
            _plan.Forward(_trainingTeam, in context);
            Step++;
            CountNormalizations();
            training.Pending = batch;
            return training.Output(batch);
        }
        finally
        {
            LeaveTraining();
        }
    }

    /// <summary>The backward pass after <see cref="Forward"/>; overwrites every parameter's gradient.</summary>
    /// <exception cref="ArgumentException">The length is not that of the forward pass's results.</exception>
    /// <exception cref="InvalidOperationException">No forward pass came before, or another thread is in a pass.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public void Backward(ReadOnlySpan<float> outputGradient)
    {
        EnterTraining();
        try
        {
            if (_memory.Training is not { Pending: > 0 } training)
            {
                throw new InvalidOperationException("Backward needs a Forward before it, and each Forward allows one Backward.");
            }

            CheckResults(outputGradient.Length, training.Pending, Info.TrainingOutputLength, nameof(outputGradient));
            fixed (float* gradient = outputGradient)
            {
                TrainingContext context = training.Context(Parameters.Values.Pointer, training.Pending);
                context.OutputGradient = gradient;
                training.Pending = 0;
                _plan.Backward(_trainingTeam, in context);
            }

            Parameters.Gradients = training.Gradients;
        }
        finally
        {
            LeaveTraining();
        }
    }

    private void EnterTraining()
    {
        _memory.Enter();
        if (Interlocked.CompareExchange(ref _inTraining, 1, 0) != 0)
        {
            _memory.Exit();
            throw new InvalidOperationException("Forward and Backward are for one thread at a time, and another one is in them.");
        }

        _trainingTeam = _team;
        _trainingTeam.BeginCall();
    }

    /// <summary>Ends a pass. The parameters stay reachable until here, whatever the plan does with their pointer.</summary>
    private void LeaveTraining()
    {
        GC.KeepAlive(Parameters);
        _trainingTeam.EndCall();
        Volatile.Write(ref _inTraining, 0);
        _memory.Exit();
    }

    /// <summary>A forward pass moves running statistics, so predictions must read the parameters again.</summary>
    private void CountNormalizations()
    {
        long[] steps = Parameters.NormalizationSteps;
        for (int i = 0; i < steps.Length; i++)
        {
            steps[i]++;
        }

        if (steps.Length > 0)
        {
            Parameters.MarkEdited();
        }
    }
}
