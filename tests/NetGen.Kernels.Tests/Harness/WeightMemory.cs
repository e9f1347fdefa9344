using System.Runtime.InteropServices;
using NetGen.Generator.Kernels;
using NetGen.Reference;
using NetGen.Runtime;

namespace NetGen.Kernels.Tests.Harness;

/// <summary>Weights in guarded memory, moved by the runtime's packing.</summary>
internal static class WeightMemory
{
    /// <summary>The runtime's layout, as generated code states it.</summary>
    public static WeightLayout Layout(this WeightPacking packing) => new(
        Lanes: packing.Lanes,
        Tile: packing.Tile,
        InputLanes: packing.InputLanes,
        Outputs: packing.Outputs,
        Inputs: packing.Inputs,
        OutputsPerGroup: packing.Outputs / packing.Groups,
        InputsPerGroup: packing.Inputs / packing.Groups,
        InputBlocksPerTile: packing.InputBlocksPerTile,
        PackedInputs: packing.PackedInputs,
        OutputStride: packing.Plain.Output,
        InputStride: packing.Plain.Input,
        OutputsRestart: packing.Plain.OutputsRestart,
        InputsRestart: packing.Plain.InputsRestart,
        FirstTap: packing.Plain.FirstTap,
        TapPlanes: packing.TapPlanes,
        TapPlaneStride: packing.Plain.TapPlane,
        TapRows: packing.TapRows,
        TapRowStride: packing.Plain.TapRow,
        TapColumns: packing.TapColumns,
        TapColumnStride: packing.Plain.TapColumn)
    {
        InRounds = packing.InRounds,
        Storage = Enum.Parse<Runtime.WeightStorage>(packing.Storage.ToString()),
    };

    /// <summary>Packs all tiles of a plain tensor; memory that packing leaves out holds poison.</summary>
    public static unsafe FloatBuffer Packed(this KernelMemory memory, WeightPacking packing, Tensor weights, FloatBuffer? scale = null)
    {
        FloatBuffer plain = memory.Floats(weights), packed = memory.Floats(packing.StoredLength());
        if (packing.Length == 0) return packed;
        WeightLayout layout = packing.Layout();
        for (int tile = 0; tile < packing.Tiles; tile++)
            Packing.Weights(layout, plain.Start, scale is null ? null : scale.Start, packed.Start, tile);
        return packed;
    }

    /// <summary>The length of packed weights as they are stored, in floats.</summary>
    public static int StoredLength(this WeightPacking packing) => checked((int)(packing.Storage switch
    {
        Generator.Kernels.WeightStorage.BFloat16 => packing.Length / 2,
        Generator.Kernels.WeightStorage.Bits28 => packing.Length + (packing.Tiles * PackedBits28.Header),
        _ => packing.Length,
    }));

    /// <summary>Moves all tiles of a packed gradient into a plain tensor, which begins as poison.</summary>
    public static unsafe FloatBuffer Unpacked(this KernelMemory memory, WeightPacking packing, FloatBuffer packed, int length)
    {
        FloatBuffer plain = memory.Floats(length);
        WeightLayout layout = packing.Layout();
        for (int tile = 0; tile < packing.Tiles; tile++) Packing.Unpack(layout, packed.Start, plain.Start, tile);
        return plain;
    }

    /// <summary>A bias, filled up to whole blocks.</summary>
    public static unsafe FloatBuffer PackedVector(this KernelMemory memory, Tensor values, InstructionSet set)
    {
        int count = values.Channels, length = (count + set.Lanes - 1) / set.Lanes * set.Lanes;
        FloatBuffer plain = memory.Floats(values), packed = memory.Floats(length);
        Packing.Vector(plain.Start, count, packed.Start, length);
        return packed;
    }

    /// <summary>Whether two buffers hold the same bits, poison included.</summary>
    public static bool HasSameBits(this FloatBuffer a, FloatBuffer b) =>
        MemoryMarshal.Cast<float, int>(a.Span).SequenceEqual(MemoryMarshal.Cast<float, int>(b.Span));

    /// <summary>The floats of a plain buffer as a tensor of a shape.</summary>
    public static Tensor ReadAs(this FloatBuffer buffer, Tensor shape)
    {
        Tensor values = shape.Like();
        for (int i = 0; i < values.Values.Length; i++) values.Values[i] = buffer.Span[i];
        return values;
    }
}
