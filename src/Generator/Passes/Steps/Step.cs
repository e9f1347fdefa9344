using System;
using System.Collections.Generic;
using System.Linq;
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

/// <summary>
/// One call in a plan: a loop over independent pieces that a team of threads splits, which ends before the next step begins. Its
/// text is the same for every instruction set: what differs stands in the kernels and in the tables of addresses.
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

    /// <summary>The C# statement.</summary>
    public abstract string Statement(StepText text);
}

/// <summary>What lies around a tensor, in memory that other tensors use too.</summary>
internal sealed record TensorHalo(Operand Tensor, TensorForm Form);

/// <summary>How the statements of a plan name what they work on.</summary>
/// <param name="Runner">The runner: of the team, or of the calling thread alone.</param>
/// <param name="Address">The plan operand in C# for an operand.</param>
/// <param name="Clears">The halo that the step zeroes, or null.</param>
internal sealed record StepText(string Runner, Func<Operand, string> Address, TensorHalo? Clears = null)
{
    /// <summary>The runner that a step is called on.</summary>
    public string Call => Clears is null ? Runner : $"{Runner}.Clearing({Layout(Clears.Form)}, {Address(Clears.Tensor)})";

    /// <summary>The addresses of several operands.</summary>
    public string Addresses(IEnumerable<Operand> operands) => string.Join(", ", operands.Select(Address));

    /// <summary>A pointer in C#: only parameters and their gradients have one.</summary>
    public string Pointer(Operand operand) => operand.Region == Region.None ? "null" : Address(operand);

    /// <summary>The runtime's TensorLayout in C#.</summary>
    public string Layout(TensorForm form)
    {
        Shape shape = form.Shape;
        Edges halo = form.Halo;
        string numbers = MethodText.Arguments(
            shape.Channels, shape.Depth, shape.Height, shape.Width, halo.Top, halo.Left, halo.Bottom, halo.Right, halo.Front, halo.Back);
        return form.Planar ? $"PlanRunner.Planar({numbers})" : $"{Runner}.Form({numbers})";
    }
}
