using System.Linq;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The body that fully connected layers share: some vectors of outputs for some images of a batch, or several tiles of
/// vectors side by side for one image. Sums begin with what lies at a pointer, the bias for all images or the sums so far of each;
/// a null pointer means zeros. Strides and lengths come as the runtime's LinearWalk.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="Vectors">Vectors of a tile.</param>
/// <param name="Images">Images that share each weight.</param>
/// <param name="Tiles">Tiles side by side; more than one only with one image.</param>
/// <param name="Leaky">Whether the activation is a leaky ReLU; otherwise bounds are applied.</param>
/// <param name="BFloat16">Whether the weights are bfloat16.</param>
internal sealed record LinearTileKernel(InstructionSet Set, int Vectors, int Images, int Tiles, bool Leaky, bool BFloat16) : KernelSpec
{
    public override string Name =>
        $"LinearTile_{Set.Name}_v{Vectors}n{Images}{(Tiles == 1 ? "" : $"t{Tiles}")}{(Leaky ? "_Leaky" : "")}{(BFloat16 ? "_BFloat16" : "")}";

    /// <summary>A call.</summary>
    public string Call(string x, string w, string sums, string sumsImage, string y, string walk) => $"{Name}({x}, {w}, {sums}, {sumsImage}, {y}, {walk});";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string summary = $"{Vectors * Tiles} vectors of {set.Lanes} outputs for {Images} images in {Vectors * Tiles * Images} registers.";
        writer.Method(summary, $"private static void {Name}(float* x, {Weight}* w, float* sums, nint sumsImage, float* y, in LinearWalk walk)", () =>
        {
            MultiplyAddTile registers = new(set, Vectors * Tiles, Images);
            registers.BeginWithSums(writer);
            writer.Line("float* x0 = x;");
            for (int image = 1; image < Images; image++) writer.Line($"float* x{image} = x{image - 1} + walk.InputStride;");
            for (int tile = 1; tile < Tiles; tile++)
                writer.Line($"{Weight}* {Pointer(tile)} = {Pointer(tile - 1)} + ((nint)walk.Features * {Vectors * set.Lanes});");
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
        registers.StepOf(writer, vector => Load(Pointer(vector / Vectors) + MethodText.Plus(vector % Vectors * Set.Lanes)), image => $"x{image}[at]");
        writer.Line(string.Join(" ", Enumerable.Range(0, Tiles).Select(tile => $"{Pointer(tile)} += {width};")));
    }

    private string Weight => BFloat16 ? "ushort" : "float";

    private string Load(string pointer) => BFloat16 ? Set.LoadBFloat16(pointer) : Set.Load(pointer);

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
