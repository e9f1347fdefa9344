namespace NetGen.Zoo.Tests;

public sealed class SmallLeNet5Tests : SmallNetworkTests<SmallLeNet5>;

public sealed class SmallAlexNetTests : SmallNetworkTests<SmallAlexNet>;

public sealed class SmallZFNetTests : SmallNetworkTests<SmallZFNet>;

public sealed class SmallVgg11Tests : SmallNetworkTests<SmallVgg11>;

public sealed class SmallVgg13Tests : SmallNetworkTests<SmallVgg13>;

public sealed class SmallVgg16Tests : SmallNetworkTests<SmallVgg16>;

public sealed class SmallVgg19Tests : SmallNetworkTests<SmallVgg19>;

public sealed class SmallVgg11BNTests : SmallNetworkTests<SmallVgg11BN>;

public sealed class SmallVgg13BNTests : SmallNetworkTests<SmallVgg13BN>;

public sealed class SmallVgg16BNTests : SmallNetworkTests<SmallVgg16BN>;

public sealed class SmallVgg19BNTests : SmallNetworkTests<SmallVgg19BN>;

public sealed class SmallGoogLeNetTests : SmallNetworkTests<SmallGoogLeNet>;

public sealed class SmallResNet18Tests : SmallNetworkTests<SmallResNet18>;

public sealed class SmallResNet34Tests : SmallNetworkTests<SmallResNet34>;

public sealed class SmallResNet50Tests : SmallNetworkTests<SmallResNet50>;

public sealed class SmallResNet101Tests : SmallNetworkTests<SmallResNet101>;

public sealed class SmallResNet20Tests : SmallNetworkTests<SmallResNet20>;

public sealed class SmallResNet56Tests : SmallNetworkTests<SmallResNet56>;

public sealed class SmallResNeXt50Tests : SmallNetworkTests<SmallResNeXt50>;

public sealed class SmallMobileNetV1Tests : SmallNetworkTests<SmallMobileNetV1>;

public sealed class SmallMobileNetV2Tests : SmallNetworkTests<SmallMobileNetV2>;

public sealed class SmallSqueezeNetTests : SmallNetworkTests<SmallSqueezeNet>;

public sealed class SmallDenseNet121Tests : SmallNetworkTests<SmallDenseNet121>;

/// <summary>A network of the zoo in small trains as PyTorch, in double precision, trains the same network.</summary>
public abstract class SmallNetworkTests<TNetwork>
    where TNetwork : class, INetwork<TNetwork>
{
    private const int Batch = 12, GradientSamples = 24;

    // Batch normalisation over as few as twelve values at 1×1 pixels magnifies rounding, in dozens of layers; the images are such
    // that PyTorch's own single precision differs by less than 2.5e-4.
    private const double OutputTolerance = 1e-4, GradientTolerance = 1e-3;

    private static readonly NetworkInfo _info = TNetwork.Info;
    private static readonly GoldenFile _golden = new(_info.Name);
    private static readonly float[] _images = ZooGolden.Images(_info, (int)_golden["attempt"][0], Batch);

    [Fact]
    public void Parameters_have_the_names_of_the_state_dict() => Assert.Equal(
        _golden.Names.Where(name => name.StartsWith("grad.", StringComparison.Ordinal) && !name.EndsWith(".norm", StringComparison.Ordinal)).Order(),
        _info.Parameters.Where(parameter => parameter.IsTrainable).Select(parameter => "grad." + parameter.Name).Order());

    [Theory]
    [MemberData(nameof(TestSettings.Paths), MemberType = typeof(TestSettings))]
    public void Inference_agrees(CodePath path)
    {
        using TNetwork network = Create(path);
        var outputs = new float[Batch * _info.OutputShape.Length];

        network.Predict(_images, outputs);

        Compare.Close(_golden["eval.output"], outputs, OutputTolerance, "eval.output");
    }

    [Theory]
    [MemberData(nameof(TestSettings.Paths), MemberType = typeof(TestSettings))]
    public void Training_mode_and_every_gradient_agree(CodePath path)
    {
        using TNetwork network = Create(path);

        var loss = new ZooLoss(_info, network.Forward(_images), Batch);
        for (int i = 0; i < _info.Outputs.Count; i++)
        {
            string name = i == 0 ? "train.output" : $"train.auxiliary{i}";
            Compare.Close(_golden[name], loss.Results[i], OutputTolerance, name);
        }

        network.Backward(loss.Gradient);
        foreach (Parameter parameter in network.Parameters.Where(parameter => parameter.IsTrainable)) CheckGradient(parameter);
    }

    private static TNetwork Create(CodePath path)
    {
        TNetwork network = TNetwork.Create(1, TestSettings.Options(path, threads: 1));
        ZooGolden.Initialize(_info, network.Parameters, _golden["gain"][0]);
        return network;
    }

    /// <summary>
    /// A bias before a batch normalisation has no effect, so its gradient is rounding and nothing else; it is measured by the
    /// layer's weights.
    /// </summary>
    private static void CheckGradient(Parameter parameter)
    {
        string name = "grad." + parameter.Name;
        string weight = name[..(name.LastIndexOf('.') + 1)] + "weight";
        double norm = _golden[name + ".norm"][0], layerNorm = _golden[weight + ".norm"][0];
        bool vanishes = norm < 1e-6 * layerNorm;
        Compare.Close(
            _golden[name], ZooGolden.Sample(parameter.Gradient, GradientSamples), GradientTolerance, name, vanishes ? layerNorm : 0);
        double actualNorm = Math.Sqrt(parameter.Gradient.ToArray().Sum(value => (double)value * value));
        Assert.Equal(norm, actualNorm, GradientTolerance * (vanishes ? layerNorm : norm));
    }
}
