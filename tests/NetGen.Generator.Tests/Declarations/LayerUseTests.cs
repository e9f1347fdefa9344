using NetGen.Generator.Declarations;
using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests.Declarations;

/// <summary>Every layer that can be declared can be compiled: its attribute has a reader, its operation a rule, and that its kernels.</summary>
public sealed class LayerUseTests
{
    private const string Vector = "24", Sequence = "4, 20", Image = "4, 12, 10", Volume = "4, 6, 8, 5";

    /// <summary>A use of each attribute, and inputs that it takes.</summary>
    private static readonly (string Use, string[] Inputs)[] _uses =
    [
        ("Conv1d(6, 3, Stride = 2, PaddingLeft = 2)", [Sequence]),
        ("Conv2d(6, 3, 2, Groups = 2, Padding = Padding.Same)", [Image]),
        ("Conv3d(6, 3, StrideDepth = 2, Padding = 1)", [Volume]),
        ("DepthwiseConv2d(3, Padding = 1)", [Image]),
        ("DepthwiseConv2d(3, Multiplier = 2, Stride = 2)", [Image]),
        ("ConvTranspose2d(6, 3, Stride = 2, OutputPadding = 1)", [Image]),
        ("Linear(5)", [Vector]),
        ("MaxPool1d(3, Stride = 2, Padding = 1, CeilMode = true)", [Sequence]),
        ("MaxPool2d(3, 2, Dilation = 2, PaddingRight = 1)", [Image]),
        ("MaxPool3d(2, Padding = 1)", [Volume]),
        ("AvgPool1d(3, CeilMode = true)", [Sequence]),
        ("AvgPool2d(3, Stride = 2, Padding = 1, CountIncludePad = false)", [Image]),
        ("AvgPool3d(2, 3, 1)", [Volume]),
        ("GlobalAvgPool2d", [Sequence, Image, Volume]),
        ("GlobalMaxPool2d", [Sequence, Image, Volume]),
        ("AdaptiveAvgPool2d(5)", [Image]),
        ("Upsample(2)", [Image]),
        ("Upsample(7, 30, Mode = UpsampleMode.Bilinear, AlignCorners = true)", [Image]),
        ("BatchNorm", [Vector, Sequence, Image, Volume]),
        ("LayerNorm", [Vector, Sequence, Image, Volume]),
        ("InstanceNorm(Affine = true)", [Sequence, Image, Volume]),
        ("GroupNorm(2)", [Vector, Sequence, Image, Volume]),
        ("LocalResponseNorm(3)", [Sequence, Image, Volume]),
        ("Dropout", [Vector, Sequence, Image, Volume]),
        ("Dropout2d", [Sequence, Image, Volume]),
        ("ReLU", [Vector, Sequence, Image, Volume]),
        ("ReLU6", [Vector, Volume]),
        ("LeakyReLU", [Vector, Volume]),
        ("PReLU", [Vector, Image]),
        ("PReLU(PerChannel = true)", [Sequence, Volume]),
        ("ELU", [Image]),
        ("SELU", [Image]),
        ("GELU", [Image]),
        ("GELU(Approximate = GeluApproximation.Tanh)", [Vector]),
        ("Linear(7, WeightFormat = WeightFormat.BFloat16)", [Vector]),
        ("SiLU", [Image]),
        ("Sigmoid", [Vector]),
        ("HardSigmoid", [Vector]),
        ("HardSwish", [Image]),
        ("Tanh", [Image]),
        ("Softplus", [Image]),
        ("Softmax", [Vector, Sequence, Image, Volume]),
        ("LogSoftmax", [Vector, Image]),
        ("Flatten", [Vector, Sequence, Image, Volume]),
        ("Reshape(8, -1)", [Vector, Sequence, Image, Volume]),
        ("ZeroPad(1, 2, -1, 0)", [Image]),
    ];

    [Fact]
    public void Every_layer_attribute_has_a_use_here() => Assert.Equal(
        LayerReader.Attributes.Select(name => name[..^"Attribute".Length]).Order(), _uses.Select(item => item.Use.Split('(')[0]).Distinct().Order());

    /// <summary>A learned layer before each, so that the gradient goes through it.</summary>
    [Fact]
    public void Every_use_has_kernels_for_both_directions()
    {
        string[] networks = [.. _uses.SelectMany(item => item.Inputs.Select(input => (item.Use, Input: input))).Select((item, index) =>
            $"[Network, Input({item.Input}), BatchNorm, {item.Use}] internal partial class Net{index};")];

        Generated project = UserProject.Build("using NetGen;\n" + string.Join('\n', networks));

        Assert.Equal(networks.Length, project.Result.GeneratedSources.Count(source => source.HintName.EndsWith(".Plan.g.cs", StringComparison.Ordinal)));
    }
}
