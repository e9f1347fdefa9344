using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Passes.Rules;
using NetGen.Generator.Support;
using NetGen.RandomGraphs.Tests.Drawing;
using NetGen.RandomGraphs.Tests.Running;

namespace NetGen.RandomGraphs.Tests;

/// <summary>What the random networks are made of.</summary>
public sealed class CoverageTests
{
    private static IReadOnlyList<RandomNetwork> Networks => RandomSuite.Current.Networks;

    [Fact]
    public void Every_kind_of_layer_that_can_be_compiled_can_be_drawn() => Assert.Empty(
        LayerRules.Operations.Except(DrawnLayers.Operations).Except(DrawnLayers.Combinations).Select(operation => operation.Name));

    [Fact]
    public void Every_kind_of_layer_that_can_be_compiled_occurs()
    {
        HashSet<Type> present = [.. Networks.SelectMany(network => network.Graph.Nodes).Select(node => node.Operation.GetType())];
        Assert.Empty(LayerRules.Operations.Except(present).Select(operation => operation.Name));
    }

    [Fact]
    public void Every_activation_function_occurs()
    {
        HashSet<ActivationFunction> present =
            [.. Networks.SelectMany(network => network.Graph.Nodes).Select(node => node.Operation).OfType<Activation>().Select(activation => activation.Function)];
        Assert.Empty(Enum.GetValues<ActivationFunction>().Except(present).Except([ActivationFunction.Identity]));
    }

    [Fact]
    public void A_seed_draws_the_same_networks_again()
    {
        var blocks = new BlockLibrary(5, rounds: 2);
        Assert.Equal(blocks.Source, new BlockLibrary(5, rounds: 2).Source);
        Assert.Equal(
            Enumerable.Range(0, 20).Select(seed => NetworkWriter.Write(seed, "Net", blocks)),
            Enumerable.Range(0, 20).Select(seed => NetworkWriter.Write(seed, "Net", blocks)));
    }

    [Fact]
    public void Graphs_have_branches_blocks_inputs_and_results_in_plenty()
    {
        double Share(Func<NetworkGraph, bool> condition) => ShareOf(network => condition(network.Graph));
        double ShareOf(Func<RandomNetwork, bool> condition) => Networks.Count(condition) / (double)Networks.Count;

        Assert.InRange(ShareOf(network => network.Source.Contains("Block<", StringComparison.Ordinal)), 0.2, 0.99);
        Assert.InRange(Share(graph => graph.Nodes.Any(node => node.Operation is Add or Multiply or Concat)), 0.4, 0.99);
        Assert.InRange(Share(graph => graph.Nodes.SelectMany(node => node.Inputs).GroupBy(input => input).Any(readers => readers.Count() > 1)), 0.4, 0.99);
        Assert.InRange(Share(graph => graph.Inputs.Count() > 1), 0.1, 0.67);
        Assert.InRange(Share(graph => graph.Results.Count(result => result.AuxiliaryWeight is null) > 1), 0.07, 0.67);
        Assert.InRange(Share(graph => graph.Results.Any(result => result.AuxiliaryWeight is not null)), 0.07, 0.67);
        Assert.InRange(ShareOf(network => !network.Source.Contains("Stage", StringComparison.Ordinal)), 0.13, 0.4);
        Assert.All(Enumerable.Range(0, 4), rank => Assert.InRange(Share(graph => graph.Nodes[0].Shape.SpatialRank == rank), 0.03, 0.87));
    }

    [Fact]
    public void A_tensor_may_be_convolved_and_flattened()
    {
        static bool IsBoth(NetworkGraph graph, int node)
        {
            Operation[] readers = [.. graph.Nodes.Where(reader => reader.Inputs.Contains(node)).Select(reader => reader.Operation)];
            return readers.OfType<Conv>().Any() && readers.Any(reader => reader is Flatten or Reshape);
        }

        Assert.Contains(Networks, network => Enumerable.Range(0, network.Graph.Nodes.Count).Any(node => IsBoth(network.Graph, node)));
    }

    /// <summary>Where nothing before a layer learns, the gradient by its input is spared, and what that needs may be missing elsewhere.</summary>
    [Fact]
    public void Every_layer_with_weights_reads_an_input_of_the_network_somewhere()
    {
        HashSet<Type> first = [.. Networks.SelectMany(network => network.Graph.Nodes
            .Where(node => node.Inputs.Any(input => network.Graph.Nodes[input].Operation is Input)).Select(node => node.Operation.GetType()))];
        Type[] weighted = [typeof(Conv), typeof(ConvTranspose), typeof(Linear), typeof(BatchNorm)];
        Assert.Empty(weighted.Except(first).Select(operation => operation.Name));
    }

    /// <summary>The networks are compared as the front end reads them, so it must have read what is written.</summary>
    [Fact]
    public void A_layer_is_read_as_it_is_meant()
    {
        var dice = new Dice(1);
        Shape[] inputs = [Shape.Of(12), Shape.Of(6, 16), Shape.Of(6, 9, 8), Shape.Of(4, 4, 5, 6)];
        var drawn = Enumerable.Range(0, 400).Select(index =>
        {
            Shape input = inputs[index % inputs.Length];
            return (Name: $"Net{index}", Input: input, DrawnLayers.Draw(dice, input).Layer);
        }).ToArray();

        Dictionary<string, NetworkGraph> graphs = UserProject.Read("", drawn.ToDictionary(
            item => item.Name, item => $"[Network, Input({string.Join(", ", item.Input.Dimensions)}), {item.Layer.Text}] public partial class {item.Name};"));

        Assert.All(drawn, item => Assert.Equal(item.Layer.Operation.Resolve(EquatableArray.Of(item.Input)), graphs[item.Name].Nodes[1].Operation));
    }
}
