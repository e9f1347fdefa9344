namespace NetGen;

/// <summary>Inputs and targets in memory, as torch.utils.data.TensorDataset; nothing is copied.</summary>
/// <example><code>
/// // 500 examples of 3 features, each with one number to learn.
/// var data = new TensorDataset(features, prices, new TensorShape(3), new TensorShape(1));
/// var trainer = new Trainer&lt;Prices&gt;(net) { Loss = new MseLoss() };
/// trainer.Fit(data);
/// </code></example>
public sealed class TensorDataset : ITargetDataset
{
    private readonly ReadOnlyMemory<float> _inputs;
    private readonly ReadOnlyMemory<float> _targets;

    /// <summary>Gathers examples.</summary>
    /// <param name="inputs">The inputs, one after the other.</param>
    /// <param name="targets">A target for each.</param>
    /// <param name="inputShape">One input.</param>
    /// <param name="targetShape">One target.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public TensorDataset(ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets, TensorShape inputShape, TensorShape targetShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        ArgumentNullException.ThrowIfNull(targetShape);
        if (inputs.Length % inputShape.Length != 0)
        {
            throw new ArgumentException($"{inputs.Length} values are no whole number of inputs of {inputShape}.", nameof(inputs));
        }

        Count = inputs.Length / inputShape.Length;
        if (targets.Length != (long)Count * targetShape.Length)
        {
            throw new ArgumentException(
                $"{Count} targets of {targetShape} have {(long)Count * targetShape.Length} values; {targets.Length} came.", nameof(targets));
        }

        _inputs = inputs;
        _targets = targets;
        InputShape = inputShape;
        TargetShape = targetShape;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>One input.</summary>
    public TensorShape InputShape { get; }

    /// <summary>One target.</summary>
    public TensorShape TargetShape { get; }

    /// <inheritdoc/>
    public int InputLength => InputShape.Length;

    /// <inheritdoc/>
    public int TargetLength => TargetShape.Length;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The index or a length is wrong.</exception>
    public void Read(int index, Span<float> input, Span<float> target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        Check(input.Length, InputShape, nameof(input));
        Check(target.Length, TargetShape, nameof(target));
        _inputs.Span.Slice(index * InputLength, InputLength).CopyTo(input);
        _targets.Span.Slice(index * TargetLength, TargetLength).CopyTo(target);
    }

    private static void Check(int length, TensorShape shape, string name)
    {
        if (length != shape.Length)
        {
            throw new ArgumentException($"{shape} has {shape.Length} values; there is room for {length}.", name);
        }
    }
}
