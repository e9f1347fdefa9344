using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes;

/// <summary>
/// The pass that finds where the predictions of several images come together. Fully connected layers at the end of a network are limited by
/// the memory that their weights come from, so from the first of them on, where all that follows works on vectors, each step runs once for a
/// group of images instead of every image through all steps.
/// </summary>
internal static class BatchHead
{
    /// <summary>
    /// The most floats of an image that wait for the other images of its group: what a network keeps small anyway before it flattens.
    /// </summary>
    private const long MostWaiting = 1 << 16;

    /// <summary>Marks the first step of the head.</summary>
    public static Program Split(Program program) => program with { Plan = program.Plan with { Head = FirstStep(program.Plan) } };

    private static int FirstStep(Plan plan)
    {
        int head = plan.Steps.Count;
        for (int i = plan.Steps.Count - 1; i >= 0 && WorksOnVectors(plan, plan.Steps[i]); i--)
        {
            if (IsLinear(plan.Steps[i])) head = i;
        }

        IEnumerable<int> waiting = Plan.TensorsOf(plan.Steps.Skip(head)).Intersect(Plan.TensorsOf(plan.Steps.Take(head)));
        bool isSmall = waiting.Sum(tensor => plan.Tensors[tensor].Form.For(Targets.Avx512).ImageStride) <= MostWaiting;
        return isSmall ? head : plan.Steps.Count;
    }

    private static bool IsLinear(Step step) => step is KernelStep { Spec: LinearKernel };

    /// <summary>Whether all tensors are vectors; what a fully connected layer reads may be an image.</summary>
    private static bool WorksOnVectors(Plan plan, Step step) => Plan.TensorsOf([step])
        .Except(IsLinear(step) ? [step.Operands[0].Index] : []).All(tensor => plan.Tensors[tensor].Form.Shape.Pixels == 1);
}
