using System;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// How vectors of weights come out of 28 bits. Eight vectors are stored in seven: each lane of a stored vector holds the sign in bit 31 and
/// a small exponent and the mantissa in bits 26 to 0, which is a float already and wants only to be scaled, and between them four bits of
/// the eighth. So nothing crosses lanes, and a zero needs no care.
/// </summary>
internal static class Bits28Text
{
    /// <summary>Weights, of one lane, that are stored together.</summary>
    public const int Group = 8;

    /// <summary>Declares the masks <c>code</c> and <c>eighth</c> that <see cref="EmitGroup"/> uses.</summary>
    public static void EmitMasks(CodeWriter writer, InstructionSet set) =>
        writer.Line($"{set.Static}<uint> code = {set.Static}.Create(0x87FFFFFFu), eighth = {set.Static}.Create(0x78000000u);");

    /// <summary>Eight weight vectors out of the seven at a pointer.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="set">The instruction set.</param>
    /// <param name="pointer">A pointer to float.</param>
    /// <param name="offset">Floats from there to the first vector.</param>
    /// <param name="variables">What the names of variables end with.</param>
    /// <param name="scale">The vector that they are multiplied with.</param>
    /// <param name="use">Writes what becomes of a weight vector, of its number and its expression, in order.</param>
    /// <param name="before">Writes what comes before the load of a stored vector.</param>
    public static void EmitGroup(
        CodeWriter writer, InstructionSet set, string pointer, int offset, string variables, string scale, Action<int, string> use, Action<int>? before = null)
    {
        string v = "v" + variables, e = "e" + variables;
        for (int i = 0; i < Group - 1; i++)
        {
            before?.Invoke(i);
            writer.Line($"{(i == 0 ? set.Static + "<uint> " : "")}{v} = {set.Static}.Load((uint*){pointer}{MethodText.Plus(offset + (i * set.Lanes))});");
            writer.Line(i == 0
                ? $"{set.Static}<uint> {e} = {v} & eighth;"
                : $"{e} = {set.Merge($"{set.Static}.ShiftRightLogical({e}, 4)", v, "eighth")};");
            use(i, $"({v} & code).AsSingle() * {scale}");
        }

        use(Group - 1, $"{set.RotateRight(e, 4)}.AsSingle() * {scale}");
    }
}
