using NetGen.Examples;

namespace NetGen.Networks.Tests;

public sealed class LeNet5GoldenTests : GoldenTests<LeNet5>;

public sealed class ConvTrapsGoldenTests : GoldenTests<ConvTraps>;

public sealed class PoolTrapsGoldenTests : GoldenTests<PoolTraps>;

public sealed class DepthwiseTrapsGoldenTests : GoldenTests<DepthwiseTraps>;

public sealed class SingleChannelGoldenTests : GoldenTests<SingleChannel>;

public sealed class DenseTrapsGoldenTests : GoldenTests<DenseTraps>;

public sealed class TransposeTrapsGoldenTests : GoldenTests<TransposeTraps>;

public sealed class ActivationTrapsGoldenTests : GoldenTests<ActivationTraps>;

public sealed class NormTrapsGoldenTests : GoldenTests<NormTraps>;

public sealed class PoolFormsGoldenTests : GoldenTests<PoolForms>;

public sealed class ResizeTrapsGoldenTests : GoldenTests<ResizeTraps>;

public sealed class VolumeTrapsGoldenTests : GoldenTests<VolumeTraps>;

public sealed class SequencePoolsGoldenTests : GoldenTests<SequencePools>;

public sealed class SequenceTrapsGoldenTests : GoldenTests<SequenceTraps>;

public sealed class VectorInputGoldenTests : GoldenTests<VectorInput>;

/// <summary>A network computes what PyTorch computes, in double precision, for the same network.</summary>
public abstract class GoldenTests<TNetwork>
    where TNetwork : class, INetwork<TNetwork>
{
    private const int Batch = 6;

    // float32 keeps 24 bits, 6e-8; sums of up to 2450 products lose two more digits of it.
    private const double OutputTolerance = 1e-5, GradientTolerance = 1e-4;

    private static readonly NetworkInfo _info = TNetwork.Info;
    private static readonly GoldenFile _golden = new(_info.Name);
    private static readonly float[] _firstBatch = PortableNumbers.Uniform($"{_info.Name}.A", Batch * _info.InputShape.Length);
    private static readonly float[] _secondBatch = PortableNumbers.Uniform($"{_info.Name}.B", Batch * _info.InputShape.Length);
    private static readonly int[] _labels = [.. Enumerable.Range(0, Batch).Select(i => ((7 * i) + 3) % _info.OutputShape.Length)];

    [Fact]
    public void Parameters_have_the_names_of_the_state_dict() => Assert.Equal(
        _golden.Names.Where(name => name.StartsWith("after.", StringComparison.Ordinal) && name != "after.output").Order(),
        _info.Parameters.Select(parameter => "after." + parameter.Name).Order());

    [Theory]
    [MemberData(nameof(TestSettings.All), MemberType = typeof(TestSettings))]
    public void Inference_agrees(CodePath path, int threads)
    {
        using TNetwork network = Create(path, threads);

        Compare.Close(_golden["eval.output"], Predict(network), OutputTolerance, "eval.output");
    }

    [Theory]
    [MemberData(nameof(TestSettings.All), MemberType = typeof(TestSettings))]
    public void Training_mode_and_gradients_agree(CodePath path, int threads)
    {
        using TNetwork network = Create(path, threads);

        ReadOnlySpan<float> outputs = network.Forward(_firstBatch);
        Compare.Close(_golden["train.output"], outputs, OutputTolerance, "train.output");
        (double loss, float[] gradient) = CrossEntropy.Of(outputs, _labels);
        Assert.Equal(_golden["train.loss"][0], loss, 1e-5 * _golden["train.loss"][0]);
        network.Backward(gradient);

        foreach (Parameter parameter in network.Parameters.Where(parameter => parameter.IsTrainable)) CheckGradient(parameter);
    }

    [Theory]
    [MemberData(nameof(TestSettings.All), MemberType = typeof(TestSettings))]
    public void Parameters_and_running_statistics_agree_after_two_steps(CodePath path, int threads)
    {
        using TNetwork network = Create(path, threads);
        var optimizer = new Sgd { LearningRate = 0.05f, Momentum = 0.9f, WeightDecay = 5e-4f };

        foreach (float[] images in new[] { _firstBatch, _secondBatch })
        {
            (_, float[] gradient) = CrossEntropy.Of(network.Forward(images), _labels);
            network.Backward(gradient);
            optimizer.Step(network.Parameters);
        }

        foreach (Parameter parameter in network.Parameters)
        {
            string name = "after." + parameter.Name;
            Compare.Close(_golden[name], GoldenFile.Sample(parameter.Values), OutputTolerance, name);
        }

        Compare.Close(_golden["after.output"], Predict(network), GradientTolerance, "after.output");
    }

    private static TNetwork Create(CodePath path, int threads)
    {
        TNetwork network = TNetwork.Create(1, TestSettings.Options(path, threads));
        PortableNumbers.Initialize(_info, network.Parameters);
        return network;
    }

    private static float[] Predict(TNetwork network)
    {
        var outputs = new float[Batch * _info.OutputShape.Length];
        network.Predict(_firstBatch, outputs);
        return outputs;
    }

    /// <summary>
    /// A bias before a batch normalisation has no effect, so its gradient is rounding and nothing else; it is measured by
    /// the layer's weights.
    /// </summary>
    private static void CheckGradient(Parameter parameter)
    {
        string name = "grad." + parameter.Name;
        string weight = name[..(name.LastIndexOf('.') + 1)] + "weight";
        double norm = _golden[name + ".norm"][0], layerNorm = _golden[weight + ".norm"][0];
        bool vanishes = norm < 1e-6 * layerNorm;
        Compare.Close(
            _golden[name], GoldenFile.Sample(parameter.Gradient), GradientTolerance, name, vanishes ? layerNorm : 0);
        double actualNorm = Math.Sqrt(parameter.Gradient.ToArray().Sum(value => (double)value * value));
        Assert.Equal(norm, actualNorm, GradientTolerance * (vanishes ? layerNorm : norm));
    }
}
