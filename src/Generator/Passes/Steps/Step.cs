using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes.Steps;

/// <summary>The memories that a plan works on, as its context names them.</summary>
internal enum Region
{
    /// <summary>No memory: a null pointer.</summary>
    None,

    /// <summary>A tensor of the plan's workspace.</summary>
    Workspace,

    /// <summary>A packed weight tensor or its packed gradient.</summary>
    Packed,

    /// <summary>A parameter; the index is its offset.</summary>
    Parameters,

    /// <summary>A parameter's gradient; the index is its offset.</summary>
    Gradients,

    /// <summary>The user's images.</summary>
    Input,

    /// <summary>The user's results.</summary>
    Output,

    /// <summary>The loss's gradient by the results.</summary>
    OutputGradient,
}

/// <summary>What a step reads or writes.</summary>
internal readonly record struct Operand(Region Region, int Index)
{
    public static Operand None => default;

    public static Operand Workspace(int tensor) => new(Region.Workspace, tensor);

    public static Operand Packed(int buffer) => new(Region.Packed, buffer);

    public static Operand Parameter(ParameterSpec? parameter) => parameter is null ? None : new(Region.Parameters, parameter.Offset);

    public static Operand Gradient(ParameterSpec? parameter) => parameter is null ? None : new(Region.Gradients, parameter.Offset);
}

/// <summary>How the pieces of a step divide a batch.</summary>
internal enum StepScope
{
    /// <summary>Each piece belongs to one image; the kernel never sees the others.</summary>
    Image,

    /// <summary>Each piece works through the whole batch, in order.</summary>
    Batch,
}

/// <summary>Who runs a step.</summary>
internal enum Runner
{
    /// <summary>Nobody has decided yet.</summary>
    None,

    /// <summary>The calling thread alone.</summary>
    One,

    /// <summary>The team.</summary>
    All,

    /// <summary>The team where there are several images, the calling thread for one.</summary>
    Many,
}

/// <summary>
/// One call in a plan: a loop over independent pieces that a team of threads splits, which ends before the next step begins. It
/// is the same for every instruction set.
/// </summary>
/// <param name="Title">What it does, in the words of the declaration; a comment in the generated code.</param>
internal abstract record Step(string Title)
{
    /// <summary>Everything read and written; the memory planner keeps these alive.</summary>
    public abstract EquatableArray<Operand> Operands { get; }

    /// <summary>Whether pieces belong to an image or to the batch.</summary>
    public virtual StepScope Scope => StepScope.Image;

    /// <summary>About how many multiply-adds or moved floats for one image; small steps are not worth waking a thread.</summary>
    public abstract long Work { get; }

    /// <summary>The layer's multiply-adds for one image that this step makes, as its operation counts them.</summary>
    public virtual long MultiplyAdds => 0;

    /// <summary>The shared kernel that is called, if it is one.</summary>
    public virtual KernelEntry? Kernel => null;

    /// <summary>The halo that this step zeroes because it is the first to write there, or null.</summary>
    public TensorHalo? Clears { get; init; }

    /// <summary>Who runs it.</summary>
    public Runner Runner { get; init; }
}

/// <summary>What lies around a tensor, in memory that other tensors use too.</summary>
internal sealed record TensorHalo(Operand Tensor, TensorForm Form);
