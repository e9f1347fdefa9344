using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Passes.Rules;
using NetGen.Generator.Support;
using NetGen.Generator.Tests.Testing;
using Mode = NetGen.Generator.Graph.Operations.UpsampleMode;

namespace NetGen.Generator.Tests.Graph;

/// <summary>What must hold of every operation, whoever adds it.</summary>
public sealed class OperationTests
{
    private static readonly Type[] _operations = [.. typeof(Operation).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Operation)) && !type.IsAbstract)];

    private static readonly Operation[] _open =
    [
        new DepthwiseConv(Graphs.Square(3), Graphs.Square(1), Edges.All(WindowAxis.SameUpper), Graphs.Square(1), 2, true),
        new PReLUPerChannel(0.25f),
        new UpsampleBy(2, Mode.Nearest, false),
    ];

    [Fact]
    public void Every_operation_has_a_rule() => Assert.Equal(
        _operations.Where(type => type != typeof(Input) && !type.IsSubclassOf(typeof(OpenOperation))).Select(type => type.Name).Order(),
        LayerRules.Operations.Select(type => type.Name).Order());

    [Fact]
    public void Every_open_operation_becomes_another_that_needs_no_input_to_be_understood()
    {
        Assert.Equal(
            _operations.Where(type => type.IsSubclassOf(typeof(OpenOperation))).Select(type => type.Name).Order(), _open.Select(operation => operation.GetType().Name).Order());
        EquatableArray<Shape> image = EquatableArray.Of(Shape.Of(4, 6, 8));
        Assert.All(_open, operation =>
        {
            Operation closed = operation.Resolve(image);
            Assert.IsNotType<OpenOperation>(closed, exactMatch: false);
            Assert.Equal(closed, closed.Resolve(image));
            Assert.Equal(operation.Infer(image).Shape, closed.Infer(image).Shape);
            Assert.Equal(operation.Stem, closed.Stem);
        });
    }
}
