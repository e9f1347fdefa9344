using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

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
    public long Length(InstructionSet set)
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

/// <summary>Prediction: what is packed once, and the steps for an image.</summary>
/// <param name="Tensors">What lies in the workspace.</param>
/// <param name="Packed">What is packed.</param>
/// <param name="PackSteps">The steps that pack.</param>
/// <param name="Steps">The steps for an image.</param>
/// <param name="Head">The first of the steps that a group of images takes together; the number of steps where there is none.</param>
internal sealed record InferencePlan(
    EquatableArray<PlanTensor> Tensors, EquatableArray<PackedBuffer> Packed, EquatableArray<Step> PackSteps, EquatableArray<Step> Steps, int Head)
{
    /// <summary>The tensor whose memory a tensor lies in: itself, or what it is a part of.</summary>
    public int WholeOf(int tensor) => Tensors[tensor].Whole < 0 ? tensor : Tensors[tensor].Whole;

    /// <summary>Whether some steps run for a group of images.</summary>
    public bool HasHead => Head < Steps.Count;

    /// <summary>The tensors of those steps, in their order.</summary>
    public EquatableArray<int> HeadTensors => BatchHead.Tensors(Steps.Skip(Head)).ToEquatableArray();
}

/// <summary>A training step: what is packed anew each time, the forward and the backward pass.</summary>
internal sealed record TrainingPlan(
    EquatableArray<PlanTensor> Tensors, EquatableArray<PackedBuffer> Packed, EquatableArray<Step> Forward, EquatableArray<Step> Backward);

/// <summary>A network, lowered to plans; independent of the instruction set and equal by value.</summary>
/// <param name="InputLength">Values of an image's inputs.</param>
/// <param name="OutputLength">Values of an image's results.</param>
/// <param name="TrainingOutputLength">Values of an image's results in training, with the auxiliary ones.</param>
/// <param name="Inference">Prediction.</param>
/// <param name="Training">A training step.</param>
internal sealed record CompiledNetwork(
    int InputLength, int OutputLength, int TrainingOutputLength, InferencePlan Inference, TrainingPlan Training)
{
    /// <summary>The kernels that the plans call, each once, and behind them those that only other kernels call.</summary>
    public EquatableArray<KernelEntry> Kernels
    {
        get
        {
            IEnumerable<Step> steps = Inference.Steps.Concat(Training.Forward).Concat(Training.Backward);
            List<KernelEntry> called = [.. steps.Select(step => step.Kernel).OfType<KernelEntry>().Distinct()];
            var all = new HashSet<KernelSpec>(called.Select(entry => entry.Spec));
            var pending = new Queue<KernelSpec>(all);
            while (pending.Count > 0)
            {
                foreach (KernelSpec dependency in pending.Dequeue().CalledOn(Targets.All).Where(all.Add))
                {
                    called.Add(new KernelEntry(dependency, 0, null));
                    pending.Enqueue(dependency);
                }
            }

            return called.ToEquatableArray();
        }
    }
}
