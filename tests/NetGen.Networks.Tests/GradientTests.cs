namespace NetGen.Networks.Tests;

public sealed class SmoothConvolutionsGradientTests : GradientTests<SmoothConvolutions>;

public sealed class SmoothNormalizationGradientTests : GradientTests<SmoothNormalization>;

public sealed class SmoothDropoutGradientTests : GradientTests<SmoothDropout>;

public sealed class SmoothChannelsGradientTests : GradientTests<SmoothChannels>;

public sealed class SmoothResidualsGradientTests : GradientTests<SmoothResiduals>;

public sealed class SmoothBranchesGradientTests : GradientTests<SmoothBranches>;

public sealed class SmoothExcitationGradientTests : GradientTests<SmoothExcitation>;

public sealed class SmoothSharingGradientTests : GradientTests<SmoothSharing>;

public sealed class SmoothSequenceGradientTests : GradientTests<SmoothSequence>;

public sealed class SmoothVolumeGradientTests : GradientTests<SmoothVolume>;

public sealed class SmoothEnlargementGradientTests : GradientTests<SmoothEnlargement>;

public sealed class VectorInputGradientTests : GradientTests<VectorInput>;

/// <summary>The backward pass computes the derivative of the forward pass, seen by central differences.</summary>
public abstract class GradientTests<TNetwork>
    where TNetwork : class, INetwork<TNetwork>
{
    private const int Batch = 5, Samples = 24;

    // A step of 1/64 leaves a truncation error of about 1/64²/6 of the third derivative, 4e-5, and the losses' rounding,
    // 1e-7, grows to 1e-5; tensors with small gradients need the rest of the room.
    private const float Step = 1f / 64;
    private const double Tolerance = 3e-3;

    private static readonly NetworkInfo _info = TNetwork.Info;
    private static readonly float[] _images = PortableNumbers.Uniform("images", Batch * _info.InputShape.Length);
    private static readonly int[] _labels = [.. Enumerable.Range(0, Batch).Select(i => i % _info.OutputShape.Length)];

    [Theory]
    [MemberData(nameof(TestSettings.All), MemberType = typeof(TestSettings))]
    public void Gradients_are_the_slopes_of_the_loss(CodePath path, int threads)
    {
        using TNetwork network = TNetwork.Create(7, TestSettings.Options(path, threads));
        PortableNumbers.Initialize(_info, network.Parameters);
        network.Step = 0;
        (_, float[] outputGradient) = CrossEntropy.Of(network.Forward(_images), _labels);
        network.Backward(outputGradient);
        float[][] gradients = [.. network.Parameters.Select(parameter => parameter.Gradient.ToArray())];

        for (int i = 0; i < gradients.Length; i++) CheckSlopes(network, network.Parameters[i], gradients[i]);
    }

    private static void CheckSlopes(TNetwork network, Parameter parameter, float[] gradient)
    {
        double scale = gradient.Select(Math.Abs).DefaultIfEmpty(0).Max();
        int step = Math.Max(1, gradient.Length / Samples);
        for (int i = 0; i < gradient.Length; i += step)
        {
            float value = parameter.Values[i];
            parameter.EditValues()[i] = value + Step;
            double above = Loss(network);
            parameter.EditValues()[i] = value - Step;
            double below = Loss(network);
            parameter.EditValues()[i] = value;
            double slope = (above - below) / (2 * Step);
            Assert.True(
                Math.Abs(slope - gradient[i]) <= Tolerance * scale,
                $"{parameter.Name}[{i}]: gradient {gradient[i]:E4}, slope {slope:E4}, largest {scale:E1}");
        }
    }

    /// <summary>The loss in training mode. One step number, one dropout mask.</summary>
    private static double Loss(TNetwork network)
    {
        network.Step = 0;
        return CrossEntropy.Of(network.Forward(_images), _labels).Loss;
    }
}
