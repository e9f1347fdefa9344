using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes;

/// <summary>
/// Finds halos that need not be zeroed: where an earlier tensor of the same form lay at the same place, and nothing else was written
/// there since, they still are zero, because nobody writes to halos.
/// </summary>
internal static class CleanHalos
{
    /// <summary>The numbers of the steps that can be left out on every instruction set, for which memory is planned differently.</summary>
    public static HashSet<int> Find(InferencePlan plan, IReadOnlyDictionary<InstructionSet, MemoryPlan> memory)
    {
        HashSet<int>? found = null;
        foreach (KeyValuePair<InstructionSet, MemoryPlan> pair in memory)
        {
            IEnumerable<int> steps = Find(plan, pair.Key, pair.Value);
            if (found is null) found = [.. steps];
            else found.IntersectWith(steps);
        }

        return found ?? [];
    }

    private static List<int> Find(InferencePlan plan, InstructionSet set, MemoryPlan memory)
    {
        var found = new List<int>();
        var clean = new List<Place>();
        for (int i = 0; i < plan.Steps.Count; i++)
        {
            Step step = plan.Steps[i];
            if (step is ClearHaloStep clear && clean.Contains(PlaceOf(clear.Tensor))) found.Add(i);
            foreach (Place place in step.Operands.Where(operand => operand.Region == Region.Workspace).Select(PlaceOf))
                clean.RemoveAll(other => other != place && other.Overlaps(place));
            if (step is ClearHaloStep cleared && !clean.Contains(PlaceOf(cleared.Tensor))) clean.Add(PlaceOf(cleared.Tensor));
        }

        return found;

        Place PlaceOf(Operand operand)
        {
            TensorForm form = plan.Tensors[operand.Index].Form;
            return new Place(form, memory.Offsets[operand.Index], form.For(set).ImageStride);
        }
    }

    /// <summary>Memory as a tensor of a form divides it.</summary>
    private readonly record struct Place(TensorForm Form, long Start, long Length)
    {
        public bool Overlaps(Place other) => Start < other.Start + other.Length && other.Start < Start + Length;
    }
}
