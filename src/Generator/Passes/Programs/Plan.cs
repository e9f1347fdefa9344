using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes.Programs;

/// <summary>A tensor in a plan's workspace.</summary>
/// <param name="Name">The node it belongs to, for comments.</param>
/// <param name="Form">How it is kept.</param>
/// <param name="Whole">The tensor that it is a part of, with the same halo; −1 where it stands alone.</param>
/// <param name="Channel">Its first channel there, which begins a block of every instruction set.</param>
internal sealed record PlanTensor(string Name, TensorForm Form, int Whole = -1, int Channel = 0);

/// <summary>Memory for something packed.</summary>
/// <param name="Name">For comments.</param>
/// <param name="Content">The kernel whose weights lie there; null for a vector of channels.</param>
/// <param name="Channels">The length of such a vector, before it is rounded up to whole blocks.</param>
internal sealed record PackedBuffer(string Name, KernelSpec? Content, int Channels = 0)
{
    /// <summary>Floats, in whole cache lines.</summary>
    public long Length(Target set)
    {
        long length = Content switch
        {
            IPackedWeights packed => packed.PackedLength(set),
            IWeighted weighted => weighted.Weights(set).Length,
            _ => (Channels + set.Lanes - 1) / set.Lanes * set.Lanes,
        };
        return (length + 15) / 16 * 16;
    }
}

/// <summary>
/// What is printed: steps in their order, and where everything lies that they work on. It crosses the incremental pipeline, so it is
/// immutable and equal by value; everything but <see cref="Memory"/> is the same for all instruction sets.
/// </summary>
/// <param name="Tensors">What lies in the workspace.</param>
/// <param name="Packed">What is packed.</param>
/// <param name="Pack">The steps that pack weights: once for predictions, at the beginning of every forward pass in training.</param>
/// <param name="Steps">The steps for an image, or of the forward pass.</param>
/// <param name="Backward">The steps of the backward pass; none in a prediction.</param>
internal sealed record Plan(
    EquatableArray<PlanTensor> Tensors, EquatableArray<PackedBuffer> Packed,
    EquatableArray<Step> Pack, EquatableArray<Step> Steps, EquatableArray<Step> Backward)
{
    /// <summary>Before anything is lowered.</summary>
    public static Plan Empty { get; } = new(default, default, default, default, default);

    /// <summary>The first of <see cref="Steps"/> that a group of images takes together; their number where there is none.</summary>
    public int Head { get; init; } = Steps.Count;

    /// <summary>Where things lie, for each instruction set.</summary>
    public EquatableArray<MemoryPlan> Memory { get; init; }

    /// <summary>Whether some steps run for a group of images.</summary>
    public bool HasHead => Head < Steps.Count;

    /// <summary>The tensors of those steps, in their order.</summary>
    public EquatableArray<int> HeadTensors => TensorsOf(Steps.Skip(Head)).ToEquatableArray();

    /// <summary>All steps, in the order in which they run.</summary>
    public IEnumerable<Step> AllSteps => Pack.Concat(Steps).Concat(Backward);

    /// <summary>The tensor whose memory a tensor lies in: itself, or what it is a part of.</summary>
    public int WholeOf(int tensor) => Tensors[tensor].Whole < 0 ? tensor : Tensors[tensor].Whole;

    /// <summary>The tensors that steps read or write, in their order.</summary>
    public static IEnumerable<int> TensorsOf(IEnumerable<Step> steps) => steps
        .SelectMany(step => step.Operands).Where(operand => operand.Region == Region.Workspace)
        .Select(operand => operand.Index).Distinct().OrderBy(index => index);
}
