using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// Random numbers as a function of a counter: no state, so that any element's number can be had at any time, on any
/// thread, in any order. A 64-bit key is mixed with a layer's salt and an image's number by the finaliser of SplitMix64;
/// its halves enter before each of two rounds of a 32-bit finaliser, which avalanches every bit of the counter.
/// </summary>
internal sealed record RandomBitsKernel : KernelSpec
{
    public override string Name => "RandomBits";

    /// <summary>The 64-bit key of an image in a layer.</summary>
    public string Key(string key, string salt, string image) => $"{Name}Key({key}, {salt}, {image})";

    /// <summary>The bits of a vector of counters to which the key's lower half has been added.</summary>
    public string Of(string counters, string upperHalf) => $"{Name}Of({counters}, {upperHalf})";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string vector = set.Static + "<uint>";
        string Mixed(string x, int shift) => $"({x} ^ {set.Static}.ShiftRightLogical({x}, {shift}))";
        writer.Line($$"""
            /// <summary>The 64-bit key of an image in a layer.</summary>
            private static ulong {{Key("ulong key", "int salt", "int image")}}
            {
                unchecked
                {
                    return {{Name}}Mix({{Name}}Mix(key) ^ (((ulong)(uint)salt << 32) | (uint)image));
                }
            }

            private static ulong {{Name}}Mix(ulong x)
            {
                unchecked
                {
                    x += 0x9E3779B97F4A7C15;
                    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
                    x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
                    return x ^ (x >> 31);
                }
            }

            /// <summary>32 random bits for each counter.</summary>
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static {{vector}} {{Of(vector + " counters", vector + " upperHalf")}} => {{Name}}Mix({{Name}}Mix(counters) ^ upperHalf);

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static {{vector}} {{Name}}Mix({{vector}} x)
            {
                x = {{Mixed("x", 16)}} * {{set.Static}}.Create(0x21F0AAADu);
                x = {{Mixed("x", 15)}} * {{set.Static}}.Create(0xD35A2D97u);
                return {{Mixed("x", 15)}};
            }

            """);
    }
}
