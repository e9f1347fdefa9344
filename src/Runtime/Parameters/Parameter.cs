using NetGen.Runtime;

namespace NetGen;

/// <summary>One parameter or running statistic of a network: its description, values and gradient.</summary>
public sealed class Parameter
{
    private readonly ParameterSet _set;

    internal Parameter(ParameterSet set, ParameterInfo info)
    {
        _set = set;
        Info = info;
    }

    /// <summary>The name as in a PyTorch state_dict: conv1.weight.</summary>
    public string Name => Info.Name;

    /// <summary>The dimensions in PyTorch's order: OIHW for a convolution, (out, in) for a fully connected layer.</summary>
    public TensorShape Shape => Info.Shape;

    /// <summary>What it is for.</summary>
    public ParameterRole Role => Info.Role;

    /// <summary>Whether an optimizer changes it: all but running statistics.</summary>
    public bool IsTrainable => Info.IsTrainable;

    /// <summary>The number of floats.</summary>
    public int Length => Info.Length;

    /// <summary>Inputs that one output of the layer sums over; 0 where that has no meaning.</summary>
    public int FanIn => Info.FanIn;

    /// <summary>The values, row-major.</summary>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public ReadOnlySpan<float> Values => _set.Values.Span(Info.Offset, Length);

    /// <summary>
    /// The loss's derivative by each value, as the last backward pass left it; empty before the first one and for
    /// running statistics.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public ReadOnlySpan<float> Gradient =>
        IsTrainable && _set.Gradients is SharedMemory gradients ? gradients.Span(Info.Offset, Length) : [];

    internal ParameterInfo Info { get; }

    /// <summary>The threads of the network, for work on the values.</summary>
    internal ThreadTeam Team => _set.Team;

    /// <summary>Replaces all values.</summary>
    /// <exception cref="ArgumentException">The length is not <see cref="Length"/>.</exception>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public void SetValues(ReadOnlySpan<float> values)
    {
        if (values.Length != Length)
        {
            throw new ArgumentException($"{Name} is {Shape}, {Length} values; {values.Length} came.", nameof(values));
        }

        values.CopyTo(EditValues());
    }

    /// <summary>
    /// The values for writing. The next prediction sees what was written; to write again after a prediction, call this
    /// again. Nobody else may use the network meanwhile.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The network was disposed.</exception>
    public Span<float> EditValues()
    {
        Span<float> values = _set.Values.Span(Info.Offset, Length);
        _set.MarkEdited();
        return values;
    }

    /// <summary>The name and the shape.</summary>
    public override string ToString() => $"{Name} {Shape}";
}
