using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The bodies that weight gradients of fully connected layers share: a register tile for each number of inputs up to
/// <see cref="Widest"/>, and the loop over the inputs of a tile of outputs. Strides come as the runtime's LinearWalk.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="Vectors">Vectors of outputs in the tile.</param>
internal sealed record LinearWeightGradientTileKernel(InstructionSet Set, int Vectors) : KernelSpec
{
    /// <summary>Inputs in a tile; with at least two vectors there are eight accumulators, which hide the latency.</summary>
    private const int Widest = 4;

    public override string Name => $"LinearWeightGradientTile_{Set.Name}_v{Vectors}";

    /// <summary>A call.</summary>
    public string Call => $"{Name}(x, dy, dw, images, walk);";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string summary = $"{Vectors} vectors of {set.Lanes} outputs for all inputs.";
        writer.Method(summary, $"private static void {Name}(float* x, float* dy, float* dw, int images, in LinearWalk walk)", () => EmitInputs(writer));
        for (int columns = Widest; columns > 0; columns--) EmitTile(writer, columns);
    }

    private void EmitInputs(CodeWriter writer)
    {
        int width = Vectors * Set.Lanes;
        writer.Line("int pixels = 0, n = walk.Contiguous, step = 0;");
        using (writer.Block("while (true)"))
        {
            string wide = $"{Name}_c{Widest}(x, dy, dw, images, walk)";
            writer.Line($"for (; n >= {Widest}; n -= {Widest}, x += {Widest}, dw += {Widest * width}) {wide};");
            for (int columns = Widest - 1; columns > 0; columns--)
                writer.Line($"{(columns == Widest - 1 ? "" : "else ")}if (n == {columns}) {Name}_c{columns}(x, dy, dw, images, walk);");
            writer.Line($"dw += n * {width};");
            writer.Line("x += n + step;");
            writer.Line("if (pixels++ == walk.Pixels) return;");
            writer.Line("(n, step) = (walk.PixelSteps, walk.PixelStride - walk.PixelSteps);");
        }
    }

    private void EmitTile(CodeWriter writer, int columns)
    {
        string summary = $"{Vectors} vectors of {Set.Lanes} outputs for {columns} inputs in {Vectors * columns} registers.";
        string arguments = "float* x, float* dy, float* dw, int images, in LinearWalk walk";
        writer.Method(summary, $"private static void {Name}_c{columns}({arguments})", () =>
        {
            MultiplyAddTile registers = new(Set, Vectors, columns);
            registers.Begin(writer, _ => Set.Zero);
            writer.Line("nint next = walk.InputStride, nextGradient = walk.OutputStride;");
            using (writer.Block("for (int i = images; i > 0; i--)"))
            {
                registers.Step(writer, block => $"dy{MethodText.Plus(block * Set.Lanes)}", column => MethodText.Element("x", column));
                writer.Line("x += next;");
                writer.Line("dy += nextGradient;");
            }

            registers.Store(writer);
        });
    }
}
