using NetGen.Runtime;

namespace NetGen;

/// <summary>An optimizer's state for one network, and its step as work for a team: ranges of a few thousand numbers.</summary>
internal sealed class OptimizerWork : TeamWork
{
    private const int RangeLength = 8192;

    private readonly Optimizer _optimizer;
    private readonly (nint Offset, int Length)[] _ranges;
    private SharedMemory? _values;
    private SharedMemory? _gradients;

    public OptimizerWork(Optimizer optimizer, ParameterSet parameters)
    {
        _optimizer = optimizer;
        Parameters = parameters;
        States = [.. optimizer.StateNames.Select(_ => MemoryAllocator.Default.AllocateShared(parameters.Info.ParameterMemoryLength))];
        _ranges = [.. Ranges(parameters)];
    }

    /// <summary>The parameters that the state belongs to.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>One memory for each of the optimizer's state names, at the offsets of the parameters.</summary>
    public SharedMemory[] States { get; }

    /// <summary>One step.</summary>
    public void Run(SharedMemory values, SharedMemory gradients, ThreadTeam team)
    {
        _values = values;
        _gradients = gradients;
        team.For(_ranges.Length, this);
    }

    /// <inheritdoc/>
    public override void Run(int begin, int end)
    {
        for (int i = begin; i < end; i++)
        {
            (nint offset, int length) = _ranges[i];
            _optimizer.Update(new OptimizerSlice(_values!.Span(offset, length), _gradients!.Span(offset, length), States, offset));
        }
    }

    private static IEnumerable<(nint Offset, int Length)> Ranges(ParameterSet parameters)
    {
        foreach (Parameter parameter in parameters.Where(parameter => parameter.IsTrainable))
        {
            for (int begin = 0; begin < parameter.Length; begin += RangeLength)
            {
                yield return (parameter.Info.Offset + begin, Math.Min(RangeLength, parameter.Length - begin));
            }
        }
    }
}
