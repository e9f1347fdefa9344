namespace NetGen.Generator.Kernels;

/// <summary>512-bit vectors of x64: AVX-512F.</summary>
internal sealed record Avx512Target(string Name, int VectorBytes, int Registers, TargetFeatures Features, Machine Machine)
    : Target(Name, VectorBytes, Registers, Features, Machine)
{
    public override Target? Half => Targets.Avx2;

    public override string LoadBFloat16(string pointer) =>
        $"Avx512F.ShiftLeftLogical(Avx512F.ConvertToVector512Int32(Vector256.Load({pointer})), 16).AsSingle()";

    public override string MultiplyAdd(string a, string b, string c) => $"Avx512F.FusedMultiplyAdd({a}, {b}, {c})";

    public override string Max(string a, string b) => $"Avx512F.Max({a}, {b})";

    public override string Min(string a, string b) => $"Avx512F.Min({a}, {b})";

    public override string Unordered(string a, string b) => $"Avx512F.CompareUnordered({a}, {b})";

    public override string Merge(string a, string b, string mask) => $"Avx512F.TernaryLogic({a}, {b}, {mask}, 0xF8)";

    public override string RotateRight(string a, int bits) => $"Avx512F.RotateRight({a}, {bits})";

    public override string Turn(string a, int group) => group > 4
        ? $"Avx512F.PermuteVar16x32({a}, places)"
        : $"Avx512F.Permute4x32({a}, {X86Text.NextOfFour(group)})";

    public override string PrefetchNear(string pointer) => X86Text.PrefetchNear(pointer);

    public override string PrefetchFar(string pointer) => X86Text.PrefetchFar(pointer);
}
