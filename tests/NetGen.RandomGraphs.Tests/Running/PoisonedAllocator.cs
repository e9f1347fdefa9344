using NetGen.Runtime;

namespace NetGen.RandomGraphs.Tests.Running;

/// <summary>
/// Memory of a network that only predicts: its workspaces are full of NaN, so that whatever is read without having been written
/// shows in the results.
/// </summary>
internal sealed unsafe class PoisonedAllocator : MemoryAllocator
{
    private bool _hasWeights;

    /// <summary>A network asks for its packed weights first, which are zero until they are packed, and then for workspaces.</summary>
    public override float* AllocateScratch(nint floats)
    {
        float* memory = Default.AllocateScratch(floats);
        if (_hasWeights) new Span<float>(memory, (int)floats).Fill(float.NaN);
        _hasWeights = true;
        return memory;
    }

    public override void FreeScratch(float* pointer) => Default.FreeScratch(pointer);

    public override SharedMemory AllocateShared(nint floats) => Default.AllocateShared(floats);
}
