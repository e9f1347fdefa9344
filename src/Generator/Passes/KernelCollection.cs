using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>The pass that collects the kernels which must be emitted.</summary>
internal static class KernelCollection
{
    /// <summary>The kernels that steps call, each once, and behind them those that only other kernels call.</summary>
    public static Program Collect(Program program)
    {
        List<KernelEntry> called = [.. program.Plan.AllSteps.Select(step => step.Kernel).OfType<KernelEntry>().Distinct()];
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

        return program with { Kernels = called.ToEquatableArray() };
    }

    /// <summary>What several programs need together; a kernel that one of them calls is called.</summary>
    public static EquatableArray<KernelEntry> Union(params Program[] programs) => programs
        .SelectMany(program => program.Kernels).OrderBy(entry => entry.Arguments is null)
        .GroupBy(entry => entry.Spec).Select(group => group.First()).ToEquatableArray();
}
