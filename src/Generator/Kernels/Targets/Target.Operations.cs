using System.Linq;

namespace NetGen.Generator.Kernels;

/// <content>
/// The operations on vectors of 32-bit floats, as C#. What stands here needs a static class with the portable operations of
/// System.Runtime.Intrinsics, by their names, and a vector with the arithmetic operators; a target overrides what it has an instruction for.
/// </content>
internal abstract partial record Target
{
    /// <summary>The static class with the portable operations: <c>Vector512</c>.</summary>
    public virtual string Static => "Vector" + (VectorBytes * 8);

    /// <summary>The vector type: <c>Vector512&lt;float&gt;</c>.</summary>
    public string Vector => Static + "<float>";

    /// <summary>The vector of zeros.</summary>
    public string Zero => Vector + ".Zero";

    /// <summary>The target of vectors half as wide, whose operations combine the halves of this one's; null for the narrowest.</summary>
    public virtual Target? Half => null;

    /// <summary>Loads from a float pointer expression, which need not be aligned.</summary>
    public virtual string Load(string pointer) => $"{Static}.Load({pointer})";

    /// <summary>Loads bfloat16 numbers from a ushort pointer expression: they are the upper halves of floats.</summary>
    public abstract string LoadBFloat16(string pointer);

    /// <summary>Stores to a float pointer expression.</summary>
    public virtual string Store(string value, string pointer) => $"{Static}.Store({value}, {pointer});";

    /// <summary>A vector whose lanes all hold a float expression.</summary>
    public virtual string Broadcast(string scalar) => $"{Static}.Create({scalar})";

    /// <summary>a·b + c: one rounding where the processor has it.</summary>
    public abstract string MultiplyAdd(string a, string b, string c);

    /// <summary>The larger of each lane; <paramref name="b"/> where either is NaN, so a ReLU is Max(zero, x).</summary>
    public abstract string Max(string a, string b);

    /// <summary>The smaller of each lane; <paramref name="b"/> where either is NaN.</summary>
    public abstract string Min(string a, string b);

    /// <summary>All bits set in the lanes where either is NaN, which is itself a NaN.</summary>
    public abstract string Unordered(string a, string b);

    /// <summary>All bits set in the lanes where a &lt; b; none where either is NaN.</summary>
    public virtual string LessThan(string a, string b) => $"{Static}.LessThan({a}, {b})";

    /// <summary>All bits set in the lanes where a &gt; b; none where either is NaN.</summary>
    public virtual string GreaterThan(string a, string b) => $"{Static}.GreaterThan({a}, {b})";

    /// <summary>The lanes of <paramref name="a"/> where the mask has all bits set, of <paramref name="b"/> where it has none.</summary>
    public virtual string Select(string mask, string a, string b) => $"{Static}.ConditionalSelect({mask}, {a}, {b})";

    /// <summary>The bits of <paramref name="a"/> that the mask has not: zero where it is set.</summary>
    public virtual string Without(string a, string mask) => $"{Static}.AndNot({a}, {mask})";

    /// <summary>Vectors of integers: <paramref name="a"/>, and the bits of <paramref name="b"/> that the mask has.</summary>
    public virtual string Merge(string a, string b, string mask) => $"{a} | ({b} & {mask})";

    /// <summary>A vector of unsigned integers whose bits move to the right, and those that fall out come back on the left.</summary>
    public virtual string RotateRight(string a, int bits) =>
        $"({Static}.ShiftRightLogical({a}, {bits}) | {Static}.ShiftLeft({a}, {32 - bits}))";

    /// <summary>
    /// Each lane gets the value of the next lane in its group of lanes, the last that of the first; groups of more than 4 by the variable
    /// <c>places</c>, a vector of integers that <see cref="NextInGroup"/> makes.
    /// </summary>
    public virtual string Turn(string a, int group) => $"{Static}.Shuffle({a}, {(group > 4 ? "places" : NextInGroup(group))})";

    /// <summary>A vector of integers: for each lane the next one in its group.</summary>
    public string NextInGroup(int group) =>
        $"{Static}.Create({string.Join(", ", Enumerable.Range(0, Lanes).Select(lane => lane - (lane % group) + ((lane + 1) % group)))})";

    /// <summary>The lanes with their upper and lower parts of some length exchanged, within groups of twice that.</summary>
    public virtual string Exchange(string a, int length) =>
        $"{Static}.Shuffle({a}, {Static}.Create({string.Join(", ", Enumerable.Range(0, Lanes).Select(lane => lane ^ length))}))";

    /// <summary>The first lane.</summary>
    public virtual string First(string a) => $"{a}.ToScalar()";

    /// <summary>A statement that asks for a line of the first-level cache; only where there is <see cref="TargetFeatures.Prefetch"/>.</summary>
    public virtual string PrefetchNear(string pointer) => "";

    /// <summary>As <see cref="PrefetchNear"/>, for the second-level cache.</summary>
    public virtual string PrefetchFar(string pointer) => "";
}
