using NetGen.Generator.Kernels;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes.Programs;

/// <summary>One piece of memory that is divided among tensors, in floats.</summary>
/// <param name="Offsets">For each tensor, where it begins.</param>
/// <param name="Length">All of it.</param>
internal sealed record MemoryRegion(EquatableArray<long> Offsets, long Length)
{
    /// <summary>Nothing.</summary>
    public static MemoryRegion Empty { get; } = new(default, 0);
}

/// <summary>Where everything lies under a target, whose vectors decide how long it is.</summary>
/// <param name="Target">The target.</param>
/// <param name="Packed">Packed weights and vectors.</param>
/// <param name="Workspace">The tensors; in training for one image of a batch's capacity.</param>
/// <param name="Strides">For each tensor, from an image of a batch to the next.</param>
/// <param name="Group">The head's tensors where a group of images runs, in their order, for one image; empty without a head.</param>
internal sealed record MemoryPlan(
    Target Target, MemoryRegion Packed, MemoryRegion Workspace, EquatableArray<int> Strides, MemoryRegion Group);
