using System.Collections.Generic;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The values that an array with one float for each channel holds for the present block, as a vector: arrays of parameters
/// end with the last channel, in the middle of a block.
/// </summary>
internal sealed class ChannelVector(Layout layout, InstructionSet set)
{
    private static readonly PartialVectorKernel _partial = new();

    /// <summary>Whether the last block has lanes without a channel.</summary>
    public bool IsPartial => layout.Channels % set.Lanes != 0;

    /// <summary>The kernels that the text calls, for any instruction set.</summary>
    public static IEnumerable<KernelSpec> Dependencies => [_partial];

    /// <summary>Declares what the other texts use.</summary>
    public void Begin(CodeWriter writer)
    {
        if (IsPartial) writer.Line($"int channels = Math.Min({set.Lanes}, {layout.Channels} - (block * {set.Lanes}));");
    }

    /// <summary>The block's values; zero where there is no channel.</summary>
    public string Load(string array) => IsPartial ? _partial.Load(Address(array), "channels") : set.Load(Address(array));

    /// <summary>Stores the block's values.</summary>
    public string Store(string value, string array) =>
        IsPartial ? _partial.Store(value, Address(array), "channels") : set.Store(value, Address(array));

    /// <summary>Where the block's values lie.</summary>
    public string Address(string array) => layout.Blocks == 1 ? array : $"{array} + (block * {set.Lanes})";

    /// <summary>All bits set in the lanes that are channels.</summary>
    public string Mask() => PartialVectorKernel.Mask(set, "channels");
}
