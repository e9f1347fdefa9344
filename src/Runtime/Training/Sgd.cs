using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// Stochastic gradient descent with momentum, as torch.optim.SGD: g += decay·w; v = momentum·v + g; w −= rate·v, with
/// Nesterov's w −= rate·(g + momentum·v).
/// </summary>
public sealed class Sgd : Optimizer
{
    private readonly float _momentum;
    private float _rate;

    /// <summary>The part of the last direction that is kept, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1).</exception>
    public float Momentum
    {
        get => _momentum;
        init => _momentum = Decay(value, nameof(Momentum));
    }

    /// <summary>Whether the gradient is looked at one step ahead.</summary>
    public bool Nesterov { get; init; }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames => Momentum > 0 ? ["momentum_buffer"] : [];

    /// <inheritdoc/>
    protected internal override void BeginStep(long number, float learningRate) => _rate = learningRate;

    /// <inheritdoc/>
    protected internal override void Update(in OptimizerSlice slice)
    {
        if (Momentum > 0)
        {
            UpdateWithMomentum(slice.Values, slice.Gradients, slice.State(0));
        }
        else
        {
            UpdatePlain(slice.Values, slice.Gradients);
        }
    }

    private void UpdatePlain(Span<float> values, ReadOnlySpan<float> gradients)
    {
        Span<Vector<float>> valueVectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        ReadOnlySpan<Vector<float>> gradientVectors = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        for (int i = 0; i < valueVectors.Length; i++)
        {
            Vector<float> value = valueVectors[i];
            valueVectors[i] = value - ((gradientVectors[i] + (value * WeightDecay)) * _rate);
        }

        for (int i = valueVectors.Length * Vector<float>.Count; i < values.Length; i++)
        {
            values[i] -= (gradients[i] + (values[i] * WeightDecay)) * _rate;
        }
    }

    private void UpdateWithMomentum(Span<float> values, ReadOnlySpan<float> gradients, Span<float> velocities)
    {
        Span<Vector<float>> valueVectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        Span<Vector<float>> velocityVectors = MemoryMarshal.Cast<float, Vector<float>>(velocities);
        ReadOnlySpan<Vector<float>> gradientVectors = MemoryMarshal.Cast<float, Vector<float>>(gradients);
        for (int i = 0; i < valueVectors.Length; i++)
        {
            Vector<float> gradient = gradientVectors[i] + (valueVectors[i] * WeightDecay);
            Vector<float> velocity = (velocityVectors[i] * Momentum) + gradient;
            velocityVectors[i] = velocity;
            valueVectors[i] -= (Nesterov ? gradient + (velocity * Momentum) : velocity) * _rate;
        }

        for (int i = valueVectors.Length * Vector<float>.Count; i < values.Length; i++)
        {
            float gradient = gradients[i] + (values[i] * WeightDecay);
            velocities[i] = (velocities[i] * Momentum) + gradient;
            values[i] -= (Nesterov ? gradient + (velocities[i] * Momentum) : velocities[i]) * _rate;
        }
    }
}
