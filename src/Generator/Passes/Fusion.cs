using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Rules;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>The pass that cuts a graph into layers: an operation with what its kernel computes besides.</summary>
internal sealed class Fusion
{
    private readonly Program _program;
    private readonly NetworkGraph _graph;
    private readonly NodeReaders _readers;

    private Fusion(Program program)
    {
        _program = program;
        _graph = program.Graph;
        _readers = new NodeReaders(program.Graph);
    }

    /// <summary>
    /// For prediction, batch normalisation folds into weights, a sum stands in the epilogue of one of its operands, and a pooling in tiles
    /// that hold its windows. In training, batch normalisation needs the batch, and all of these stand alone.
    /// </summary>
    public static Program Fuse(Program program) => program with { Layers = new Fusion(program).Layers().ToEquatableArray() };

    private List<FusedLayer> Layers()
    {
        var layers = new List<FusedLayer>();
        Dictionary<int, FusedLayer> sums = LayersOfSums();
        var taken = new HashSet<int>(sums.Values.SelectMany(layer => new[] { layer.Main, layer.Norm ?? layer.Main }));
        for (int i = 0; i < _graph.Nodes.Count; i++)
        {
            if (taken.Contains(i) || _graph.Nodes[i].Operation is Input) continue;
            FusedLayer layer = sums.TryGetValue(i, out FusedLayer sum) ? sum : new FusedLayer(i, NormAfter(i), null);
            LayerRule rule = LayerRules.Of(_graph.Nodes[layer.Main].Operation);
            int? activation = Reader(layer.Output, reader => reader is Activation function && rule.TakesActivation(function));
            layer = layer with { Activation = activation };
            layer = layer with { Pool = PoolAfter(layer) };
            taken.UnionWith(layer.Nodes);
            layers.Add(layer);
        }

        return layers;
    }

    /// <summary>The pooling whose windows lie in the tiles that Winograd's algorithm makes of a layer.</summary>
    private int? PoolAfter(FusedLayer layer)
    {
        ConvAlgorithm algorithm = _program.AlgorithmOf(layer.Main);
        if (!algorithm.IsWinograd || layer.Sum is not null) return null;
        Shape output = _graph.Nodes[layer.Main].Shape;
        return Reader(layer.Output, operation => operation is MaxPool pool && WinogradKernel.CanPool(algorithm.WinogradTile, output, pool));
    }

    /// <summary>
    /// For each sum that an operand takes into its epilogue, that operand's layer. Of several operands it is the one that comes last.
    /// </summary>
    private Dictionary<int, FusedLayer> LayersOfSums()
    {
        var layers = new Dictionary<int, FusedLayer>();
        for (int i = 0; !_program.IsTraining && i < _graph.Nodes.Count; i++)
        {
            Operation operation = _graph.Nodes[i].Operation;
            if (operation is Input || !LayerRules.Of(operation).TakesResidual(operation)) continue;
            int? norm = NormAfter(i);
            int last = norm ?? i;
            if (SumAfter(last) is not int sum) continue;
            int residual = _graph.Nodes[sum].Inputs.Single(input => input != last);
            layers[sum] = new FusedLayer(i, norm, null) { Sum = sum, Residual = residual };
        }

        return layers;
    }

    /// <summary>The normalisation that folds into a node's weights.</summary>
    private int? NormAfter(int node) => !_program.IsTraining && LayerRules.Of(_graph.Nodes[node].Operation).FoldsNorm
        ? Reader(node, operation => operation is BatchNorm)
        : null;

    /// <summary>The sum of two tensors of one shape that alone reads a node.</summary>
    private int? SumAfter(int node)
    {
        int? sum = Reader(node, operation => operation is Add);
        return sum is int index && IsOfTwoEqualShapes(_graph.Nodes[index]) ? sum : null;
    }

    private bool IsOfTwoEqualShapes(Node sum)
    {
        EquatableArray<int> inputs = sum.Inputs;
        return inputs.Count == 2 && _graph.Nodes[inputs[0]].Shape.Equals(_graph.Nodes[inputs[1]].Shape);
    }

    /// <summary>The node that alone reads a node, if it meets a condition.</summary>
    private int? Reader(int node, Func<Operation, bool> condition) =>
        _readers.Only(node) is int reader && condition(_graph.Nodes[reader].Operation) ? reader : null;
}
