namespace NetGen.Zoo.Tests;

public sealed class LeNet5ForwardTests : ForwardTests<LeNet5>;

public sealed class AlexNetForwardTests : ForwardTests<AlexNet>;

public sealed class ZFNetForwardTests : ForwardTests<ZFNet>;

public sealed class Vgg11ForwardTests : ForwardTests<Vgg11>;

public sealed class Vgg13ForwardTests : ForwardTests<Vgg13>;

public sealed class Vgg16ForwardTests : ForwardTests<Vgg16>;

public sealed class Vgg19ForwardTests : ForwardTests<Vgg19>;

public sealed class Vgg11BNForwardTests : ForwardTests<Vgg11BN>;

public sealed class Vgg13BNForwardTests : ForwardTests<Vgg13BN>;

public sealed class Vgg16BNForwardTests : ForwardTests<Vgg16BN>;

public sealed class Vgg19BNForwardTests : ForwardTests<Vgg19BN>;

public sealed class GoogLeNetForwardTests : ForwardTests<GoogLeNet>;

public sealed class ResNet18ForwardTests : ForwardTests<ResNet18>;

public sealed class ResNet34ForwardTests : ForwardTests<ResNet34>;

public sealed class ResNet50ForwardTests : ForwardTests<ResNet50>;

public sealed class ResNet101ForwardTests : ForwardTests<ResNet101>;

public sealed class ResNet20ForwardTests : ForwardTests<ResNet20>;

public sealed class ResNet56ForwardTests : ForwardTests<ResNet56>;

public sealed class ResNeXt50ForwardTests : ForwardTests<ResNeXt50>;

public sealed class MobileNetV1ForwardTests : ForwardTests<MobileNetV1>;

public sealed class MobileNetV1HalfForwardTests : ForwardTests<MobileNetV1Half>;

public sealed class MobileNetV2ForwardTests : ForwardTests<MobileNetV2>;

public sealed class SqueezeNetForwardTests : ForwardTests<SqueezeNet>;

public sealed class DenseNet121ForwardTests : ForwardTests<DenseNet121>;

/// <summary>A network of the zoo at full size computes what PyTorch computes, in double precision, for the same network.</summary>
public abstract class ForwardTests<TNetwork>
    where TNetwork : class, INetwork<TNetwork>
{
    private const int Samples = 500;

    // float32 keeps 24 bits, 6e-8; a hundred layers of sums with thousands of terms lose up to three digits of it.
    private const double Tolerance = 1e-4;

    private static readonly NetworkInfo _info = TNetwork.Info;
    private static readonly GoldenFile _golden = new(_info.Name);

    [Theory]
    [MemberData(nameof(TestSettings.Paths), MemberType = typeof(TestSettings))]
    public void A_prediction_agrees(CodePath path)
    {
        using TNetwork network = TNetwork.Create(1, TestSettings.Options(path, threads: 1));
        ZooGolden.Initialize(_info, network.Parameters, _golden["gain"][0]);
        var logits = new float[_info.OutputShape.Length];

        network.Predict(ZooGolden.Images(_info, attempt: 0, count: 1), logits);

        Compare.Close(_golden["eval.output"], ZooGolden.Sample(logits, Samples), Tolerance, "eval.output");
    }
}
