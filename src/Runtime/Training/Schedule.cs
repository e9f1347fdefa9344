namespace NetGen;

/// <summary>How the learning rate changes in the course of training.</summary>
public abstract class Schedule
{
    /// <summary>What the optimizer's learning rate is multiplied by.</summary>
    /// <param name="progress">The part of all steps that is done: 0 at the first step, below 1 at the last.</param>
    public abstract float Factor(double progress);
}

/// <summary>The learning rate stays as it is.</summary>
public sealed class ConstantSchedule : Schedule
{
    /// <inheritdoc/>
    public override float Factor(double progress) => 1;
}

/// <summary>The learning rate falls along half a cosine, after an optional linear rise.</summary>
public sealed class CosineSchedule : Schedule
{
    private readonly double _warmup;

    /// <summary>The factor at the end.</summary>
    public float FinalFactor { get; init; }

    /// <summary>The part of all steps, in [0, 1), during which the factor rises from near 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside [0, 1).</exception>
    public double Warmup
    {
        get => _warmup;
        init => _warmup = value is >= 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Warmup), value, "Must be at least 0 and below 1.");
    }

    /// <inheritdoc/>
    public override float Factor(double progress)
    {
        if (progress < Warmup)
        {
            // A first step of rate 0 would be wasted, so the rise begins above it.
            const double Start = 0.01;
            return (float)(Start + ((1 - Start) * progress / Warmup));
        }

        double position = (progress - Warmup) / (1 - Warmup);
        return (float)(FinalFactor + ((1 - FinalFactor) * (1 + Math.Cos(Math.PI * position)) / 2));
    }
}

/// <summary>The learning rate is multiplied by <see cref="Gamma"/> at each milestone.</summary>
public sealed class StepSchedule : Schedule
{
    /// <summary>The parts of all steps after which the rate drops; by default a half and three quarters.</summary>
    public IReadOnlyList<double> Milestones { get; init; } = [0.5, 0.75];

    /// <summary>What the rate is multiplied by at each milestone.</summary>
    public float Gamma { get; init; } = 0.1f;

    /// <inheritdoc/>
    public override float Factor(double progress)
    {
        float factor = 1;
        for (int i = 0; i < Milestones.Count; i++)
        {
            factor *= progress >= Milestones[i] ? Gamma : 1;
        }

        return factor;
    }
}
