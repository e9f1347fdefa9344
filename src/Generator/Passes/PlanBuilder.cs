using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>What grows while a plan is made: tensors, packed buffers, and the steps that pack.</summary>
/// <param name="graph">The part of the network that the plan computes.</param>
/// <param name="parameters">The parameters of the whole network.</param>
/// <param name="training">Whether it is the plan of training steps.</param>
internal sealed class PlanBuilder(NetworkGraph graph, EquatableArray<ParameterSpec> parameters, bool training)
{
    private readonly Dictionary<(int Owner, bool Gradient), int> _indices = [];
    private readonly Dictionary<(TensorForm Form, int Input), Operand> _scratch = [];
    private readonly HashSet<int> _claimed = [];
    private readonly ILookup<string, ParameterSpec> _parameters = parameters.ToLookup(parameter => parameter.Name);

    public NetworkGraph Graph { get; } = graph;

    public bool Training { get; } = training;

    public TensorForms Forms { get; } = new(graph, training);

    public List<PlanTensor> Tensors { get; } = [];

    public List<PackedBuffer> Packed { get; } = [];

    /// <summary>Steps that pack parameters.</summary>
    public List<Step> Pack { get; } = [];

    /// <summary>What layers keep from the forward for the backward pass.</summary>
    public Dictionary<(int Layer, string Name), Operand> Saved { get; } = [];

    /// <summary>The tensor of a node's value.</summary>
    public Operand Value(int node) => Tensor(Forms.Owner(node), gradient: false);

    /// <summary>The tensor of the gradient by a node's value.</summary>
    public Operand Gradient(int node) => Tensor(Forms.GradientOwner(node), gradient: true);

    /// <summary>Whether nobody has written the gradient by a node's value yet; from now on somebody has.</summary>
    public bool ClaimGradient(int node) => _claimed.Add(Forms.GradientOwner(node));

    /// <summary>A tensor that no node stands for.</summary>
    public Operand Scratch(string name, TensorForm form)
    {
        Tensors.Add(new PlanTensor(name, form));
        return Operand.Workspace(Tensors.Count - 1);
    }

    /// <summary>A tensor that holds something only within one layer; layers share it.</summary>
    public Operand SharedScratch(TensorForm form, int input)
    {
        if (!_scratch.TryGetValue((form, input), out Operand scratch))
        {
            scratch = Scratch("a part of a gradient", form);
            _scratch[(form, input)] = scratch;
        }

        return scratch;
    }

    /// <summary>A new packed buffer for a kernel's weights.</summary>
    public Operand PackedWeights(string name, KernelSpec reader) => AddPacked(new PackedBuffer(name, reader));

    /// <summary>A new packed buffer for a vector of channels.</summary>
    public Operand PackedVector(string name, int channels) => AddPacked(new PackedBuffer(name, null, channels));

    /// <summary>A parameter of a node, or null where it has none of that role.</summary>
    public ParameterSpec? Parameter(Node node, ParameterRole role) =>
        _parameters[ParameterTable.NameOf(node, role)].FirstOrDefault(parameter => parameter.Role == role);

    private Operand Tensor(int owner, bool gradient)
    {
        if (!_indices.TryGetValue((owner, gradient), out int index))
        {
            (int whole, int channel) = gradient ? (owner, 0) : Forms.Place(owner);
            int wholeIndex = whole == owner ? -1 : Tensor(whole, gradient).Index;
            index = Tensors.Count;
            string name = (gradient ? "gradient by " : "") + Graph.Nodes[owner].Name;
            Tensors.Add(new PlanTensor(name, gradient ? Forms.Gradient(owner) : Forms.Value(owner), wholeIndex, channel));
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
