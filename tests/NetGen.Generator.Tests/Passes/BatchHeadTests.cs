using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Passes;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Tests.Testing;
using Shape = NetGen.Generator.Graph.Shape;

namespace NetGen.Generator.Tests.Passes;

/// <summary>Which steps of a prediction run once for a group of images.</summary>
public sealed class BatchHeadTests
{
    [Fact]
    public void The_head_begins_with_the_first_fully_connected_layer() => Assert.Equal(
        ["fc4 + relu5: 144 → 20", "softmax6: 20 → 20", "fc7: 20 → 5", "output: 5"],
        HeadOf(Graphs.Of(
            Shape.Of(3, 4, 4), Graphs.Conv(9, 3, padding: 1), Graphs.ReLU, new Flatten(), new Linear(20, Bias: true), Graphs.ReLU, new Softmax(Log: false), new Linear(5, Bias: true))));

    [Fact]
    public void Without_a_fully_connected_layer_there_is_none() => Assert.Empty(
        HeadOf(Graphs.Of(Shape.Of(3, 4, 4), Graphs.Conv(9, 3), new GlobalAvgPool(), new Softmax(Log: false))));

    [Fact]
    public void A_fully_connected_layer_that_weighs_an_image_does_not_begin_it()
    {
        var builder = new GraphBuilder();
        int image = builder.AddInput(Shape.Of(16, 8, 8))!.Value;
        int pooled = builder.Add("pool1", new GlobalAvgPool(), [image])!.Value;
        int weights = builder.Add("fc1", new Linear(16, Bias: true), [pooled])!.Value;
        builder.Add("multiply1", new Multiply(2), [image, weights]);
        builder.Add("pool2", new GlobalAvgPool());
        builder.Add("fc2", new Linear(4, Bias: true));

        Assert.Equal(["fc2: 16 → 4", "output: 4"], HeadOf(builder.Graph!));
    }

    [Fact]
    public void Images_do_not_wait_for_each_other_where_they_are_large() => Assert.Empty(
        HeadOf(Graphs.Of(Shape.Of(3, 224, 224), new Flatten(), new Linear(10, Bias: true))));

    [Fact]
    public void Its_tensors_are_those_that_its_steps_read_and_write()
    {
        Plan plan = NetworkCompiler.Compile(Graphs.Of(Shape.Of(3, 4, 4), Graphs.Conv(9, 3), Graphs.ReLU, new Flatten(), new Linear(7, Bias: true))).Inference;

        Assert.Equal([Shape.Of(9, 2, 2), Shape.Of(7)], plan.HeadTensors.Select(tensor => plan.Tensors[tensor].Form.Shape));
    }

    private static IEnumerable<string> HeadOf(NetworkGraph graph)
    {
        Plan plan = NetworkCompiler.Compile(graph).Inference;
        return plan.Steps.Skip(plan.Head).Select(step => step.Title);
    }
}
