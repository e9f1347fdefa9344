using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;

namespace NetGen.Generator.Tests.Passes;

/// <summary>Which halos are still zero from an earlier tensor.</summary>
public sealed class CleanHalosTests
{
    private static readonly TensorForm _padded = new(Shape.Of(16, 4, 4), Edges.All(1)), _wide = new(Shape.Of(16, 4, 4), Edges.All(2));

    [Fact]
    public void A_tensor_of_the_same_form_at_the_same_place_finds_a_clean_halo()
    {
        Plan plan = PlanOf([_padded, _padded, _padded], Clear(Write(0)), Clear(Write(1, 0)), Clear(Write(2, 1)));

        // The third lies where the first was, the second beside them.
        Assert.Equal([2], Clean(plan, Memory(0, 10_000, 0)));
    }

    [Fact]
    public void What_was_written_there_meanwhile_leaves_a_halo_dirty()
    {
        Plan plan = PlanOf([_padded, _wide, _padded], Clear(Write(0)), Write(1), Clear(Write(2)));

        Assert.Empty(Clean(plan, Memory(0, 16, 0)));
    }

    [Fact]
    public void Another_form_at_the_same_place_has_another_halo()
    {
        Plan plan = PlanOf([_padded, _wide], Clear(Write(0)), Clear(Write(1)));

        Assert.Empty(Clean(plan, Memory(0, 0)));
    }

    [Fact]
    public void All_instruction_sets_must_agree()
    {
        Plan plan = PlanOf([_padded, _padded], Clear(Write(0)), Clear(Write(1)));
        IEnumerable<MemoryPlan> memory = Memory(0, 0).Where(one => one.Target != Targets.Avx2).Append(Memory(Targets.Avx2, 0, 10_000));

        Assert.Empty(Clean(plan, memory));
    }

    private static KernelStep Clear(KernelStep step) => step with { Clears = new TensorHalo(step.Operands[0], _padded) };

    private static KernelStep Write(params int[] tensors) => new KernelStep(
        "layer", new GlobalAvgPoolKernel(_padded, _padded), tensors.Select(Operand.Workspace).ToEquatableArray(), KernelArguments.Part, null, 0);

    private static HashSet<int> Clean(Plan plan, IEnumerable<MemoryPlan> memory) =>
        CleanHalos.Find(plan with { Memory = memory.ToEquatableArray() });

    private static Plan PlanOf(TensorForm[] forms, params Step[] steps) => Plan.Empty with
    {
        Tensors = forms.Select((form, index) => new PlanTensor($"tensor {index}", form)).ToEquatableArray(),
        Steps = steps.ToEquatableArray(),
        Head = steps.Length,
    };

    private static IEnumerable<MemoryPlan> Memory(params long[] offsets) => Targets.All.Select(set => Memory(set, offsets));

    private static MemoryPlan Memory(InstructionSet set, params long[] offsets) =>
        new(set, MemoryRegion.Empty, new MemoryRegion(offsets.ToEquatableArray(), 20_000), default, MemoryRegion.Empty);
}
