using System.Globalization;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Steps;
using NetGen.RandomGraphs.Tests.Running;

namespace NetGen.RandomGraphs.Tests;

/// <summary>The memory of a prediction, beside what no plan could do without.</summary>
public sealed class ActivationMemoryTests
{
    [Theory]
    [InlineData("Avx512")]
    [InlineData("Avx2")]
    [InlineData("Vector128")]
    public void The_workspace_is_within_a_tenth_of_the_largest_sum_of_tensors_alive_at_once(string name)
    {
        InstructionSet set = Targets.All.Single(set => set.Name == name);
        var failures = new List<string>();
        foreach (RandomNetwork network in RandomSuite.Current.Networks)
        {
            Plan plan = NetworkCompiler.Compile(network.Graph).Inference;
            long workspace = plan.Memory.Single(memory => memory.Target == set).Workspace.Length, least = MostAlive(plan, set);
            Assert.True(workspace >= least, $"{workspace} < {least}: {network}");
            if (workspace * 10 > least * 11)
                failures.Add(string.Create(CultureInfo.InvariantCulture, $"{workspace} floats, {least} alive at once: {network}"));
        }

        Assert.True(failures.Count == 0, $"{failures.Count} networks:\n{string.Join("\n", failures.Take(3))}");
    }

    /// <summary>
    /// Floats of all tensors that some step may not lose: those it uses, and those used before it and after it. A part of a joint tensor
    /// counts as the whole, whose memory is there from the first part on.
    /// </summary>
    private static long MostAlive(Plan plan, InstructionSet set)
    {
        HashSet<int>[] used = [.. plan.Steps.Select(step =>
            step.Operands.Where(operand => operand.Region == Region.Workspace).Select(operand => plan.WholeOf(operand.Index)).ToHashSet())];
        return Enumerable.Range(0, used.Length).Select(at => Enumerable.Range(0, plan.Tensors.Count)
            .Where(tensor => used[..(at + 1)].Any(step => step.Contains(tensor)) && used[at..].Any(step => step.Contains(tensor)))
            .Sum(tensor => (long)plan.Tensors[tensor].Form.For(set).ImageStride)).Max();
    }
}
