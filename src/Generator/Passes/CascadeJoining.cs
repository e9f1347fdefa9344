using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>
/// The pass that joins layers of which one alone reads the other, where they are made faster band by band, so that what lies between them
/// stays in the cache.
/// </summary>
internal sealed class CascadeJoining
{
    private readonly Program _program;
    private readonly NetworkGraph _graph;
    private readonly NodeReaders _readers;

    private CascadeJoining(Program program)
    {
        _program = program;
        _graph = program.Graph;
        _readers = new NodeReaders(program.Graph);
    }

    /// <summary>
    /// Joins first each 1×1 convolution and the depthwise one before it, then layers with a large tensor between them, and at last the
    /// user's image and the convolution that reads it.
    /// </summary>
    public static Program Join(Program program) =>
        program with { Layers = new CascadeJoining(program).Join([.. program.Layers]).ToEquatableArray() };

    private IEnumerable<FusedLayer> Join(List<FusedLayer> layers)
    {
        List<FusedLayer> pairs = Join(
            layers, (producer, layer) => producer.Before is null && IsDepthwise(producer.Main) && IsPointwise(layer));
        List<int> large =
            [.. pairs.Select(layer => layer.Output).Where(IsLarge).OrderByDescending(node => _graph.Nodes[node].Shape.Length)];
        foreach (int tensor in large) pairs = Join(pairs, (producer, layer) => producer.Output == tensor);
        return pairs.Select(JoinImage);
    }

    private bool IsLarge(int node) => CascadeGeometry.IsLarge(_graph.Nodes[node].Shape);

    /// <summary>Joins each layer to its producer where that is wanted, possible and worth it.</summary>
    private List<FusedLayer> Join(List<FusedLayer> layers, Func<FusedLayer, FusedLayer, bool> wants)
    {
        var joined = new List<FusedLayer>();
        foreach (FusedLayer layer in layers)
        {
            FusedLayer first = layer.Cascade.First();
            FusedLayer? producer = joined.Find(other => _graph.Nodes[first.Main].Inputs.Contains(other.Output));
            bool joins = producer is { Sum: null } && wants(producer, layer) && CanJoin(producer, layer)
                && !CascadeGeometry.IsSmall(Links(producer, layer));
            if (joins) joined.Remove(producer!);
            joined.Add(joins ? After(producer!, layer) : layer);
        }

        return joined;
    }

    /// <summary>A layer with the copy of the user's image that alone it reads, if bands pay.</summary>
    private FusedLayer JoinImage(FusedLayer layer)
    {
        FusedLayer first = layer.Cascade.First();
        if (!CanCascade(layer) || _graph.Nodes[first.Main].Operation is not Conv { Groups: 1 }) return layer;
        var image = new FusedLayer(_graph.Nodes[first.Main].Inputs[0], null, null);
        bool joins = _graph.Nodes[image.Main] is { Operation: Input } input
            && CascadeGeometry.IsLargeImage(input.Shape) && CanJoin(image, layer);
        return joins ? After(image, layer) : layer;
    }

    /// <summary>Whether a layer alone reads what another makes, and bands pay.</summary>
    private bool CanJoin(FusedLayer producer, FusedLayer layer) =>
        _readers.Only(producer.Output) == layer.Cascade.First().Main && CanCascade(producer) && CanCascade(layer)
        && CascadeGeometry.RowsOfBand(Links(producer, layer)) > 0;

    private IReadOnlyList<CascadeLink> Links(FusedLayer producer, FusedLayer layer) =>
        [.. producer.Cascade.Concat(layer.Cascade).Select(stage => CascadeLink.Of(_graph, stage.Main))];

    private static FusedLayer After(FusedLayer producer, FusedLayer layer) =>
        layer with { Before = layer.Before is null ? producer : After(producer, layer.Before) };

    private bool CanCascade(FusedLayer layer) => _graph.Nodes[layer.Main].Operation switch
    {
        Input => _graph.Nodes[layer.Main].Shape.Rank == 3,
        Conv { Rank: 2 } conv => _program.AlgorithmOf(layer.Main).IsDirect && (conv.Groups == 1 || IsDepthwise(layer.Main)),
        MaxPool { Rank: 2 } pool => HasWindowBody(pool, _graph.Nodes[layer.Main]),
        _ => false,
    };

    private bool HasWindowBody(MaxPool pool, Node node)
    {
        Shape input = _graph.Nodes[node.Inputs[0]].Shape;
        return MaxPoolWindowBody.For(pool.Kernel, pool.Stride, pool.Padding, pool.Dilation, input, node.Shape) is not null;
    }

    private bool IsDepthwise(int main) =>
        _graph.Nodes[main] is { Operation: Conv { Rank: 2 } conv } node && conv.IsDepthwise(_graph.Nodes[node.Inputs[0]].Shape);

    private bool IsPointwise(FusedLayer layer) =>
        _graph.Nodes[layer.Main].Operation is Conv { Rank: 2, Groups: 1, Kernel.Pixels: 1, Stride.Pixels: 1 } conv
        && conv.Padding == Edges.None;
}
