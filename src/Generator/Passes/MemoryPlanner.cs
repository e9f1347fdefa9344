using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes;

/// <summary>Where the tensors of a plan lie in its workspace, in floats.</summary>
/// <param name="Offsets">For each tensor.</param>
/// <param name="Length">The workspace in all.</param>
internal sealed record MemoryPlan(IReadOnlyList<long> Offsets, long Length);

/// <summary>Places tensors so that those which are never alive together share memory.</summary>
internal static class MemoryPlanner
{
    /// <summary>For one image: the largest tensors are placed first, each at the lowest place free over its whole life.</summary>
    public static MemoryPlan Share(InferencePlan plan, InstructionSet set)
    {
        (int First, int Last)[] lives = LivesOf(plan);
        Placement[] placements = plan.Tensors
            .Select((tensor, index) => new Placement(index, tensor.Form.For(set).ImageStride, lives[index]))
            .ToArray();
        var placed = new List<Placement>();
        foreach (Placement placement in placements.OrderByDescending(placement => placement.Length).ThenBy(placement => placement.Index))
        {
            placement.Offset = LowestFree(placement, placed);
            placed.Add(placement);
        }

        return new MemoryPlan(
            placements.Select(placement => placement.Offset).ToArray(),
            placements.Select(placement => placement.Offset + placement.Length).DefaultIfEmpty(0).Max());
    }

    /// <summary>For a batch, where all are kept: one behind the other, in floats for each image of the capacity.</summary>
    public static MemoryPlan Append(TrainingPlan plan, InstructionSet set)
    {
        var offsets = new List<long>();
        long length = 0;
        foreach (PlanTensor tensor in plan.Tensors)
        {
            offsets.Add(length);
            length += tensor.Form.For(set).ImageStride;
        }

        return new MemoryPlan(offsets, length);
    }

    /// <summary>The first and the last step that touches each tensor.</summary>
    private static (int First, int Last)[] LivesOf(InferencePlan plan)
    {
        var lives = new (int First, int Last)[plan.Tensors.Count];
        var seen = new bool[plan.Tensors.Count];
        for (int step = 0; step < plan.Steps.Count; step++)
        {
            foreach (Operand operand in plan.Steps[step].Operands.Where(operand => operand.Region == Region.Workspace))
            {
                lives[operand.Index] = (seen[operand.Index] ? lives[operand.Index].First : step, step);
                seen[operand.Index] = true;
            }
        }

        return lives;
    }

    private static long LowestFree(Placement placement, List<Placement> placed)
    {
        long offset = 0;
        foreach (Placement other in placed.Where(other => other.IsAliveWith(placement)).OrderBy(other => other.Offset))
        {
            if (offset + placement.Length <= other.Offset) break;
            offset = Math.Max(offset, other.Offset + other.Length);
        }

        return offset;
    }

    private sealed class Placement(int index, long length, (int First, int Last) life)
    {
        public int Index => index;

        public long Length => length;

        public long Offset { get; set; }

        private (int First, int Last) Life => life;

        public bool IsAliveWith(Placement other) => Life.First <= other.Life.Last && other.Life.First <= Life.Last;
    }
}
