using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>The pass that decides which steps the calling thread makes alone, and which are worth waking the team.</summary>
internal static class Scheduling
{
    /// <summary>Below this many multiply-adds a step is done before a second thread would have woken.</summary>
    private const long WorthSplitting = 400_000;

    /// <summary>Multiply-adds that take as long as a float that is moved.</summary>
    private const long MovedFloat = 8;

    /// <summary>As many images as a group has where several of them are worth a second thread.</summary>
    private const long ManyImages = 8;

    /// <summary>
    /// How many times more a step of training does than what is counted for one image: its batch is not known yet, but large.
    /// </summary>
    private const long TrainingBatch = 100;

    /// <summary>For predictions; a step of the head that is too small for one image may be large enough for many.</summary>
    public static Program ForPrediction(Program program)
    {
        Plan plan = program.Plan;
        return program with
        {
            Plan = plan with
            {
                Pack = Assign(plan.Pack, step => step.Work < WorthSplitting ? Runner.One : Runner.All),
                Steps = Assign(plan.Steps.Take(plan.Head), RunnerOf)
                    .Concat(Assign(plan.Steps.Skip(plan.Head), RunnerInHead)).ToEquatableArray(),
            },
        };
    }

    /// <summary>For training, where steps whose pieces are images are always worth it.</summary>
    public static Program ForTraining(Program program)
    {
        Plan plan = program.Plan;
        return program with
        {
            Plan = plan with
            {
                Pack = Assign(plan.Pack, RunnerOfBatch),
                Steps = Assign(plan.Steps, RunnerOfBatch),
                Backward = Assign(plan.Backward, RunnerOfBatch),
            },
        };
    }

    private static EquatableArray<Step> Assign(IEnumerable<Step> steps, Func<Step, Runner> runnerOf) =>
        steps.Select(step => step with { Runner = runnerOf(step) }).ToEquatableArray();

    private static Runner RunnerOf(Step step) => Effort(step) < WorthSplitting ? Runner.One : Runner.All;

    private static Runner RunnerInHead(Step step) =>
        Effort(step) < WorthSplitting && Effort(step) * ManyImages >= WorthSplitting ? Runner.Many : RunnerOf(step);

    private static Runner RunnerOfBatch(Step step) =>
        step.Scope == StepScope.Batch && step.Work < WorthSplitting / TrainingBatch ? Runner.One : Runner.All;

    /// <summary>The work in multiply-adds: what only moves or compares floats waits for caches.</summary>
    private static long Effort(Step step) => step.MultiplyAdds > 0 ? step.Work : step.Work * MovedFloat;
}
