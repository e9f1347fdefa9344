using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// Kingma and Ba's Adam, as torch.optim.Adam: weight decay is added to the gradient, both moments are corrected for their
/// start at zero, and ε stands outside the square root.
/// </summary>
public class Adam : Optimizer
{
    private readonly float _beta1 = 0.9f;
    private readonly float _beta2 = 0.999f;
    private readonly float _epsilon = 1e-8f;
    private float _rate;
    private float _rateOfMoments;
    private float _inverseRootOfCorrection;

    /// <summary>An Adam with PyTorch's default learning rate of 0.001.</summary>
    public Adam() => LearningRate = 1e-3f;

    /// <summary>The part of the gradients' mean that is kept, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1).</exception>
    public float Beta1
    {
        get => _beta1;
        init => _beta1 = Decay(value, nameof(Beta1));
    }

    /// <summary>The part of the squared gradients' mean that is kept, in [0, 1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1).</exception>
    public float Beta2
    {
        get => _beta2;
        init => _beta2 = Decay(value, nameof(Beta2));
    }

    /// <summary>What keeps the division from zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public float Epsilon
    {
        get => _epsilon;
        init => _epsilon = FiniteNotNegative(value, nameof(Epsilon));
    }

    /// <inheritdoc/>
    protected internal override IReadOnlyList<string> StateNames { get; } = ["exp_avg", "exp_avg_sq"];

    /// <summary>Whether weight decay shrinks the parameters directly instead of being added to the gradient.</summary>
    private protected virtual bool DecouplesDecay => false;

    /// <inheritdoc/>
    protected internal override void BeginStep(long number, float learningRate)
    {
        _rate = learningRate;
        _rateOfMoments = (float)(learningRate / (1 - Math.Pow(Beta1, number)));
        _inverseRootOfCorrection = (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, number)));
    }

    /// <inheritdoc/>
    protected internal override void Update(in OptimizerSlice slice)
    {
        float gradientDecay = DecouplesDecay ? 0 : WeightDecay;
        float kept = DecouplesDecay ? 1 - (_rate * WeightDecay) : 1;
        Span<float> values = slice.Values, means = slice.State(0), squares = slice.State(1);
        int vectorised = UpdateVectors(
            MemoryMarshal.Cast<float, Vector<float>>(values),
            MemoryMarshal.Cast<float, Vector<float>>(slice.Gradients),
            MemoryMarshal.Cast<float, Vector<float>>(means),
            MemoryMarshal.Cast<float, Vector<float>>(squares),
            gradientDecay,
            kept);
        for (int i = vectorised; i < values.Length; i++)
        {
            float gradient = slice.Gradients[i] + (values[i] * gradientDecay);
            means[i] = (means[i] * Beta1) + (gradient * (1 - Beta1));
            squares[i] = (squares[i] * Beta2) + (gradient * gradient * (1 - Beta2));
            float divisor = (MathF.Sqrt(squares[i]) * _inverseRootOfCorrection) + Epsilon;
            values[i] = (values[i] * kept) - (means[i] * _rateOfMoments / divisor);
        }
    }

    private int UpdateVectors(
        Span<Vector<float>> values,
        ReadOnlySpan<Vector<float>> gradients,
        Span<Vector<float>> means,
        Span<Vector<float>> squares,
        float gradientDecay,
        float kept)
    {
        var epsilon = new Vector<float>(Epsilon);
        for (int i = 0; i < values.Length; i++)
        {
            Vector<float> gradient = gradients[i] + (values[i] * gradientDecay);
            Vector<float> mean = (means[i] * Beta1) + (gradient * (1 - Beta1));
            Vector<float> square = (squares[i] * Beta2) + (gradient * gradient * (1 - Beta2));
            means[i] = mean;
            squares[i] = square;
            Vector<float> divisor = (Vector.SquareRoot(square) * _inverseRootOfCorrection) + epsilon;
            values[i] = (values[i] * kept) - (mean * _rateOfMoments / divisor);
        }

        return values.Length * Vector<float>.Count;
    }
}

/// <summary>Loshchilov and Hutter's Adam with decoupled weight decay, as torch.optim.AdamW: w −= rate·decay·w before Adam's step.</summary>
public sealed class AdamW : Adam
{
    /// <summary>An AdamW with PyTorch's defaults: learning rate 0.001, weight decay 0.01.</summary>
    public AdamW() => WeightDecay = 0.01f;

    /// <inheritdoc/>
    private protected override bool DecouplesDecay => true;
}
