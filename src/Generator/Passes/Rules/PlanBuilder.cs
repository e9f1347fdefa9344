using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes.Rules;

/// <summary>What grows while a plan is made: tensors, packed buffers, and the steps that pack.</summary>
/// <param name="program">What is lowered.</param>
internal sealed class PlanBuilder(Program program)
{
    private readonly Dictionary<(int Owner, bool Gradient), int> _indices = [];
    private readonly Dictionary<(TensorForm Form, int Input), Operand> _scratch = [];
    private readonly HashSet<int> _claimed = [];
    private readonly ILookup<string, ParameterSpec> _parameters = program.Parameters.ToLookup(parameter => parameter.Name);

    public Program Program => program;

    public NetworkGraph Graph => program.Graph;

    public List<PlanTensor> Tensors { get; } = [];

    public List<PackedBuffer> Packed { get; } = [];

    /// <summary>Steps that pack parameters.</summary>
    public List<Step> Pack { get; } = [];

    /// <summary>What layers keep from the forward for the backward pass.</summary>
    public Dictionary<(int Layer, string Name), Operand> Saved { get; } = [];

    /// <summary>The tensor of a node's value.</summary>
    public Operand Value(int node) => Tensor(program.Places.Owner(node), gradient: false);

    /// <summary>The tensor of the gradient by a node's value.</summary>
    public Operand Gradient(int node) => Tensor(program.Places.GradientOwner(node), gradient: true);

    /// <summary>Whether nobody has written the gradient by a node's value yet; from now on somebody has.</summary>
    public bool ClaimGradient(int node) => _claimed.Add(program.Places.GradientOwner(node));

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

    /// <summary>The plan of what has been made.</summary>
    public Plan Finish(IEnumerable<Step> steps, IEnumerable<Step> backward) => new(
        Tensors.ToEquatableArray(), Packed.ToEquatableArray(), Pack.ToEquatableArray(), steps.ToEquatableArray(), backward.ToEquatableArray());

    private Operand Tensor(int owner, bool gradient)
    {
        if (!_indices.TryGetValue((owner, gradient), out int index))
        {
            TensorPart place = gradient ? new TensorPart(owner, 0) : program.Places.Place(owner);
            int wholeIndex = place.Whole == owner ? -1 : Tensor(place.Whole, gradient).Index;
            index = Tensors.Count;
            string name = (gradient ? "gradient by " : "") + Graph.Nodes[owner].Name;
            TensorForm form = gradient ? program.Forms.Gradients[owner] : program.Forms.Values[owner];
            Tensors.Add(new PlanTensor(name, form, wholeIndex, place.Channel));
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
