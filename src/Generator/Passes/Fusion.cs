using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Rules;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>The fusion pass: cuts a graph into layers.</summary>
internal sealed class Fusion
{
    private readonly NetworkGraph _graph;
    private readonly bool _inference;
    private readonly int[] _onlyReader;

    private Fusion(NetworkGraph graph, bool inference)
    {
        _graph = graph;
        _inference = inference;
        _onlyReader = OnlyReaders(graph);
    }

    /// <summary>For inference, where batch normalisation folds into weights, and a sum stands in the epilogue of one of its operands.</summary>
    public static List<FusedLayer> ForInference(NetworkGraph graph) => new Fusion(graph, inference: true).Fuse();

    /// <summary>For training, where batch normalisation needs the batch and stands alone.</summary>
    public static List<FusedLayer> ForTraining(NetworkGraph graph) => new Fusion(graph, inference: false).Fuse();

    /// <summary>
    /// Whether an activation can stand in the epilogue of a kernel that multiplies. Its gradient is made from its output, because
    /// its input is never stored.
    /// </summary>
    public static bool IsClamp(Activation activation) => activation is { Function: ActivationFunction.ReLU or ActivationFunction.ReLU6 }
        or { Function: ActivationFunction.LeakyReLU, Slope: >= 0 and <= 1 };

    private List<FusedLayer> Fuse()
    {
        var layers = new List<FusedLayer>();
        Dictionary<int, FusedLayer> sums = LayersOfSums();
        var taken = new HashSet<int>(sums.Values.SelectMany(layer => new[] { layer.Main, layer.Norm ?? layer.Main }));
        for (int i = 0; i < _graph.Nodes.Count; i++)
        {
            if (taken.Contains(i) || _graph.Nodes[i].Operation is Input) continue;
            FusedLayer layer = sums.TryGetValue(i, out FusedLayer sum) ? sum : new FusedLayer(i, NormBehind(i), null);
            LayerRule rule = LayerRules.Of(_graph.Nodes[layer.Main].Operation);
            layer = layer with { Activation = Reader(layer.Output, operation => operation is Activation function && rule.TakesActivation(function)) };
            layer = layer with { Pool = PoolBehind(layer) };
            taken.UnionWith(layer.Nodes);
            layers.Add(layer);
        }

        return _inference ? JoinCascades(layers) : layers;
    }

    /// <summary>
    /// Joins layers that are better made band by band: first each 1×1 convolution and the depthwise one before it, then what a large tensor
    /// lies between, and at last the user's image and the convolution that reads it.
    /// </summary>
    private List<FusedLayer> JoinCascades(List<FusedLayer> layers)
    {
        List<FusedLayer> pairs = Join(layers, (before, layer) => before.Before is null && IsDepthwise(before.Main) && IsPointwise(layer));
        foreach (int large in pairs.Select(layer => layer.Output).Where(IsLarge).OrderByDescending(node => _graph.Nodes[node].Shape.Length).ToList())
            pairs = Join(pairs, (before, layer) => before.Output == large);
        return [.. pairs.Select(BehindImage)];
    }

    private bool IsLarge(int node) => CascadeGeometry.IsLarge(_graph.Nodes[node].Shape);

    private List<FusedLayer> Join(List<FusedLayer> layers, Func<FusedLayer, FusedLayer, bool> wants)
    {
        var joined = new List<FusedLayer>();
        foreach (FusedLayer layer in layers)
        {
            FusedLayer first = layer.Cascade.First();
            FusedLayer? before = joined.Find(other => _graph.Nodes[first.Main].Inputs.Contains(other.Output));
            bool joins = before is { Sum: null } && wants(before, layer) && CanJoin(before, layer) && !CascadeGeometry.IsSmall(Links(before, layer));
            if (joins) joined.Remove(before!);
            joined.Add(joins ? Behind(before!, layer) : layer);
        }

        return joined;
    }

    /// <summary>A layer with the copy of the user's image that alone it reads, if bands pay.</summary>
    private FusedLayer BehindImage(FusedLayer layer)
    {
        FusedLayer first = layer.Cascade.First();
        if (!CanCascade(layer) || _graph.Nodes[first.Main].Operation is not Conv { Groups: 1 }) return layer;
        var image = new FusedLayer(_graph.Nodes[first.Main].Inputs[0], null, null);
        bool joins = _graph.Nodes[image.Main] is { Operation: Input } input && CascadeGeometry.IsLargeImage(input.Shape) && CanJoin(image, layer);
        return joins ? Behind(image, layer) : layer;
    }

    /// <summary>Whether a layer alone reads what another makes, and bands pay.</summary>
    private bool CanJoin(FusedLayer before, FusedLayer layer) =>
        _onlyReader[before.Output] == layer.Cascade.First().Main && CanCascade(before) && CanCascade(layer)
        && CascadeGeometry.RowsOfBand(Links(before, layer)) > 0;

    private IReadOnlyList<CascadeLink> Links(FusedLayer before, FusedLayer layer) =>
        [.. before.Cascade.Concat(layer.Cascade).Select(stage => Link(_graph, stage))];

    private static FusedLayer Behind(FusedLayer before, FusedLayer layer) =>
        layer with { Before = layer.Before is null ? before : Behind(before, layer.Before) };

    private bool CanCascade(FusedLayer layer) => _graph.Nodes[layer.Main].Operation switch
    {
        Input => _graph.Nodes[layer.Main].Shape.Rank == 3,
        Conv { Rank: 2, WinogradTile: 0, IsStrassen: false } conv => conv.Groups == 1 || IsDepthwise(layer.Main),
        MaxPool { Rank: 2 } pool => MaxPoolWindowBody.For(pool.Kernel, pool.Stride, pool.Padding, pool.Dilation, InputOf(layer), _graph.Nodes[layer.Main].Shape) is not null,
        _ => false,
    };

    private Shape InputOf(FusedLayer layer) => _graph.Nodes[_graph.Nodes[layer.Main].Inputs[0]].Shape;

    private bool IsDepthwise(int main) =>
        _graph.Nodes[main] is { Operation: Conv { Rank: 2 } conv } node && conv.IsDepthwise(_graph.Nodes[node.Inputs[0]].Shape);

    private bool IsPointwise(FusedLayer layer) =>
        _graph.Nodes[layer.Main].Operation is Conv { Rank: 2, Groups: 1, Kernel.Pixels: 1, Stride.Pixels: 1 } conv && conv.Padding == Edges.None;

    /// <summary>A layer as one of a chain.</summary>
    public static CascadeLink Link(NetworkGraph graph, FusedLayer layer)
    {
        Node main = graph.Nodes[layer.Main];
        Shape output = main.Shape;
        if (main.Operation is Input) return new(output, ConvAxis.Forward(output.Height, 1, 1, 0, 1), 0, FillsTiles: true);
        if (main.Operation is MaxPool pool) return new(output, ConvAxis.Forward(output.Height, pool.Kernel.Height, pool.Stride.Height, pool.Padding.Top, 1), 0, FillsTiles: true);
        var conv = (Conv)main.Operation;
        Shape input = graph.Nodes[main.Inputs[0]].Shape;
        ConvAxis vertical = ConvAxis.Forward(output.Height, conv.Kernel.Height, conv.Stride.Height, conv.Padding.Top, conv.Dilation.Height);
        return conv.IsDepthwise(input)
            ? new(output, vertical, 0, FillsTiles: true)
            : new(output, vertical, (long)conv.OutChannels * input.Channels * conv.Kernel.Pixels, FillsTiles: false);
    }

    /// <summary>The pooling whose windows lie in the tiles that Winograd's algorithm makes of a layer.</summary>
    private int? PoolBehind(FusedLayer layer) =>
        _inference && _graph.Nodes[layer.Main] is { Operation: Conv { WinogradTile: > 0 and var tile } } main && layer.Sum is null
            ? Reader(layer.Output, operation => operation is MaxPool pool && WinogradKernel.CanPool(tile, main.Shape, pool))
            : null;

    /// <summary>For each sum that an operand takes into its epilogue, that operand's layer. Of several operands it is the one that comes last.</summary>
    private Dictionary<int, FusedLayer> LayersOfSums()
    {
        var layers = new Dictionary<int, FusedLayer>();
        for (int i = 0; _inference && i < _graph.Nodes.Count; i++)
        {
            Operation operation = _graph.Nodes[i].Operation;
            if (operation is Input || !LayerRules.Of(operation).TakesResidual(operation)) continue;
            int? norm = NormBehind(i);
            int last = norm ?? i;
            if (SumBehind(last) is not int sum) continue;
            int residual = _graph.Nodes[sum].Inputs.Single(input => input != last);
            layers[sum] = new FusedLayer(i, norm, null) { Sum = sum, Residual = residual };
        }

        return layers;
    }

    /// <summary>The normalisation that folds into a node's weights.</summary>
    private int? NormBehind(int node) =>
        _inference && LayerRules.Of(_graph.Nodes[node].Operation).FoldsNorm ? Reader(node, operation => operation is BatchNorm) : null;

    /// <summary>The sum of two tensors of one shape that alone reads a node.</summary>
    private int? SumBehind(int node)
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
        _onlyReader[node] >= 0 && condition(_graph.Nodes[_onlyReader[node]].Operation) ? _onlyReader[node] : null;

    /// <summary>For each node the one that alone reads it; −1 where there are more, or where it is a result of the network.</summary>
    private static int[] OnlyReaders(NetworkGraph graph)
    {
        const int None = -1, Several = -2;
        int[] readers = [.. Enumerable.Repeat(None, graph.Nodes.Count)];
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (int input in graph.Nodes[i].Inputs) readers[input] = readers[input] == None ? i : Several;
        }

        foreach (GraphResult result in graph.Results) readers[result.Node] = Several;
        return readers;
    }
}
