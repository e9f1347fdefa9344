using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>Weights out of 28 bits into memory, for the images of a batch that share them.</summary>
/// <param name="Set">The only instruction set that it is written for.</param>
internal sealed record Bits28Kernel(InstructionSet Set) : KernelSpec
{
    public override string Name => $"Bits28_{Set.Name}";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string summary = $"Groups of {Bits28Text.Group} vectors of weights, stored in {Bits28Text.Group - 1}, as they were.";
        writer.Method(summary, $"private static void {Name}(float* w, float factor, float* weights, int groups)", () =>
        {
            Bits28Text.EmitMasks(writer, set);
            writer.Line($"{set.Vector} scale = {set.Broadcast("factor")};");
            using (writer.Block($"for (; groups > 0; groups--, w += {(Bits28Text.Group - 1) * set.Lanes}, weights += {Bits28Text.Group * set.Lanes})"))
            {
                Bits28Text.EmitGroup(
                    writer, set, "w", 0, "", "scale", (i, weight) => writer.Line(set.Store(weight, "weights" + MethodText.Plus(i * set.Lanes))));
            }
        });
    }
}
