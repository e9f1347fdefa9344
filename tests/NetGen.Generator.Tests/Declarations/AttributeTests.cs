using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using NetGen.Generator.Declarations;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;
using NetGen.Generator.Tests.Testing;
using Format = NetGen.Generator.Graph.Operations.WeightFormat;
using Kind = NetGen.Generator.Graph.InitializerKind;
using Mode = NetGen.Generator.Graph.Operations.UpsampleMode;

namespace NetGen.Generator.Tests.Declarations;

/// <summary>The attributes and the reader, which never runs them, must agree.</summary>
public sealed class AttributeTests
{
    private static readonly Type[] _layers = [.. typeof(LayerAttribute).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LayerAttribute)) && !type.IsAbstract)];

    [Fact]
    public void Every_layer_attribute_has_a_reader() =>
        Assert.Equal(_layers.Select(type => type.Name).Order(), LayerReader.Attributes.Concat(BodyReader.Attributes).Order());

    [Fact]
    public void Attributes_are_sealed_and_leave_no_trace_in_the_users_assembly() => Assert.All(
        _layers.Concat([typeof(NetworkAttribute), typeof(InputAttribute), typeof(AuxiliaryAttribute), typeof(BlockAttribute)]),
        type =>
        {
            Assert.True(type.IsSealed);
            Assert.Equal("NETGEN_KEEP_ATTRIBUTES", type.GetCustomAttribute<ConditionalAttribute>()?.ConditionString);
        });

    [Fact]
    public void Convolutions_default_to_what_their_attributes_document()
    {
        Assert.Equal(
            new Conv(1, 8, Size.Cube(1, 3), Size.Cube(1, 1), Edges.None, Size.Cube(1, 1), 1, true), Read("Conv1d(8, 3)", "4, 32"));
        Assert.Equal(
            new Conv(3, 8, Size.Cube(3, 3), Size.Cube(3, 1), Edges.None, Size.Cube(3, 1), 1, true), Read("Conv3d(8, 3)", "4, 8, 16, 16"));
        Assert.Equal(Graphs.Conv(4, 3, groups: 4), Read("DepthwiseConv2d(3)"));
        Assert.Equal(
            new ConvTranspose(2, 8, Square(3), Square(1), Edges.None, Square(0), Square(1), 1, true), Read("ConvTranspose2d(8, 3)"));
        var conv = new Conv2dAttribute(8, 3);
        Assert.Equal(
            new Conv(
                2, conv.OutChannels, new Size(conv.KernelHeight, conv.KernelWidth), new Size(conv.StrideHeight, conv.StrideWidth),
                new Edges(conv.PaddingTop, conv.PaddingLeft, conv.PaddingBottom, conv.PaddingRight),
                new Size(conv.DilationHeight, conv.DilationWidth), conv.Groups, conv.Bias),
            Read("Conv2d(8, 3)"));
    }

    [Fact]
    public void Pools_default_to_what_their_attributes_document()
    {
        var max = new MaxPool2dAttribute(3);
        Assert.Equal(Graphs.MaxPool(max.KernelHeight, max.Stride, max.Padding, max.Dilation, max.CeilMode), Read("MaxPool2d(3)"));
        var average = new AvgPool2dAttribute(3, 2);
        Assert.Equal(
            new AvgPool(
                2, new Size(average.KernelHeight, average.KernelWidth), new Size(average.StrideHeight, average.StrideWidth),
                Edges.All(average.Padding), average.CeilMode, average.CountIncludePad),
            Read("AvgPool2d(3, 2)"));
        Assert.Equal(new MaxPool(1, Size.Cube(1, 3), Size.Cube(1, 3), Edges.None, Size.Cube(1, 1), false), Read("MaxPool1d(3)", "4, 32"));
        Assert.Equal(new AvgPool(3, Size.Cube(3, 2), Size.Cube(3, 2), Edges.None, false, true), Read("AvgPool3d(2)", "4, 8, 16, 16"));
        Assert.Equal(new AdaptiveAvgPool(Square(6)), Read("AdaptiveAvgPool2d(6)"));
        Assert.Equal(new Upsample(Square(64), Mode.Nearest, false), Read("Upsample(2)"));
    }

    [Fact]
    public void Other_layers_default_to_what_their_attributes_document()
    {
        var norm = new BatchNormAttribute();
        Assert.Equal(new BatchNorm((float)norm.Epsilon, (float)norm.Momentum, norm.Affine), Read("BatchNorm"));
        Assert.Equal(new LayerNorm((float)new LayerNormAttribute().Epsilon, new LayerNormAttribute().Affine), Read("LayerNorm"));
        Assert.Equal(new InstanceNorm((float)new InstanceNormAttribute().Epsilon, new InstanceNormAttribute().Affine), Read("InstanceNorm"));
        var group = new GroupNormAttribute(2);
        Assert.Equal(new GroupNorm(group.Groups, (float)group.Epsilon, group.Affine), Read("GroupNorm(2)"));
        var response = new LocalResponseNormAttribute(5);
        Assert.Equal(
            new LocalResponseNorm(response.Size, (float)response.Alpha, (float)response.Beta, (float)response.K), Read("LocalResponseNorm(5)"));
        Assert.Equal(new Dropout((float)new DropoutAttribute().Probability, false), Read("Dropout"));
        Assert.Equal(new Dropout((float)new Dropout2dAttribute().Probability, true), Read("Dropout2d"));
        Assert.Equal(new Activation(ActivationFunction.LeakyReLU, (float)new LeakyReLUAttribute().Slope), Read("LeakyReLU"));
        Assert.Equal(new Activation(ActivationFunction.ELU, (float)new ELUAttribute().Alpha), Read("ELU"));
        Assert.Equal(new Activation(ActivationFunction.Softplus, (float)new SoftplusAttribute().Beta), Read("Softplus"));
        Assert.Equal(new Activation(ActivationFunction.GELU, 0), Read("GELU"));
        Assert.Equal(new PReLU(1) { InitialSlope = (float)new PReLUAttribute().InitialSlope }, Read("PReLU"));
        Assert.Equal(new Linear(8, new LinearAttribute(8).Bias), Read("Flatten, Linear(8)"));
    }

    [Fact]
    public void Arguments_reach_the_operation_however_they_are_written()
    {
        Assert.Equal(Graphs.Conv(8, 3, 2, 1, 2, 4, false), Read("Conv2d(8, 3, Stride = 2, Padding = 1, Dilation = 2, Groups = 4, Bias = false)"));
        Assert.Equal(
            new Conv(2, 8, new Size(3, 5), Square(1), Edges.None, Square(1), 1, true), Read("Conv2d(kernelWidth: 5, outChannels: 8, kernelHeight: 3)"));
        Assert.Equal(Graphs.AvgPool(3, 2, 1, ceilMode: true, countIncludePad: false), Read("AvgPool2d(3, CountIncludePad = false, Padding = 1, CeilMode = true, Stride = 2)"));
        Assert.Equal(Graphs.MaxPool(3, 3, 0, dilation: 2, ceilMode: true), Read("MaxPool2d(3, Dilation = 2, CeilMode = true)"));
        Assert.Equal(new BatchNorm(0.001f, 0.01f, false), Read("BatchNorm(Affine = false, Momentum = 0.01, Epsilon = 1e-3)"));
        Assert.Equal(new InstanceNorm(0.001f, true), Read("InstanceNorm(Affine = true, Epsilon = 1e-3)"));
        Assert.Equal(new Dropout(0.25f, false), Read("Dropout(1 / 4.0)"));
        Assert.Equal(new Dropout(0, true), Read("Dropout2d(0)"));
        Assert.Equal(new PReLU(4), Read("PReLU(PerChannel = true)"));
        Assert.Equal(new PReLU(4) { InitialSlope = 0 }, Read("PReLU(InitialSlope = 0, PerChannel = true)"));
        Assert.Equal(new Activation(ActivationFunction.GELUTanh, 0), Read("GELU(Approximate = GeluApproximation.Tanh)"));
        Assert.Equal(new Upsample(new Size(48, 64), Mode.Bilinear, true), Read("Upsample(48, 64, Mode = UpsampleMode.Bilinear, AlignCorners = true)"));
        Assert.Equal(new AdaptiveAvgPool(new Size(1, 7)), Read("AdaptiveAvgPool2d(1, 7)"));
        Assert.Equal(new Linear(9, true) { WeightFormat = Format.BFloat16 }, Read("Linear(9, WeightFormat = WeightFormat.BFloat16)", input: "8"));
        Assert.Equal(new ZeroPad(new Edges(Top: 3, Left: 1, Bottom: 4, Right: 2)), Read("ZeroPad(1, 2, 3, 4)"));
        Assert.Equal(new ZeroPad(Edges.All(-1)), Read("ZeroPad(-1)"));
        Assert.Equal(new Reshape(EquatableArray.Of(2, 16, 128)), Read("Reshape(2, -1, 128)"));
    }

    [Fact]
    public void Initial_values_reach_the_layers_that_have_weights()
    {
        var init = new Initialization(Kind.TruncatedNormal, 0.03);
        var bias = new Initialization(Kind.Constant, 1);
        const string Arguments = "WeightInit = Init.TruncatedNormal, WeightInitScale = 0.03, BiasInit = Init.Constant, BiasInitScale = 1";

        Assert.Equal(Graphs.Conv(8, 3) with { WeightInit = init, BiasInit = bias }, Read($"Conv2d(8, 3, {Arguments})"));
        Assert.Equal(Graphs.Conv(4, 3, groups: 4) with { WeightInit = init, BiasInit = bias }, Read($"DepthwiseConv2d(3, {Arguments})"));
        Assert.Equal(new Linear(8, true) { WeightInit = init, BiasInit = bias }, Read($"Flatten, Linear(8, {Arguments})"));
        Assert.Equal(init, Assert.IsType<ConvTranspose>(Read($"ConvTranspose2d(8, 3, {Arguments})")).WeightInit);
        Assert.Equal(new Initialization(Kind.Normal, double.NaN), Assert.IsType<Conv>(Read("Conv2d(8, 3, WeightInit = Init.Normal)")).WeightInit);
        Assert.Equal(new Initialization(Kind.KaimingNormal, 1), Assert.IsType<Conv>(Read("Conv2d(8, 3, WeightInitScale = 1)")).WeightInit);
        Assert.Equal(new BatchNorm(1e-5f, 0.1f, true) { ScaleInit = 0 }, Read("BatchNorm(ScaleInit = 0)"));
    }

    /// <summary>The same arguments set the attribute's properties and the operation's numbers.</summary>
    [Fact]
    public void A_direction_by_itself_takes_precedence_over_all_of_them()
    {
        var conv = new Conv3dAttribute(8, 1, 2, 3)
        {
            Stride = 2,
            StrideWidth = 1,
            Padding = 3,
            PaddingHeight = 2,
            PaddingLeft = 1,
            PaddingBack = 0,
            Dilation = 2,
            DilationDepth = 1,
        };
        var expected = new Conv(
            3, 8, new Size(conv.KernelHeight, conv.KernelWidth, conv.KernelDepth), new Size(conv.StrideHeight, conv.StrideWidth, conv.StrideDepth),
            new Edges(conv.PaddingTop, conv.PaddingLeft, conv.PaddingBottom, conv.PaddingRight, conv.PaddingFront, conv.PaddingBack),
            new Size(conv.DilationHeight, conv.DilationWidth, conv.DilationDepth), 1, true);

        Assert.Equal(new Edges(2, 1, 2, 3, 3, 0), expected.Padding);
        Assert.Equal(expected, Read(
            "Conv3d(8, 1, 2, 3, Stride = 2, StrideWidth = 1, Padding = 3, PaddingHeight = 2, PaddingLeft = 1, PaddingBack = 0, Dilation = 2, DilationDepth = 1)",
            "4, 8, 16, 16"));
        var pool = new MaxPool2dAttribute(3, 2) { StrideWidth = 4, PaddingRight = 1, DilationHeight = 2 };
        Assert.Equal(
            new MaxPool(
                2, new Size(3, 2), new Size(pool.StrideHeight, pool.StrideWidth), new Edges(pool.PaddingTop, pool.PaddingLeft, pool.PaddingBottom, pool.PaddingRight),
                new Size(pool.DilationHeight, pool.DilationWidth), false),
            Read("MaxPool2d(3, 2, StrideWidth = 4, PaddingRight = 1, DilationHeight = 2)"));
        var transposed = new ConvTranspose2dAttribute(8, 3) { Stride = 2, OutputPadding = 1, OutputPaddingHeight = 0 };
        Assert.Equal(
            new Size(transposed.OutputPaddingHeight, transposed.OutputPaddingWidth),
            Assert.IsType<ConvTranspose>(Read("ConvTranspose2d(8, 3, Stride = 2, OutputPadding = 1, OutputPaddingHeight = 0)")).OutputPadding);
    }

    [Fact]
    public void Same_padding_is_numbered_alike_by_users_and_by_the_compiler()
    {
        Assert.Equal((Padding.Same, Padding.SameLower, Padding.Valid), (WindowAxis.SameUpper, WindowAxis.SameLower, 0));
        Assert.Equal((int)NetGen.UpsampleMode.Bilinear, (int)Mode.Bilinear);
        Assert.Equal(new Edges(0, 0, 1, 1), Assert.IsType<Conv>(Read("Conv2d(8, 3, Stride = 2, Padding = Padding.Same)")).Padding);
        Assert.Equal(new Edges(1, 0, 0, 0), Assert.IsType<Conv>(Read("Conv2d(8, 3, Stride = 2, PaddingHeight = Padding.SameLower)")).Padding);
    }

    [Fact]
    public void Layers_are_named_by_stem_and_number_unless_they_have_a_name()
    {
        const string Source = """
            using NetGen;
            [Network, Input(4, 32, 32)]
            [Conv2d(8, 3), BatchNorm, ReLU, MaxPool2d(2), Conv2d(8, 3, Name = "features.3"), LeakyReLU, AvgPool2d(2), Conv2d(8, 3)]
            [DepthwiseConv2d(3), ConvTranspose2d(8, 3), LayerNorm, GroupNorm(2), InstanceNorm, LocalResponseNorm(5), Upsample(2), ZeroPad(1), PReLU, GELU]
            [GlobalAvgPool2d, Dropout, Linear(10), Tanh, Sigmoid, Softmax, Flatten, Reshape(10), LogSoftmax]
            internal partial class Net;
            """;

        Assert.Equal(
            [
                "input", "conv1", "bn1", "relu1", "pool1", "features.3", "leakyrelu1", "pool2", "conv3",
                "conv4", "convtranspose1", "ln1", "gn1", "instancenorm1", "lrn1", "upsample1", "pad1", "prelu1", "gelu1",
                "pool3", "dropout1", "fc1", "tanh1", "sigmoid1", "softmax1", "flatten1", "reshape1", "logsoftmax1",
            ],
            GraphOf(Source).Nodes.Select(node => node.Name));
    }

    private static Size Square(int size) => new(size, size);

    private static Operation Read(string layer, string input = "4, 32, 32") => GraphOf(string.Create(
        CultureInfo.InvariantCulture, $"using NetGen; [Network, Input({input}), {layer}] internal partial class Net;")).Output.Operation;

    private static NetworkGraph GraphOf(string source)
    {
        Generated project = UserProject.Edit(source).CompilesCleanly();
        var model = (NetworkModel)project.Result.TrackedSteps[TrackingNames.Networks].Single().Outputs.Single().Value;
        Assert.Empty(GraphVerifier.Verify(model.Graph!));
        return model.Graph!;
    }
}
