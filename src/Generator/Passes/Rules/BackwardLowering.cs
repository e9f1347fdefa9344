using System.Collections.Generic;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes.Rules;

/// <summary>
/// One layer while the steps of its backward pass are made. The gradient by a tensor that several layers read is the sum of
/// what each of them gives: the first writes it, the others write elsewhere and add.
/// </summary>
internal sealed class BackwardLowering(PlanBuilder builder, FusedLayer layer, List<Step> steps) : LayerLowering(builder, layer, steps)
{
    private readonly List<Step> _additions = [];

    /// <summary>How the gradient by the output is kept.</summary>
    public TensorForm OutputGradientForm => Builder.Program.GradientForm(Layer.Output);

    /// <summary>The gradient by the output of the operation: the activation of the epilogue has been taken back.</summary>
    public Operand OutputGradient => Builder.Gradient(Layer.Output);

    /// <summary>Whether anything before an input is learned.</summary>
    public bool NeedsInputGradient(int input = 0) => Builder.Program.Places.Learns(Main.Inputs[input]);

    /// <summary>How the gradient by an input is kept.</summary>
    public TensorForm InputGradientForm(int input = 0) => Builder.Program.GradientForm(Main.Inputs[input]);

    /// <summary>Where the gradient by a parameter goes; nowhere if there is none.</summary>
    public Operand ParameterGradientAt(Graph.ParameterRole role) => Operand.Gradient(Parameter(role));

    /// <summary>
    /// Where this layer writes its gradient by an input, to be asked for once, in the order of writing. What is written is
    /// added to the gradients of other readers when the layer is done.
    /// </summary>
    public Operand InputGradient(int input = 0)
    {
        int node = Main.Inputs[input];
        if (Builder.Program.Places.SharesGradient(node, Layer.Output) || Builder.ClaimGradient(node)) return Builder.Gradient(node);
        TensorForm form = Builder.Program.GradientForm(node);
        Operand part = Builder.SharedScratch(form, input);
        _additions.Add(AdditionTo(node, part, form));
        return part;
    }

    /// <summary>Hands a gradient on to an input as it is.</summary>
    public void PassGradient(int input, Operand source, TensorForm form)
    {
        int node = Main.Inputs[input];
        if (Builder.Program.Places.SharesGradient(node, Layer.Output)) return;
        if (Builder.ClaimGradient(node))
            Add(new CopyStep(Title("gradient through "), source, form, Builder.Gradient(node), Builder.Program.GradientForm(node)));
        else
            Add(AdditionTo(node, source, form));
    }

    /// <summary>Whether this layer is the first to give a gradient by an input, so that it must overwrite instead of adding.</summary>
    public bool IsFirstGradient(int input) => Builder.ClaimGradient(Main.Inputs[input]);

    /// <summary>The gradient by an input in memory, for layers that themselves know whether to overwrite or to add.</summary>
    public Operand RawInputGradient(int input) => Builder.Gradient(Main.Inputs[input]);

    /// <summary>Adds the steps that sum up gradients; called when the rule is done.</summary>
    public void Finish() => _additions.ForEach(Add);

    private KernelStep AdditionTo(int node, Operand part, TensorForm form)
    {
        TensorForm target = Builder.Program.GradientForm(node);
        return new KernelStep(
            Title("adding the gradient by the input of "), new AccumulateKernel(form, target), EquatableArray.Of(part, Builder.Gradient(node)),
            KernelArguments.Part, target, target.Shape.Length);
    }
}
