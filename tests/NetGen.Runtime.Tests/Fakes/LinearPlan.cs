using System.Collections.Concurrent;

namespace NetGen.Runtime.Tests.Fakes;

/// <summary>
/// A plan written by hand: y = W·(x − running mean) + b for inference; in training y = W·(x ∘ mask) + b with a random mask
/// of zeros and twos, and a running mean of x. Small, but it has all that a real plan has.
/// </summary>
internal sealed unsafe class LinearPlan(CodePath path) : NetworkPlan
{
    public const int Inputs = 6;
    public const int Outputs = 4;
    public const int WeightOffset = 0;
    public const int BiasOffset = 32;
    public const int MeanOffset = 48;
    public const int VarianceOffset = 64;
    public const float MeanMomentum = 0.1f;

    /// <summary>What this plan adds to every result, as a wrong kernel would.</summary>
    public float Error { get; init; }

    /// <summary>Called within Predict, between writing the workspace and reading it.</summary>
    public Action? WhilePredicting { get; set; }

    /// <summary>Called within Forward.</summary>
    public Action? WhileTraining { get; set; }

    public int Packs { get; private set; }

    /// <summary>The largest team that Predict was given.</summary>
    public int LargestTeam { get; private set; }

    public override CodePath Path => path;

    public override nint PackedLength => (Outputs * Inputs) + Outputs;

    public override nint WorkspaceLength => Inputs;

    public override nint GroupLength => GroupCapacity * Inputs;

    /// <summary>The sizes of the groups that PredictHead was given.</summary>
    public ConcurrentQueue<int> Heads { get; } = [];

    public override nint TrainingPackedLength => Outputs * Inputs;

    public static NetworkInfo Info { get; } = new(
        "Linear",
        new TensorShape(1, 2, 3),
        new TensorShape(Outputs),
        [new LayerInfo("bn1", "BatchNorm", new TensorShape(1, 2, 3), 0, 0, 1, 24), new LayerInfo("fc1", "Linear", new TensorShape(Outputs), 28, 24, 1, 16)],
        [
            new ParameterInfo("fc1.weight", ParameterRole.Weight, Inputs, WeightOffset, [Outputs, Inputs]),
            new ParameterInfo("fc1.bias", ParameterRole.Bias, Inputs, BiasOffset, [Outputs]),
            new ParameterInfo("bn1.running_mean", ParameterRole.RunningMean, 0, MeanOffset, [Inputs]),
            new ParameterInfo("bn1.running_var", ParameterRole.RunningVariance, 0, VarianceOffset, [Inputs]),
        ]);

    public override nint TrainingWorkspaceLength(int batch) => batch * Inputs;

    public override void Pack(ThreadTeam team, float* parameters, float* packed)
    {
        Packs++;
        for (int output = 0; output < Outputs; output++)
        {
            float bias = parameters[BiasOffset + output];
            for (int input = 0; input < Inputs; input++)
            {
                float weight = parameters[WeightOffset + (output * Inputs) + input];
                packed[(output * Inputs) + input] = weight;
                bias -= weight * parameters[MeanOffset + input];
            }

            packed[(Outputs * Inputs) + output] += bias;
        }
    }

    public override void Predict(ThreadTeam team, float* packed, float* workspace, float* input, float* output)
    {
        Prepare(team, workspace, input);
        Multiply(packed, workspace, output);
    }

    public override void PredictBody(ThreadTeam team, float* packed, float* workspace, float* group, int image, float* input, float* output)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(image, GroupCapacity);
        Prepare(team, workspace, input);
        new Span<float>(workspace, Inputs).CopyTo(new Span<float>(group + (image * Inputs), Inputs));
    }

    public override void PredictHead(ThreadTeam team, float* packed, float* group, int images, float* output)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(images, GroupCapacity);
        Heads.Enqueue(images);
        for (int image = 0; image < images; image++)
        {
            Multiply(packed, group + (image * Inputs), output + (image * Outputs));
        }
    }

    public override void Forward(ThreadTeam team, in TrainingContext context)
    {
        WhileTraining?.Invoke();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(context.Batch, context.Capacity);
        for (int image = 0; image < context.Batch; image++)
        {
            float* masked = context.Workspace + (image * Inputs);
            for (int i = 0; i < Inputs; i++)
            {
                bool kept = SplitMix64.Combine(context.RandomKey, (ulong)((image * Inputs) + i)) % 2 == 0;
                float value = context.Input[(image * Inputs) + i];
                masked[i] = kept ? 2 * value : 0;
                context.Parameters[MeanOffset + i] += MeanMomentum / context.Batch * (value - context.Parameters[MeanOffset + i]);
            }

            for (int output = 0; output < Outputs; output++)
            {
                context.Output[(image * Outputs) + output] =
                    context.Parameters[BiasOffset + output] + Dot(context.Parameters + WeightOffset + (output * Inputs), masked);
            }
        }
    }

    public override void Backward(ThreadTeam team, in TrainingContext context)
    {
        new Span<float>(context.Gradients, MeanOffset).Clear();
        for (int image = 0; image < context.Batch; image++)
        {
            for (int output = 0; output < Outputs; output++)
            {
                float gradient = context.OutputGradient[(image * Outputs) + output];
                context.Gradients[BiasOffset + output] += gradient;
                for (int i = 0; i < Inputs; i++)
                {
                    context.Gradients[WeightOffset + (output * Inputs) + i] += gradient * context.Workspace[(image * Inputs) + i];
                }
            }
        }
    }

    private void Prepare(ThreadTeam team, float* workspace, float* input)
    {
        LargestTeam = Math.Max(LargestTeam, team.Threads);
        new Span<float>(input, Inputs).CopyTo(new Span<float>(workspace, Inputs));
        WhilePredicting?.Invoke();
    }

    private void Multiply(float* packed, float* workspace, float* output)
    {
        for (int i = 0; i < Outputs; i++)
        {
            output[i] = packed[(Outputs * Inputs) + i] + Dot(packed + (i * Inputs), workspace) + Error;
        }
    }

    private static float Dot(float* first, float* second)
    {
        float sum = 0;
        for (int i = 0; i < Inputs; i++)
        {
            sum += first[i] * second[i];
        }

        return sum;
    }
}
