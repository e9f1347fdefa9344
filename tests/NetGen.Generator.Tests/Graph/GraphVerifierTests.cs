using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;
using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests.Graph;

public sealed class GraphVerifierTests
{
    private static readonly NetworkGraph _sound = Graphs.Of(Shape.Of(1, 28, 28), Graphs.Conv(8, 3), Graphs.ReLU, new Flatten(), new Linear(10, true));

    [Fact]
    public void What_the_builder_makes_is_sound() => Assert.Empty(GraphVerifier.Verify(_sound));

    [Fact]
    public void A_wrong_shape_is_found() =>
        Expect("relu2: says 1×1×1 but gives 8×26×26.", Change(2, node => node with { Shape = Shape.Of(1, 1, 1) }));

    [Fact]
    public void A_name_used_twice_is_found() => Expect("conv1: 2 nodes have this name.", Change(2, node => node with { Name = "conv1" }));

    [Fact]
    public void A_node_that_reads_a_later_one_is_found() =>
        Expect("relu2: reads a node that does not stand before it.", Change(2, node => node with { Inputs = EquatableArray.Of(3) }));

    [Fact]
    public void A_missing_input_is_found() =>
        Expect("relu2: reads 0 nodes, but a ReLU reads 1.", Change(2, node => node with { Inputs = EquatableArray<int>.Empty }));

    [Fact]
    public void A_second_input_is_found() =>
        Expect("relu2: the input is node 0 and nothing else is.", Change(2, node => node with { Operation = new Input() }));

    [Fact]
    public void A_layer_that_does_not_fit_is_found() =>
        Expect("relu2: Dropout: probability must be in [0, 1), but is 2.", Change(2, node => node with { Operation = new Dropout(2, false) }));

    private static void Expect(string problem, NetworkGraph graph) => Assert.Contains(problem, GraphVerifier.Verify(graph));

    private static NetworkGraph Change(int index, Func<Node, Node> change) =>
        new(_sound.Nodes.Select((node, i) => i == index ? change(node) : node).ToEquatableArray());
}
