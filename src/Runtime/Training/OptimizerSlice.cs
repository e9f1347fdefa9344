using NetGen.Runtime;

namespace NetGen;

/// <summary>A range of parameters in one optimizer step. All spans have one length.</summary>
public readonly ref struct OptimizerSlice
{
    private readonly SharedMemory[] _states;
    private readonly nint _offset;

    internal OptimizerSlice(Span<float> values, ReadOnlySpan<float> gradients, SharedMemory[] states, nint offset)
    {
        Values = values;
        Gradients = gradients;
        _states = states;
        _offset = offset;
    }

    /// <summary>The parameters, to be changed.</summary>
    public Span<float> Values { get; }

    /// <summary>The loss's derivatives by them.</summary>
    public ReadOnlySpan<float> Gradients { get; }

    /// <summary>The numbers kept for them, zero before the first step, in the order of the optimizer's state names.</summary>
    public Span<float> State(int index) => _states[index].Span(_offset, Values.Length);
}
