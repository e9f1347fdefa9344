using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Rules;
using NetGen.Generator.Support;
using NetGen.Generator.Tests.Testing;
using Role = NetGen.Generator.Graph.ParameterRole;

namespace NetGen.Generator.Tests.Graph;

public sealed class ParameterTableTests
{
    private static readonly NetworkGraph _graph = Graphs.Of(
        Shape.Of(4, 8, 8), Graphs.Conv(6, 3, groups: 2), new BatchNorm(1e-5f, 0.1f, true), new Flatten(), new Linear(10, true));

    private static readonly EquatableArray<ParameterSpec> _table = ParameterTable.Of(_graph);

    [Fact]
    public void Names_and_order_are_those_of_a_state_dict() => Assert.Equal(
        ["conv1.weight", "conv1.bias", "bn2.weight", "bn2.bias", "bn2.running_mean", "bn2.running_var", "fc4.weight", "fc4.bias"],
        _table.Select(parameter => parameter.Name));

    [Fact]
    public void Weights_are_out_by_in_over_groups_by_rows_by_columns()
    {
        Assert.Equal([6, 2, 3, 3], _table[0].Shape);
        Assert.Equal([6], _table[1].Shape);
        Assert.Equal([10, 216], _table[6].Shape);
    }

    [Fact]
    public void Fan_in_counts_what_one_output_sums() => Assert.Equal([18, 18, 0, 0, 0, 0, 216, 216], _table.Select(parameter => parameter.FanIn));

    [Fact]
    public void Each_parameter_begins_on_a_cache_line_behind_the_one_before()
    {
        int end = 0;
        foreach (ParameterSpec parameter in _table)
        {
            Assert.Equal(0, parameter.Offset % 16);
            Assert.InRange(parameter.Offset, end, end + 15);
            end = parameter.Offset + parameter.Length;
        }
    }

    [Fact]
    public void A_node_finds_its_parameters_by_role()
    {
        var builder = new PlanBuilder(new Program(_graph, _table, IsTraining: false));

        Assert.Equal("bn2.weight", builder.Parameter(_graph.Nodes[2], Role.Scale)?.Name);
        Assert.Equal("fc4.weight", builder.Parameter(_graph.Nodes[4], Role.Weight)?.Name);
        Assert.Null(builder.Parameter(_graph.Nodes[2], Role.Weight));
        Assert.Null(builder.Parameter(_graph.Nodes[3], Role.Bias));
    }

    [Fact]
    public void What_a_layer_leaves_out_is_not_in_the_table()
    {
        NetworkGraph graph = Graphs.Of(Shape.Of(4), new Linear(3, false), new BatchNorm(1e-5f, 0.1f, false));

        Assert.Equal(["fc1.weight", "bn2.running_mean", "bn2.running_var"], ParameterTable.Of(graph).Select(parameter => parameter.Name));
        Assert.Equal([true, false, false], ParameterTable.Of(graph).Select(parameter => parameter.IsLearned));
    }
}
