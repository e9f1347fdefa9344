using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The body that transforms one tile of a Winograd convolution's input, all blocks of channels: columns first, whose results wait in
/// the first-level cache, then rows. Strides come as the runtime's WinogradWalk.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="Transform">F(m, r).</param>
internal sealed record WinogradInputKernel(InstructionSet Set, WinogradTransform Transform) : KernelSpec
{
    public override string Name => $"WinogradInput_{Set.Name}_{(Transform.Stride == 1 ? $"n{Transform.Size}" : Transform.Name)}";

    /// <summary>The body of a transform; with stride 1 the text depends on its size alone.</summary>
    public static WinogradInputKernel Of(InstructionSet set, WinogradTransform transform) =>
        new(set, transform.Stride == 1 ? new WinogradTransform(transform.Size - 2, Taps: 3) : transform);

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        int size = Transform.Size, lanes = set.Lanes;
        string summary = $"{size}×{size} pixels of all channels to {size * size} products' inputs.";
        writer.Method(summary, $"private static void {Name}(float* x, float* v, float* t, in WinogradWalk walk)", () =>
        {
            writer.Line("nint row = walk.RowStride, next = walk.InputStride;");
            Transform.EmitInputConstants(writer, set);
            using (writer.Block("for (int block = walk.InputBlocks; block > 0; block--, x += walk.BlockStride, v += walk.BlockTiles)"))
            {
                writer.Line("float* p = x, q = t;");
                using (writer.Block($"for (int column = {size}; column > 0; column--, p += {lanes}, q += {lanes})"))
                {
                    Transform.EmitInput(
                        writer, set, i => i == 0 ? "p" : i == 1 ? "p + row" : $"p + (row * {i})", (i, value) => set.Store(value, "q" + MethodText.Plus(i * size * lanes)));
                }

                writer.Line("float* r = v;");
                writer.Line("q = t;");
                using (writer.Block($"for (int line = {size}; line > 0; line--, q += {size * lanes})"))
                {
                    Transform.EmitInput(writer, set, i => "q" + MethodText.Plus(i * lanes), (_, value) => set.Store(value, "r") + " r += next;");
                }
            }
        });
    }
}
