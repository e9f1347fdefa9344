using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The values that an array with one float for each channel holds for the present block, as a vector, in a body with the parameters
/// <c>channels</c>, of the whole tensor, and <c>block</c>. Arrays of parameters end with the last channel, in the middle of a block.
/// </summary>
internal static class ChannelVector
{
    private static readonly PartialVectorKernel _partial = new();

    /// <summary>The kernels that the text calls.</summary>
    public static IEnumerable<KernelSpec> Dependencies => [_partial];

    /// <summary>Declares what the other texts use.</summary>
    public static void Begin(CodeWriter writer, InstructionSet set)
    {
        writer.Line($"int first = block * {set.Lanes};");
        writer.Line($"int count = Math.Min({set.Lanes}, channels - first);");
    }

    /// <summary>The block's values; zero where there is no channel.</summary>
    public static string Load(string array) => _partial.Load(Address(array), "count");

    /// <summary>Stores the block's values.</summary>
    public static string Store(string value, string array) => _partial.Store(value, Address(array), "count");

    /// <summary>Where the block's values lie.</summary>
    public static string Address(string array) => $"{array} + first";

    /// <summary>All bits set in the lanes that are channels.</summary>
    public static string Mask(InstructionSet set) => PartialVectorKernel.Mask(set, "count");
}
