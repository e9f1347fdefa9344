using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using NetGen.Generator.Declarations;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests.Declarations;

/// <summary>The attributes and the reader, which never runs them, must agree.</summary>
public sealed class AttributeTests
{
    private static readonly Type[] _layers = [.. typeof(LayerAttribute).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(LayerAttribute)))];

    [Fact]
    public void Every_layer_attribute_has_a_reader() =>
        Assert.Equal(_layers.Select(type => type.Name).Order(), LayerReader.Attributes.Order());

    [Fact]
    public void Attributes_are_sealed_and_leave_no_trace_in_the_users_assembly() => Assert.All(
        _layers.Append(typeof(NetworkAttribute)).Append(typeof(InputAttribute)),
        type =>
        {
            Assert.True(type.IsSealed);
            Assert.Equal("NETGEN_KEEP_ATTRIBUTES", type.GetCustomAttribute<ConditionalAttribute>()?.ConditionString);
        });

    [Fact]
    public void Defaults_are_those_that_the_attributes_document()
    {
        var conv = new Conv2dAttribute(8, 3);
        Assert.Equal(
            Graphs.Conv(conv.OutChannels, conv.KernelHeight, conv.Stride, conv.Padding, conv.Dilation, conv.Groups, conv.Bias),
            Read("Conv2d(8, 3)"));

        var max = new MaxPool2dAttribute(3);
        Assert.Equal(Graphs.MaxPool(max.Kernel, max.Stride, max.Padding), Read("MaxPool2d(3)"));

        var average = new AvgPool2dAttribute(3);
        Assert.Equal(
            new AvgPool2d(Square(average.Kernel), Square(average.Stride), Edges.All(average.Padding), average.CountIncludePad), Read("AvgPool2d(3)"));

        var norm = new BatchNormAttribute();
        Assert.Equal(new BatchNorm((float)norm.Epsilon, (float)norm.Momentum, norm.Affine), Read("BatchNorm"));
        Assert.Equal(new Dropout((float)new DropoutAttribute().Probability), Read("Dropout"));
        Assert.Equal(new Activation(ActivationFunction.LeakyReLU, (float)new LeakyReLUAttribute().Slope), Read("LeakyReLU"));
        Assert.Equal(new Linear(8, new LinearAttribute(8).Bias), Read("Flatten, Linear(8)"));
    }

    [Fact]
    public void Arguments_reach_the_operation_however_they_are_written()
    {
        Assert.Equal(Graphs.Conv(8, 3, 2, 1, 2, 4, false), Read("Conv2d(8, 3, Stride = 2, Padding = 1, Dilation = 2, Groups = 4, Bias = false)"));
        Assert.Equal(
            new Conv2d(8, new Size(3, 5), Square(1), Edges.None, Square(1), 1, true), Read("Conv2d(kernelWidth: 5, outChannels: 8, kernelHeight: 3)"));
        Assert.Equal(new AvgPool2d(Square(3), Square(2), Edges.All(1), false), Read("AvgPool2d(3, CountIncludePad = false, Padding = 1, Stride = 2)"));
        Assert.Equal(new BatchNorm(0.001f, 0.01f, false), Read("BatchNorm(Affine = false, Momentum = 0.01, Epsilon = 1e-3)"));
        Assert.Equal(new Dropout(0.25f), Read("Dropout(1 / 4.0)"));
        Assert.Equal(new Dropout(0), Read("Dropout(0)"));
    }

    [Fact]
    public void Layers_are_named_by_stem_and_number_unless_they_have_a_name()
    {
        const string Source = """
            using NetGen;
            [Network, Input(4, 32, 32)]
            [Conv2d(8, 3), BatchNorm, ReLU, MaxPool2d(2), Conv2d(8, 3, Name = "features.3"), LeakyReLU, AvgPool2d(2), Conv2d(8, 3)]
            [GlobalAvgPool2d, Dropout, Linear(10), Tanh, Sigmoid, Softmax, Flatten]
            internal partial class Net;
            """;

        Assert.Equal(
            ["input", "conv1", "bn1", "relu1", "pool1", "features.3", "leakyrelu1", "pool2", "conv3", "pool3", "dropout1", "fc1", "tanh1", "sigmoid1", "softmax1", "flatten1"],
            GraphOf(Source).Nodes.Select(node => node.Name));
    }

    private static Size Square(int size) => new(size, size);

    private static Operation Read(string layer) => GraphOf(string.Create(
        CultureInfo.InvariantCulture, $"using NetGen; [Network, Input(4, 32, 32), {layer}] internal partial class Net;")).Output.Operation;

    private static NetworkGraph GraphOf(string source)
    {
        Generated project = UserProject.Edit(source).CompilesCleanly();
        var model = (NetworkModel)project.Result.TrackedSteps[TrackingNames.Networks].Single().Outputs.Single().Value;
        Assert.Empty(GraphVerifier.Verify(model.Graph!));
        return model.Graph!;
    }
}
