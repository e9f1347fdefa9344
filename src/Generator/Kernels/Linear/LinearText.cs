namespace NetGen.Generator.Kernels;

/// <summary>What the kernels of fully connected layers say alike of their input, which may be an image of any rank.</summary>
internal static class LinearText
{
    /// <summary>The packed weights: the pixels of the input take the place of taps.</summary>
    public static WeightPacking Weights(InstructionSet set, int tile, TensorForm input, TensorForm output) =>
        new(set.Lanes, tile, input.For(set).Lanes, output.Shape.Channels, input.Shape.Channels, Groups: 1)
        {
            TapPlanes = input.Shape.Depth,
            TapRows = input.Shape.Height,
            TapColumns = input.Shape.Width,
        };

    /// <summary>Floats before the weights of a tile where they have 28 bits: the runtime's PackedBits28.Header.</summary>
    public const int TileHeader = 16;

    /// <summary>Images in a register tile of some vectors, from the most that registers hold to one.</summary>
    public static int[] ImageCounts(InstructionSet set, int vectors) => (vectors, set.HasManyRegisters) switch
    {
        (1, true) => [8, 4, 1],
        (2, true) => [8, 4, 2, 1],
        _ => [6, 4, 2, 1],
    };

    /// <summary>What the names of kernels say of their weights' storage.</summary>
    public static string Suffix(WeightStorage storage) => storage == WeightStorage.Plain ? "" : "_" + storage;

    /// <summary>From a tile of some vectors to the next, in weights as they are stored.</summary>
    public static string TileLength(InstructionSet set, int vectors, WeightStorage storage)
    {
        string length = $"((nint)walk.Features * {vectors * set.Lanes})";
        return storage == WeightStorage.Bits28 ? $"{length} + {TileHeader}" : length;
    }

    /// <summary>The arguments of the runtime's LinearWalk but for the epilogue.</summary>
    public static string Walk(InstructionSet set, int vectors, TensorForm input, TensorForm output)
    {
        Layout layout = input.For(set);
        int pixels = (int)input.Shape.Pixels, rest = layout.Channels % layout.Lanes;
        bool partial = rest > 0 && pixels > 1;
        int contiguous = partial ? (layout.Channels - rest) * pixels : layout.Channels * pixels;
        return MethodText.Arguments(
            vectors, contiguous, partial ? pixels : 0, partial ? rest : 0, partial ? layout.Lanes : 0, layout.ImageStride, output.For(set).ImageStride);
    }
}
