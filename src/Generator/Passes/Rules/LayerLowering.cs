using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes.Rules;

/// <summary>One layer while its steps are made: its tensors, its parameters, and where steps go.</summary>
/// <param name="builder">The plan.</param>
/// <param name="layer">The layer.</param>
/// <param name="steps">Takes the steps.</param>
internal class LayerLowering(PlanBuilder builder, FusedLayer layer, List<Step> steps)
{
    /// <summary>The operation's node.</summary>
    public Node Main => builder.Graph.Nodes[layer.Main];

    /// <summary>The batch normalisation that is folded into the weights; null where there is none.</summary>
    public Node? Norm => layer.Norm is int norm ? builder.Graph.Nodes[norm] : null;

    /// <summary>Whether this is a training step: activations are kept, batch normalisation uses the batch, dropout drops.</summary>
    public bool Training => builder.Program.IsTraining;

    /// <summary>The number of the operation's node, which no other layer has.</summary>
    public int Number => layer.Main;

    /// <summary>How it is computed, if it is a convolution.</summary>
    public ConvAlgorithm Algorithm => builder.Program.AlgorithmOf(layer.Main);

    /// <summary>How many tensors it reads.</summary>
    public int InputCount => Main.Inputs.Count;

    /// <summary>Multiply-adds for one image.</summary>
    public long MultiplyAdds => Main.Operation.MultiplyAdds(builder.Graph.InputShapes(Main), Main.Shape);

    /// <summary>The activation of the epilogue.</summary>
    public (ActivationFunction Function, float Slope) Epilogue =>
        layer.Activation is int index && builder.Graph.Nodes[index].Operation is Activation activation
            ? (activation.Function, activation.Slope)
            : (ActivationFunction.Identity, 0);

    /// <summary>The tensor that the epilogue adds, of the output's shape; nothing where there is none.</summary>
    public Operand Residual => layer.Residual is int residual ? builder.Value(residual) : Operand.None;

    /// <summary>Whether a pooling stands in its epilogue.</summary>
    public bool Pools => layer.Pool is not null;

    /// <summary>How that tensor is kept; null where there is none.</summary>
    public TensorForm? ResidualForm => layer.Residual is int residual ? builder.Program.ValueForm(residual) : null;

    /// <summary>The layers that are made band by band, of which this is the last; it alone where it is made for itself.</summary>
    public IReadOnlyList<LayerLowering> Cascade => [.. layer.Cascade.Select(stage => stage == layer ? this : new LayerLowering(builder, stage, steps))];

    /// <summary>The same for the choice of bands.</summary>
    public IReadOnlyList<CascadeLink> Links => [.. layer.Cascade.Select(stage => CascadeLink.Of(builder.Graph, stage.Main))];

    protected PlanBuilder Builder => builder;

    protected FusedLayer Layer => layer;

    /// <summary>The shape of an input, as the operation sees it; in memory it may be kept as an image that is called flat.</summary>
    public Shape InputShape(int input = 0) => builder.Graph.Nodes[Main.Inputs[input]].Shape;

    /// <summary>How an input is kept.</summary>
    public TensorForm InputForm(int input = 0) => builder.Program.ValueForm(Main.Inputs[input]);

    /// <summary>An input.</summary>
    public Operand Input(int input = 0) => builder.Value(Main.Inputs[input]);

    /// <summary>Whether an input lies where it belongs in the output, which joins it from a channel on.</summary>
    public bool IsInPlace(int input, int channel) => builder.Program.Places.IsInPlace(layer.Main, Main.Inputs[input], channel);

    /// <summary>How the output is kept.</summary>
    public TensorForm OutputForm => builder.Program.ValueForm(layer.Output);

    /// <summary>The output, behind normalisation, sum and activation.</summary>
    public Operand Output => builder.Value(layer.Output);

    /// <summary>A parameter, or null where the operation has none of that role.</summary>
    public ParameterSpec? Parameter(ParameterRole role) => builder.Parameter(Main, role);

    /// <summary>Where a parameter lies; nowhere if there is none.</summary>
    public Operand ParameterAt(ParameterRole role) => Operand.Parameter(Parameter(role));

    /// <summary>Where a parameter of a node beside this one lies.</summary>
    public Operand ParameterOf(Node node, ParameterRole role) => Operand.Parameter(builder.Parameter(node, role));

    /// <summary>New memory for a vector of channels, in whole blocks; the backward pass finds it by <see cref="Saved"/>.</summary>
    public Operand PackedVector(string name, int channels) => builder.PackedVector($"{Main.Name}'s {name}", channels);

    /// <summary>New memory for the weights of a kernel.</summary>
    public Operand PackedWeights(string name, KernelSpec reader) => builder.PackedWeights($"{Main.Name}'s {name}", reader);

    /// <summary>A tensor of each image for use within this layer, or by its backward pass.</summary>
    public Operand Scratch(string name, TensorForm form) => builder.Scratch(name, form);

    /// <summary>Keeps an operand for the backward pass.</summary>
    public void Save(string name, Operand operand) => builder.Saved[(layer.Main, name)] = operand;

    /// <summary>What the forward pass has kept.</summary>
    public Operand Saved(string name) => builder.Saved[(layer.Main, name)];

    /// <summary>Adds a step.</summary>
    public void Add(Step step) => steps.Add(step);

    /// <summary>Adds a step that packs parameters: once for predictions, before every forward pass in training.</summary>
    public void Pack(Step step) => builder.Pack.Add(step);

    /// <summary>Adds a call of a kernel that itself says in how many pieces it comes.</summary>
    public void Call(string prefix, KernelSpec kernel, KernelArguments arguments, long work, params Operand[] pointers) =>
        Add(new KernelStep(Title(prefix), kernel, pointers.ToEquatableArray(), arguments, null, work) { CountsMultiplyAdds = MultiplyAdds > 0 });

    /// <summary>Adds a call of a kernel whose pieces are the blocks of channels of the first input.</summary>
    public void CallBlockwise(string prefix, KernelSpec kernel, KernelArguments arguments, params Operand[] pointers) =>
        CallBlockwise(prefix, kernel, arguments, InputForm(), pointers);

    /// <summary>Adds a call of a kernel whose pieces are the blocks of channels of a tensor.</summary>
    public void CallBlockwise(string prefix, KernelSpec kernel, KernelArguments arguments, TensorForm blocks, params Operand[] pointers) =>
        Add(new KernelStep(Title(prefix), kernel, pointers.ToEquatableArray(), arguments, blocks, 2 * blocks.Shape.Length));

    /// <summary>What a step does: names and shapes.</summary>
    public string Title(string prefix = "")
    {
        LayerLowering first = Cascade[0];
        Shape input = first.InputCount == 0 ? first.Main.Shape : first.InputShape();
        return $"{prefix}{Names}: {input} → {builder.Graph.Nodes[layer.Output].Shape}";
    }

    /// <summary>The names of what one kernel computes.</summary>
    public string Names => string.Join(
        " + ", new int?[] { layer.Main, layer.Norm, layer.Sum, layer.Activation, layer.Pool }.OfType<int>().Select(i => builder.Graph.Nodes[i].Name));
}
