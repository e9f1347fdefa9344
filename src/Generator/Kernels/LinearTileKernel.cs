using System.Linq;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The body that fully connected layers share: some vectors of outputs for some images of a batch, or several tiles of
/// vectors side by side for one image. Strides and lengths come as the runtime's LinearWalk.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="Vectors">Vectors of a tile.</param>
/// <param name="Images">Images that share each weight.</param>
/// <param name="Tiles">Tiles side by side; more than one only with one image.</param>
/// <param name="Leaky">Whether the activation is a leaky ReLU; otherwise bounds are applied.</param>
internal sealed record LinearTileKernel(InstructionSet Set, int Vectors, int Images, int Tiles, bool Leaky) : KernelSpec
{
    public override string Name =>
        $"LinearTile_{Set.Name}_v{Vectors}n{Images}{(Tiles == 1 ? "" : $"t{Tiles}")}{(Leaky ? "_Leaky" : "")}";

    /// <summary>A call.</summary>
    public string Call(string x, string w, string bias, string y) => $"{Name}({x}, {w}, {bias}, {y}, walk);";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string summary = $"{Vectors * Tiles} vectors of {set.Lanes} outputs for {Images} images in {Vectors * Tiles * Images} registers.";
        writer.Method(summary, $"private static void {Name}(float* x, float* w, float* bias, float* y, in LinearWalk walk)", () =>
        {
            MultiplyAddTile registers = new(set, Vectors * Tiles, Images);
            registers.BeginWithBias(writer);
            writer.Line("float* x0 = x;");
            for (int image = 1; image < Images; image++) writer.Line($"float* x{image} = x{image - 1} + walk.InputStride;");
            for (int tile = 1; tile < Tiles; tile++)
                writer.Line($"float* {Pointer(tile)} = {Pointer(tile - 1)} + ((nint)walk.Features * {Vectors * set.Lanes});");
            EmitReduction(writer, registers);
            EmitStores(writer, registers);
        });
    }

    /// <summary>Inputs in the order of memory: those side by side, then the channels of each pixel of a partial block.</summary>
    private void EmitReduction(CodeWriter writer, MultiplyAddTile registers)
    {
        writer.Line("nint at = 0;");
        using (writer.Block("for (int n = walk.Contiguous; n > 0; n--, at++)")) EmitStep(writer, registers);
        using (writer.Block("for (int pixel = walk.Pixels; pixel > 0; pixel--, at += walk.PixelStride - walk.PixelSteps)"))
        using (writer.Block("for (int n = walk.PixelSteps; n > 0; n--, at++)"))
        {
            EmitStep(writer, registers);
        }
    }

    private void EmitStep(CodeWriter writer, MultiplyAddTile registers)
    {
        int width = Vectors * Set.Lanes;
        registers.Step(writer, vector => Pointer(vector / Vectors) + MethodText.Plus(vector % Vectors * Set.Lanes), image => $"x{image}[at]");
        writer.Line(string.Join(" ", Enumerable.Range(0, Tiles).Select(tile => $"{Pointer(tile)} += {width};")));
    }

    private static string Pointer(int tile) => tile == 0 ? "w" : $"tile{tile}";

    private void EmitStores(CodeWriter writer, MultiplyAddTile registers)
    {
        registers.BeginEpilogue(writer, Leaky);
        for (int image = 0; image < Images; image++)
        {
            for (int vector = 0; vector < Vectors * Tiles; vector++)
                writer.Line(Set.Store(registers.Activated(vector, image, Leaky), "y" + MethodText.Plus(vector * Set.Lanes)));
            if (image + 1 < Images) writer.Line("y += walk.OutputStride;");
        }
    }
}
