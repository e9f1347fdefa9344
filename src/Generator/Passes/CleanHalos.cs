using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>
/// The pass that finds halos which need not be zeroed: where an earlier tensor of the same form lay at the same place, and nothing else was
/// written there since, they still are zero, because nobody writes to halos.
/// </summary>
internal static class CleanHalos
{
    /// <summary>Lets steps leave such halos alone.</summary>
    public static Program Leave(Program program)
    {
        HashSet<int> clean = Find(program.Plan);
        IEnumerable<Step> steps = program.Plan.Steps.Select((step, i) => clean.Contains(i) ? step with { Clears = null } : step);
        return program with { Plan = program.Plan with { Steps = steps.ToEquatableArray() } };
    }

    /// <summary>
    /// The numbers of the steps that zero such a halo on every instruction set, for which memory is planned differently.
    /// </summary>
    public static HashSet<int> Find(Plan plan)
    {
        HashSet<int>? found = null;
        foreach (MemoryPlan memory in plan.Memory)
        {
            List<int> steps = Find(plan, memory);
            if (found is null) found = [.. steps];
            else found.IntersectWith(steps);
        }

        return found ?? [];
    }

    private static List<int> Find(Plan plan, MemoryPlan memory)
    {
        var steps = new List<int>();
        var clean = new List<Place>();
        for (int i = 0; i < plan.Steps.Count; i++)
        {
            Step step = plan.Steps[i];
            Place? cleared = step.Clears is null ? null : PlaceOf(step.Clears.Tensor);
            if (cleared is Place found && clean.Contains(found)) steps.Add(i);
            foreach (Place written in step.Operands.Where(operand => operand.Region == Region.Workspace).Select(PlaceOf))
                clean.RemoveAll(other => other != written && other.Overlaps(written));
            if (cleared is Place place && !clean.Contains(place)) clean.Add(place);
        }

        return steps;

        Place PlaceOf(Operand operand)
        {
            TensorForm form = plan.Tensors[operand.Index].Form;
            return new Place(form, memory.Workspace.Offsets[operand.Index], form.For(memory.Target).ImageStride);
        }
    }

    /// <summary>Memory as a tensor of a form divides it.</summary>
    private readonly record struct Place(TensorForm Form, long Start, long Length)
    {
        public bool Overlaps(Place other) => Start < other.Start + other.Length && other.Start < Start + Length;
    }
}
