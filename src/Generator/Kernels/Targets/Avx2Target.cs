namespace NetGen.Generator.Kernels;

/// <summary>256-bit vectors of x64: AVX2 with FMA.</summary>
internal sealed record Avx2Target(string Name, int VectorBytes, int Registers, TargetFeatures Features, Machine Machine)
    : Target(Name, VectorBytes, Registers, Features, Machine)
{
    public override Target? Half => Targets.Vector128;

    public override string LoadBFloat16(string pointer) =>
        $"Avx2.ShiftLeftLogical(Avx2.ConvertToVector256Int32(Vector128.Load({pointer})), 16).AsSingle()";

    public override string MultiplyAdd(string a, string b, string c) => $"Fma.MultiplyAdd({a}, {b}, {c})";

    public override string Max(string a, string b) => $"Avx.Max({a}, {b})";

    public override string Min(string a, string b) => $"Avx.Min({a}, {b})";

    public override string Unordered(string a, string b) => $"Avx.CompareUnordered({a}, {b})";

    public override string Turn(string a, int group) => $"Avx.Permute({a}, {X86Text.NextOfFour(group)})";

    public override string PrefetchNear(string pointer) => X86Text.PrefetchNear(pointer);

    public override string PrefetchFar(string pointer) => X86Text.PrefetchFar(pointer);
}
