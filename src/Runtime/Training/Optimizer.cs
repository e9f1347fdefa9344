using NetGen.Runtime;

namespace NetGen;

/// <summary>
/// Changes parameters along their gradients. An optimizer belongs to the first network that it steps; its state is
/// allocated then, and later steps allocate nothing. Every number is updated by itself, so the result is the same bits for any
/// number of threads.
/// </summary>
public abstract class Optimizer
{
    private readonly float _learningRate = 0.01f;
    private readonly float _weightDecay;
    private OptimizerWork? _work;

    /// <summary>The step size before the schedule's factor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public float LearningRate
    {
        get => _learningRate;
        init => _learningRate = FiniteNotNegative(value, nameof(LearningRate));
    }

    /// <summary>How strongly parameters are pulled to zero; all trainable ones, as in PyTorch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public float WeightDecay
    {
        get => _weightDecay;
        init => _weightDecay = FiniteNotNegative(value, nameof(WeightDecay));
    }

    /// <summary>Steps so far.</summary>
    public long Steps { get; private set; }

    /// <summary>The names of the numbers that are kept for each parameter; none if none are.</summary>
    protected internal abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>Changes all trainable parameters by their gradients.</summary>
    /// <param name="parameters">The parameters of a network after a backward pass.</param>
    /// <param name="factor">What <see cref="LearningRate"/> is multiplied by in this step.</param>
    /// <exception cref="InvalidOperationException">There are no gradients, or the optimizer belongs to another network.</exception>
    public void Step(ParameterSet parameters, float factor = 1)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        OptimizerWork work = WorkFor(parameters);
        SharedMemory gradients = parameters.Gradients
            ?? throw new InvalidOperationException("There are no gradients: a step needs a Backward before it.");
        Steps++;
        BeginStep(Steps, LearningRate * factor);
        work.Run(parameters.Values, gradients, parameters.Team);
        parameters.MarkEdited();
    }

    /// <summary>Writes the state as a safetensors file.</summary>
    /// <exception cref="InvalidOperationException">There is no state before the first step.</exception>
    public void Save(string path)
    {
        var writer = new SafetensorsWriter();
        AddState(writer, prefix: "");
        writer.Save(path);
    }

    /// <summary>Replaces the state with a file's, for the parameters of a network.</summary>
    /// <exception cref="InvalidDataException">The file is malformed, or not of this optimizer and network.</exception>
    public void Load(string path, ParameterSet parameters)
    {
        using var file = SafetensorsFile.Open(path);
        LoadState(file, prefix: "", parameters);
    }

    /// <summary>Computes what the whole step has in common.</summary>
    /// <param name="number">The number of the step, from 1.</param>
    /// <param name="learningRate">The step size, schedule included.</param>
    protected internal abstract void BeginStep(long number, float learningRate);

    /// <summary>Changes a range of parameters; called from several threads for different ranges.</summary>
    protected internal abstract void Update(in OptimizerSlice slice);

    /// <summary>Adds the state to a file under names that begin with a prefix.</summary>
    internal void AddState(SafetensorsWriter writer, string prefix)
    {
        OptimizerWork work = _work ?? throw new InvalidOperationException("An optimizer has no state before its first step.");
        writer.Add(prefix + "step", Steps);
        for (int i = 0; i < StateNames.Count; i++)
        {
            SharedMemory state = work.States[i];
            foreach (Parameter parameter in work.Parameters.Where(parameter => parameter.IsTrainable))
            {
                writer.Add($"{prefix}{StateNames[i]}.{parameter.Name}", ParameterFile.LongShape(parameter), () => state.Span(parameter.Info.Offset, parameter.Length));
            }
        }
    }

    /// <summary>Replaces the state with tensors whose names begin with a prefix; the state is undefined after an error.</summary>
    internal void LoadState(SafetensorsFile file, string prefix, ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        OptimizerWork work = WorkFor(parameters);
        try
        {
            Steps = file.ReadInt64(prefix + "step");
            for (int i = 0; i < StateNames.Count; i++)
            {
                foreach (Parameter parameter in parameters.Where(parameter => parameter.IsTrainable))
                {
                    file.Read($"{prefix}{StateNames[i]}.{parameter.Name}", work.States[i].Span(parameter.Info.Offset, parameter.Length));
                }
            }
        }
        catch (Exception exception) when (exception is KeyNotFoundException or ArgumentException)
        {
            throw new InvalidDataException($"'{file.Path}' is not the state of this optimizer: {exception.Message}", exception);
        }
    }

    /// <summary>Refuses numbers that no step size or decay can be.</summary>
    private protected static float FiniteNotNegative(float value, string name) => float.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Must be finite and not negative.");

    /// <summary>Refuses numbers outside [0, 1).</summary>
    private protected static float Decay(float value, string name) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(name, value, "Must be at least 0 and below 1.");

    private OptimizerWork WorkFor(ParameterSet parameters)
    {
        _work ??= new OptimizerWork(this, parameters);
        return ReferenceEquals(_work.Parameters, parameters)
            ? _work
            : throw new InvalidOperationException("This optimizer holds the state of another network; make one for each.");
    }
}
