using NetGen.Kernels.Tests.Harness;
using Xunit.Abstractions;

namespace NetGen.Kernels.Tests;

public sealed class InstructionSetTests(ITestOutputHelper output)
{
    [Fact]
    public void Some_instruction_set_runs_and_missing_ones_are_named()
    {
        foreach (var set in InstructionSets.Missing)
        {
            string message = $"Skipped: this process has no {set.Name}, so its kernels are compiled but not run.";
            output.WriteLine(message);
            Console.WriteLine(message);
        }

        Assert.NotEmpty(InstructionSets.Supported);
    }
}
