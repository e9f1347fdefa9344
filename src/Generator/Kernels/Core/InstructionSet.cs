using System.Collections.Immutable;
using System.Linq;

namespace NetGen.Generator.Kernels;

/// <summary>
/// What a kernel template must know of an instruction set. A template is written once against this record and emitted for
/// each value of <see cref="All"/>; all operations are on 32-bit floats.
/// </summary>
/// <param name="Name">As it stands in class names: Avx512.</param>
/// <param name="Lanes">Floats in a vector, and channels in a block of the activation layout.</param>
/// <param name="Registers">Vector registers.</param>
internal sealed record InstructionSet(string Name, int Lanes, int Registers)
{
    public static InstructionSet Avx512 { get; } = new("Avx512", 16, 32);

    public static InstructionSet Avx2 { get; } = new("Avx2", 8, 16);

    public static InstructionSet Vector128 { get; } = new("Vector128", 4, 16);

    public static ImmutableArray<InstructionSet> All { get; } = ImmutableArray.Create(Avx512, Avx2, Vector128);

    /// <summary>The static class with the portable operations: <c>Vector512</c>.</summary>
    public string Static => "Vector" + (Lanes * 32);

    /// <summary>The vector type: <c>Vector512&lt;float&gt;</c>.</summary>
    public string Vector => Static + "<float>";

    /// <summary>The class that shared kernels of this instruction set are emitted into, in namespace NetGen.Generated.</summary>
    public string KernelClass => Name + "Kernels";

    /// <summary>The vector of zeros.</summary>
    public string Zero => Vector + ".Zero";

    /// <summary>Loads from a float pointer expression, which need not be aligned.</summary>
    public string Load(string pointer) => $"{Static}.Load({pointer})";

    /// <summary>Loads bfloat16 numbers from a ushort pointer expression: they are the upper halves of floats.</summary>
    public string LoadBFloat16(string pointer) => Lanes switch
    {
        16 => $"Avx512F.ShiftLeftLogical(Avx512F.ConvertToVector512Int32(Vector256.Load({pointer})), 16).AsSingle()",
        8 => $"Avx2.ShiftLeftLogical(Avx2.ConvertToVector256Int32(Vector128.Load({pointer})), 16).AsSingle()",
        _ => $"Portable128.LoadBFloat16({pointer})",
    };

    /// <summary>Stores to a float pointer expression.</summary>
    public string Store(string value, string pointer) => $"{Static}.Store({value}, {pointer});";

    /// <summary>A vector whose lanes all hold a float expression.</summary>
    public string Broadcast(string scalar) => $"{Static}.Create({scalar})";

    /// <summary>a·b + c: one rounding on AVX-512 and AVX2, and on 128 bits where the processor has it.</summary>
    public string MultiplyAdd(string a, string b, string c) => Lanes switch
    {
        16 => $"Avx512F.FusedMultiplyAdd({a}, {b}, {c})",
        8 => $"Fma.MultiplyAdd({a}, {b}, {c})",
        _ => $"Portable128.MultiplyAdd({a}, {b}, {c})",
    };

    /// <summary>The larger of each lane; <paramref name="b"/> where either is NaN, so a ReLU is Max(zero, x).</summary>
    public string Max(string a, string b) => Lanes switch
    {
        16 => $"Avx512F.Max({a}, {b})",
        8 => $"Avx.Max({a}, {b})",
        _ => $"Portable128.Max({a}, {b})",
    };

    /// <summary>The smaller of each lane; <paramref name="b"/> where either is NaN.</summary>
    public string Min(string a, string b) => Lanes switch
    {
        16 => $"Avx512F.Min({a}, {b})",
        8 => $"Avx.Min({a}, {b})",
        _ => $"Portable128.Min({a}, {b})",
    };

    /// <summary>All bits set in the lanes where either is NaN, which is itself a NaN.</summary>
    public string Unordered(string a, string b) => Lanes switch
    {
        16 => $"Avx512F.CompareUnordered({a}, {b})",
        8 => $"Avx.CompareUnordered({a}, {b})",
        _ => $"Portable128.Unordered({a}, {b})",
    };

    /// <summary>All bits set in the lanes where a &lt; b; none where either is NaN.</summary>
    public string LessThan(string a, string b) => $"{Static}.LessThan({a}, {b})";

    /// <summary>All bits set in the lanes where a &gt; b; none where either is NaN.</summary>
    public string GreaterThan(string a, string b) => $"{Static}.GreaterThan({a}, {b})";

    /// <summary>The lanes of <paramref name="a"/> where the mask has all bits set, of <paramref name="b"/> where it has none.</summary>
    public string Select(string mask, string a, string b) => $"{Static}.ConditionalSelect({mask}, {a}, {b})";

    /// <summary>The bits of <paramref name="a"/> that the mask has not: zero where it is set.</summary>
    public string Without(string a, string mask) => $"{Static}.AndNot({a}, {mask})";

    /// <summary>Vectors of integers: <paramref name="a"/>, and the bits of <paramref name="b"/> that the mask has.</summary>
    public string Merge(string a, string b, string mask) => Lanes switch
    {
        16 => $"Avx512F.TernaryLogic({a}, {b}, {mask}, 0xF8)",
        _ => $"{a} | ({b} & {mask})",
    };

    /// <summary>A vector of unsigned integers whose bits move to the right, and those that fall out come back on the left.</summary>
    public string RotateRight(string a, int bits) => Lanes switch
    {
        16 => $"Avx512F.RotateRight({a}, {bits})",
        _ => $"({Static}.ShiftRightLogical({a}, {bits}) | {Static}.ShiftLeft({a}, {32 - bits}))",
    };

    /// <summary>Each lane gets the value of the next lane in its group of lanes, the last that of the first; groups of more than 4 by the variable <c>places</c>.</summary>
    public string Turn(string a, int group) => (Lanes, group) switch
    {
        (_, > 4) => $"Avx512F.PermuteVar16x32({a}, places)",
        (16, _) => $"Avx512F.Permute4x32({a}, {FourLanes(group)})",
        (8, _) => $"Avx.Permute({a}, {FourLanes(group)})",
        _ => $"Vector128.Shuffle({a}, {NextInGroup(group)})",
    };

    /// <summary>A vector of integers: for each lane the next one in its group.</summary>
    public string NextInGroup(int group) =>
        $"{Static}.Create({string.Join(", ", Enumerable.Range(0, Lanes).Select(lane => lane - (lane % group) + ((lane + 1) % group)))})";

    /// <summary>The control byte of a permutation that turns pairs, or all four.</summary>
    private static string FourLanes(int group) => group == 2 ? "0xB1" : "0x39";
}
