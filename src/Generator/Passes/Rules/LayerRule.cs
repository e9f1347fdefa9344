using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Passes.Programs;

namespace NetGen.Generator.Passes.Rules;

/// <summary>
/// How layers of one kind are lowered: what they ask of the tensors beside them, and the steps of both directions. One for
/// each kind of operation, in a file of its name; <see cref="LayerRules"/> is their table.
/// </summary>
internal abstract class LayerRule
{
    /// <summary>Whether an activation can stand in the epilogue of its kernel.</summary>
    public virtual bool TakesActivation(Activation activation) => false;

    /// <summary>Whether a batch normalisation behind it folds into its weights for prediction.</summary>
    public virtual bool FoldsNorm => false;

    /// <summary>Whether a sum with another tensor can stand in the epilogue of its kernel for prediction, before the activation.</summary>
    public virtual bool TakesResidual(Operation operation) => false;

    /// <summary>Whether the gradient by its input can overwrite the gradient by its output; both have one shape.</summary>
    public virtual bool GradientInPlace => false;

    /// <summary>Whether it reads an input as the user gives it, channel by channel, instead of in blocks.</summary>
    public virtual bool ReadsPlanar(Operation operation, ConvAlgorithm algorithm) => false;

    /// <summary>How far its forward kernels read beyond the edges of their input, where zeros must lie.</summary>
    public virtual Edges InputHalo(Operation operation, ConvAlgorithm algorithm, Shape input, Shape output) => Edges.None;

    /// <summary>How far the kernels of the gradient by its input read beyond the edges of the gradient by its output.</summary>
    public virtual Edges OutputGradientHalo(Operation operation, Shape input, Shape output) => Edges.None;

    /// <summary>Whether the gradient by its weights reads as far, so that the halo is needed even where nothing before the layer learns.</summary>
    public virtual bool WeightGradientReadsHalo => false;

    /// <summary>Adds the forward steps, of a prediction or of a training step.</summary>
    public abstract void Forward(LayerLowering layer);

    /// <summary>Adds the steps that make the gradients by inputs and parameters from the gradient by the output.</summary>
    public abstract void Backward(BackwardLowering layer);
}

/// <summary>The rule of one kind of operation.</summary>
internal abstract class LayerRule<TOperation> : LayerRule
    where TOperation : Operation
{
    public sealed override bool TakesResidual(Operation operation) => TakesResidual((TOperation)operation);

    public sealed override bool ReadsPlanar(Operation operation, ConvAlgorithm algorithm) => ReadsPlanar((TOperation)operation, algorithm);

    public sealed override Edges InputHalo(Operation operation, ConvAlgorithm algorithm, Shape input, Shape output) =>
        InputHalo((TOperation)operation, algorithm, input, output);

    public sealed override Edges OutputGradientHalo(Operation operation, Shape input, Shape output) =>
        OutputGradientHalo((TOperation)operation, input, output);

    public sealed override void Forward(LayerLowering layer) => Forward((TOperation)layer.Main.Operation, layer);

    public sealed override void Backward(BackwardLowering layer) => Backward((TOperation)layer.Main.Operation, layer);

    protected virtual bool TakesResidual(TOperation operation) => false;

    protected virtual bool ReadsPlanar(TOperation operation, ConvAlgorithm algorithm) => false;

    protected virtual Edges InputHalo(TOperation operation, ConvAlgorithm algorithm, Shape input, Shape output) => Edges.None;

    protected virtual Edges OutputGradientHalo(TOperation operation, Shape input, Shape output) => Edges.None;

    protected abstract void Forward(TOperation operation, LayerLowering layer);

    protected abstract void Backward(TOperation operation, BackwardLowering layer);
}
