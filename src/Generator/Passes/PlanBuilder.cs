using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>What the inference and the training planner share: tensors, packed buffers, parameters and titles.</summary>
internal sealed class PlanBuilder(NetworkGraph graph, bool training)
{
    private readonly EquatableArray<ParameterSpec> _parameters = ParameterTable.Of(graph);
    private readonly Dictionary<(int Owner, bool Gradient), int> _indices = [];

    public NetworkGraph Graph { get; } = graph;

    public TensorForms Forms { get; } = new(graph, training);

    public List<PlanTensor> Tensors { get; } = [];

    public List<PackedBuffer> Packed { get; } = [];

    /// <summary>The tensor of a node's value.</summary>
    public Operand Value(int node) => Tensor(Forms.Owner(node), gradient: false);

    /// <summary>The tensor of the gradient by a node's value.</summary>
    public Operand Gradient(int node) => Tensor(Forms.Owner(node), gradient: true);

    /// <summary>A tensor that no node stands for.</summary>
    public Operand Scratch(string name, TensorForm form)
    {
        Tensors.Add(new PlanTensor(name, form));
        return Operand.Workspace(Tensors.Count - 1);
    }

    /// <summary>Lets the gradient by one node's value use the memory of another's.</summary>
    public void ShareGradient(int node, int with) => _indices[(Forms.Owner(node), true)] = Gradient(with).Index;

    /// <summary>A new packed buffer for a kernel's weights.</summary>
    public Operand PackedWeights(string name, KernelSpec reader) => AddPacked(new PackedBuffer(name, reader));

    /// <summary>A new packed buffer for a vector of channels.</summary>
    public Operand PackedVector(string name, int channels) => AddPacked(new PackedBuffer(name, null, channels));

    /// <summary>A parameter of a node, or null where it has none of that role.</summary>
    public ParameterSpec? Parameter(int node, ParameterRole role) => ParameterTable.Find(_parameters, Graph.Nodes[node], role);

    /// <summary>A step's title: what is computed, with the shapes.</summary>
    public string Title(FusedLayer layer, string prefix = "")
    {
        Node main = Graph.Nodes[layer.Main];
        string names = string.Join(" + ", new int?[] { layer.Main, layer.Norm, layer.Activation }.OfType<int>().Select(i => Graph.Nodes[i].Name));
        return $"{prefix}{names}: {Graph.Nodes[main.Inputs[0]].Shape} → {main.Shape}";
    }

    /// <summary>The epilogue of a layer.</summary>
    public (ActivationFunction Function, float Slope) Epilogue(FusedLayer layer) =>
        layer.Activation is int index && Graph.Nodes[index].Operation is Activation activation
            ? (activation.Function, activation.Slope)
            : (ActivationFunction.Identity, 0);

    /// <summary>The convolution kernel of a layer.</summary>
    public ConvKernel Conv(FusedLayer layer, Conv conv, bool bias)
    {
        (ConvAxis vertical, ConvAxis horizontal) = TensorForms.Axes(conv, Graph.Nodes[layer.Main].Shape);
        (ActivationFunction function, float slope) = Epilogue(layer);
        return new ConvKernel(
            Forms.Value(Input(layer)), Forms.Value(layer.Output), vertical, horizontal, conv.Groups, bias, function, slope);
    }

    /// <summary>The fully connected kernel of a layer.</summary>
    public LinearKernel Linear(FusedLayer layer, bool bias)
    {
        (ActivationFunction function, float slope) = Epilogue(layer);
        return new LinearKernel(Forms.Value(Input(layer)), Forms.Value(layer.Output), bias, function, slope);
    }

    /// <summary>The node that a layer reads.</summary>
    public int Input(FusedLayer layer) => Graph.Nodes[layer.Main].Inputs[0];

    /// <summary>Multiply-adds of a node.</summary>
    public long MultiplyAdds(int node) => Graph.Nodes[node].Operation.MultiplyAdds(Graph.InputShapes(Graph.Nodes[node]), Graph.Nodes[node].Shape);

    /// <summary>The strides of a convolution's parameter O×(I/groups)×kH×kW as the forward pass reads it.</summary>
    public static PlainStrides ForwardStrides(Conv conv, Shape input)
    {
        int taps = conv.Kernel.Height * conv.Kernel.Width;
        int inputs = input.Channels / conv.Groups;
        return new(inputs * taps, taps, OutputsRestart: false, InputsRestart: conv.Groups > 1, 0, conv.Kernel.Width, 1);
    }

    /// <summary>The strides of a fully connected parameter whose input is an image in memory.</summary>
    public static PlainStrides ForwardStrides(TensorForm input)
    {
        int pixels = input.Shape.Height * input.Shape.Width;
        return new(input.Shape.Channels * pixels, pixels, OutputsRestart: false, InputsRestart: false, 0, input.Shape.Width, 1);
    }

    /// <summary>A step for a kernel whose pieces are the blocks of a tensor's channels.</summary>
    public KernelStep Blockwise(FusedLayer layer, string prefix, KernelSpec kernel, KernelArguments arguments, params Operand[] pointers)
    {
        TensorForm form = Forms.Value(Input(layer));
        return new KernelStep(Title(layer, prefix), kernel, pointers.ToEquatableArray(), arguments, form, 2 * form.Shape.Length);
    }

    private Operand Tensor(int owner, bool gradient)
    {
        if (!_indices.TryGetValue((owner, gradient), out int index))
        {
            index = Tensors.Count;
            string name = (gradient ? "gradient by " : "") + Graph.Nodes[owner].Name;
            Tensors.Add(new PlanTensor(name, gradient ? Forms.Gradient(owner) : Forms.Value(owner)));
            _indices[(owner, gradient)] = index;
        }

        return Operand.Workspace(index);
    }

    private Operand AddPacked(PackedBuffer buffer)
    {
        Packed.Add(buffer);
        return new Operand(Region.Packed, Packed.Count - 1);
    }
}
