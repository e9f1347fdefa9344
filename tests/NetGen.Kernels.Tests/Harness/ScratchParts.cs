using NetGen.Generator.Kernels;

namespace NetGen.Kernels.Tests.Harness;

/// <summary>The parts of an image that one thread does one after the other, each with whether an earlier one of its chunk has prepared scratch memory.</summary>
internal static class ScratchParts
{
    public static IEnumerable<(int Part, bool Prepared)> Of<TKernel>(TKernel kernel, InstructionSet set, bool reversed)
        where TKernel : IPartitioned, IScratch
    {
        int chunk = -1;
        foreach (int i in Enumerable.Range(0, kernel.Parts(set)))
        {
            int part = reversed ? kernel.Parts(set) - 1 - i : i;
            bool prepared = part / kernel.PartsOfChunk(set) == chunk;
            chunk = part / kernel.PartsOfChunk(set);
            yield return (part, prepared);
        }
    }
}
