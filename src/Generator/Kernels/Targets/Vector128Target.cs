namespace NetGen.Generator.Kernels;

/// <summary>
/// 128-bit vectors on any processor: SSE on x64, NEON on ARM64. What has no portable operation is the runtime's Portable128, which asks
/// for the processor where a constant answers.
/// </summary>
internal sealed record Vector128Target(string Name, int VectorBytes, int Registers, TargetFeatures Features, Machine Machine)
    : Target(Name, VectorBytes, Registers, Features, Machine)
{
    public override string LoadBFloat16(string pointer) => $"Portable128.LoadBFloat16({pointer})";

    public override string MultiplyAdd(string a, string b, string c) => $"Portable128.MultiplyAdd({a}, {b}, {c})";

    public override string Max(string a, string b) => $"Portable128.Max({a}, {b})";

    public override string Min(string a, string b) => $"Portable128.Min({a}, {b})";

    public override string Unordered(string a, string b) => $"Portable128.Unordered({a}, {b})";
}
