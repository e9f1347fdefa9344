using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes;

/// <summary>
/// Where the predictions of several images come together. Fully connected layers at the end of a network are limited by the memory that
/// their weights come from, so from the first of them on, where all that follows works on vectors, each step runs once for a group
/// of images instead of every image through all steps.
/// </summary>
internal static class BatchHead
{
    /// <summary>The most floats of an image that wait for the other images of its group: what a network keeps small anyway before it flattens.</summary>
    private const long MostWaiting = 1 << 16;

    /// <summary>The first step of the head; the number of steps where there is none.</summary>
    public static int FirstStep(IReadOnlyList<PlanTensor> tensors, IReadOnlyList<Step> steps)
    {
        int head = steps.Count;
        for (int i = steps.Count - 1; i >= 0 && WorksOnVectors(tensors, steps[i]); i--)
        {
            if (IsLinear(steps[i])) head = i;
        }

        IEnumerable<int> waiting = Tensors(steps.Skip(head)).Intersect(Tensors(steps.Take(head)));
        return waiting.Sum(tensor => tensors[tensor].Form.For(Targets.Avx512).ImageStride) <= MostWaiting ? head : steps.Count;
    }

    /// <summary>The tensors that steps read or write, in their order.</summary>
    public static IEnumerable<int> Tensors(IEnumerable<Step> steps) => steps
        .SelectMany(step => step.Operands).Where(operand => operand.Region == Region.Workspace).Select(operand => operand.Index).Distinct().OrderBy(index => index);

    private static bool IsLinear(Step step) => step is KernelStep { Spec: LinearKernel };

    /// <summary>Whether all tensors are vectors; what a fully connected layer reads may be an image.</summary>
    private static bool WorksOnVectors(IReadOnlyList<PlanTensor> tensors, Step step) =>
        Tensors([step]).Except(IsLinear(step) ? [step.Operands[0].Index] : []).All(tensor => tensors[tensor].Form.Shape.Pixels == 1);
}
