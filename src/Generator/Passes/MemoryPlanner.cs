using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>
/// The pass that gives everything its place, for each instruction set: the tensors of a prediction so that those which are never alive
/// together share memory, those of a batch one behind the other.
/// </summary>
internal static class MemoryPlanner
{
    // Most networks are done with the first order, whose plan is no larger than what must be there at once, or a sixty-fourth. The
    // search, which few need, is content with a sixteenth.
    private const int Repairs = 10, Swaps = 500, NearlyLeast = 64, NearEnough = 16;

    /// <summary>For predictions.</summary>
    public static Program ForPrediction(Program program) => Place(program, set => Share(program.Plan, set));

    /// <summary>For training.</summary>
    public static Program ForTraining(Program program) => Place(program, set => Append(Lengths(program.Plan.Tensors, set)));

    private static Program Place(Program program, Func<Target, MemoryRegion> workspace)
    {
        Plan plan = program.Plan;
        EquatableArray<int> head = plan.HeadTensors;
        return program with
        {
            Plan = plan with
            {
                Memory = Targets.All.Select(set => new MemoryPlan(
                    set,
                    Append(plan.Packed.Select(buffer => buffer.Length(set))),
                    workspace(set),
                    plan.Tensors.Select(tensor => tensor.Form.For(set).ImageStride).ToEquatableArray(),
                    Append(Lengths(head.Select(tensor => plan.Tensors[tensor]), set)))).ToEquatableArray(),
            },
        };
    }

    /// <summary>
    /// For one image. Tensors are placed one after the other, each at the lowest place that is free over its whole life: the
    /// largest first. Where that leaves gaps, the tensor that reaches highest is placed first instead, and all others again;
    /// where that does not help, tensors begin in another order; and at last the best order is searched by swapping tensors.
    /// </summary>
    public static MemoryRegion Share(Plan plan, Target set)
    {
        (int First, int Last)[] lives = LivesOf(plan);
        Dictionary<int, Placement> wholes = Enumerable.Range(0, plan.Tensors.Count).Where(tensor => plan.WholeOf(tensor) == tensor)
            .ToDictionary(tensor => tensor, tensor => new Placement(plan.Tensors[tensor].Form.For(set).ImageStride, lives[tensor]));
        Placement[] placements = [.. wholes.Values];
        long least = MostAlive(placements);
        List<Placement> best = [.. placements];
        long length = long.MaxValue;
        foreach (List<Placement> order in Orders(placements))
        {
            for (int i = 0; i < Repairs && !IsWithin(NearlyLeast, length, least); i++)
            {
                Placement? highest = Place(order);
                if (Length(highest) < length) (length, best) = (Length(highest), [.. order]);
                if (highest is null) break;
                order.Remove(highest);
                order.Insert(0, highest);
            }
        }

        if (!IsWithin(NearEnough, length, least)) Search(best, length, least);
        length = Length(Place(best));
        return new MemoryRegion(
            plan.Tensors.Select((part, index) => wholes[plan.WholeOf(index)].Offset + PartOffset(part, set)).ToEquatableArray(), length);
    }

    /// <summary>From the whole's first block to the part's; parts and wholes have blocks of one size.</summary>
    private static long PartOffset(PlanTensor part, Target set) => (long)part.Channel / set.Lanes * part.Form.For(set).BlockStride;

    private static bool IsWithin(int part, long length, long least) => length <= least + (least / part);

    private static long Length(Placement? highest) => highest?.End ?? 0;

    /// <summary>Swaps tensors of an order and keeps what does no harm.</summary>
    private static void Search(List<Placement> order, long length, long least)
    {
        // Knuth's generator of his MMIX, because one network must give one plan on every machine.
        ulong state = 1;
        int Next()
        {
            state = unchecked((state * 6364136223846793005) + 1442695040888963407);
            return (int)((state >> 33) % (ulong)order.Count);
        }

        for (int i = 0; i < Swaps && !IsWithin(NearEnough, length, least); i++)
        {
            int a = Next(), b = Next();
            (order[a], order[b]) = (order[b], order[a]);
            long swapped = Length(Place(order));
            if (swapped <= length) length = swapped;
            else (order[a], order[b]) = (order[b], order[a]);
        }
    }

    /// <summary>
    /// Where to begin: with the largest, with those that live longest, with the first, with those that take most of both.
    /// </summary>
    private static IEnumerable<List<Placement>> Orders(Placement[] placements)
    {
        yield return [.. placements.OrderByDescending(placement => placement.Length)];
        yield return [.. placements.OrderByDescending(placement => placement.Steps).ThenByDescending(placement => placement.Length)];
        yield return [.. placements.OrderBy(placement => placement.Life.First).ThenByDescending(placement => placement.Length)];
        yield return [.. placements.OrderByDescending(placement => placement.Steps * placement.Length)];
    }

    /// <summary>One behind the other.</summary>
    private static MemoryRegion Append(IEnumerable<long> lengths)
    {
        var offsets = new List<long>();
        long end = 0;
        foreach (long length in lengths)
        {
            offsets.Add(end);
            end += length;
        }

        return new MemoryRegion(offsets.ToEquatableArray(), end);
    }

    private static IEnumerable<long> Lengths(IEnumerable<PlanTensor> tensors, Target set) =>
        tensors.Select(tensor => (long)tensor.Form.For(set).ImageStride);

    /// <summary>The first and the last step that use each tensor, or a part of it.</summary>
    private static (int First, int Last)[] LivesOf(Plan plan)
    {
        var lives = new (int First, int Last)[plan.Tensors.Count];
        for (int i = 0; i < lives.Length; i++) lives[i] = (int.MaxValue, -1);
        for (int step = 0; step < plan.Steps.Count; step++)
        {
            foreach (Operand operand in plan.Steps[step].Operands.Where(operand => operand.Region == Region.Workspace))
                lives[plan.WholeOf(operand.Index)] = (Math.Min(lives[plan.WholeOf(operand.Index)].First, step), step);
        }

        return lives;
    }

    /// <summary>The largest sum of tensors that are alive at once, below which no plan can go: at the birth of one of them.</summary>
    private static long MostAlive(Placement[] placements) => placements
        .Select(born => placements.Where(other => other.IsAliveAt(born.Life.First)).Sum(other => other.Length)).DefaultIfEmpty(0).Max();

    /// <summary>Places all tensors in an order; the one that reaches highest.</summary>
    private static Placement? Place(List<Placement> order)
    {
        // In the order of their offsets, so that a walk finds the first gap.
        var placed = new List<Placement>();
        foreach (Placement placement in order)
        {
            placement.Offset = LowestFree(placement, placed);
            int at = placed.FindIndex(other => other.Offset > placement.Offset);
            placed.Insert(at < 0 ? placed.Count : at, placement);
        }

        return placed.OrderByDescending(placement => placement.End).FirstOrDefault();
    }

    private static long LowestFree(Placement placement, List<Placement> placed)
    {
        long offset = 0;
        foreach (Placement other in placed)
        {
            if (!other.IsAliveWith(placement)) continue;
            if (offset + placement.Length <= other.Offset) break;
            offset = Math.Max(offset, other.End);
        }

        return offset;
    }

    private sealed class Placement(long length, (int First, int Last) life)
    {
        public long Length => length;

        public (int First, int Last) Life => life;

        public int Steps => life.Last - life.First + 1;

        public long Offset { get; set; }

        public long End => Offset + length;

        public bool IsAliveAt(int step) => life.First <= step && step <= life.Last;

        public bool IsAliveWith(Placement other) => life.First <= other.Life.Last && other.Life.First <= life.Last;
    }
}
