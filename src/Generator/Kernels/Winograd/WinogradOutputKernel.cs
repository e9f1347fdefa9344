using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The body that makes one tile of a Winograd convolution's output from its products, some blocks of channels, with bias,
/// residual and activation. A tile at an edge writes only the rows and columns that exist.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="Transform">F(m, r).</param>
/// <param name="Residual">Whether a tensor is added before the activation.</param>
/// <param name="Leaky">Whether the activation is a leaky ReLU; otherwise bounds are applied.</param>
/// <param name="Pools">Whether only the largest of each 2×2 pixels is written; rows and columns that exist are even then, and nothing is added.</param>
internal sealed record WinogradOutputKernel(InstructionSet Set, WinogradTransform Transform, bool Residual, bool Leaky, bool Pools) : KernelSpec
{
    public override string Name =>
        $"WinogradOutput_{Set.Name}_{Transform.Name}{(Residual ? "_Add" : "")}{(Leaky ? "_Leaky" : "")}{(Pools ? "_Pool" : "")}";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string summary = $"{Transform.Size * Transform.Size} products of some blocks to at most {Transform.Outputs}×{Transform.Outputs} pixels.";
        string residual = Residual ? "float* residual, " : "";
        string arguments = $"float* m, float* bias, float* y, {residual}float* t, int blocks, int rows, int columns, in WinogradWalk walk";
        writer.Method(summary, $"private static void {Name}({arguments})", () =>
        {
            writer.Line("nint next = walk.ProductStride;");
            Transform.EmitOutputConstants(writer, set);
            new MultiplyAddTile(set, 1, 1).BeginEpilogue(writer, Leaky);
            string moveResidual = Residual ? ", residual += walk.ResidualBlockStride" : "";
            using (writer.Block($"for (; blocks > 0; blocks--, m += walk.BlockTiles, y += walk.OutputBlockStride{moveResidual})"))
            {
                EmitColumns(writer);
                if (Pools) EmitPooledRows(writer);
                else EmitRows(writer);
                writer.Line($"if (bias != null) bias += {set.Lanes};");
            }
        });
    }

    private void EmitColumns(CodeWriter writer)
    {
        int size = Transform.Size, lanes = Set.Lanes;
        writer.Line("float* p = m, q = t;");
        using (writer.Block($"for (int column = {size}; column > 0; column--, p += next, q += {lanes})"))
        {
            Transform.EmitOutput(writer, Set, i => i == 0 ? "p" : $"p + (next * {i * size})");
            for (int i = 0; i < Transform.Outputs; i++) writer.Line(Set.Store($"y{i}", "q" + MethodText.Plus(i * size * lanes)));
        }
    }

    private void EmitRows(CodeWriter writer)
    {
        int size = Transform.Size, lanes = Set.Lanes;
        writer.Line($"{Set.Vector} b = bias == null ? {Set.Zero} : {Set.Load("bias")};");
        writer.Line("float* o = y;");
        if (Residual) writer.Line("float* r = residual;");
        writer.Line("q = t;");
        string moveResidual = Residual ? ", r += walk.ResidualRowStride" : "";
        using (writer.Block($"for (int line = rows; line > 0; line--, q += {size * lanes}, o += walk.OutputRowStride{moveResidual})"))
        {
            Transform.EmitOutput(writer, Set, i => "q" + MethodText.Plus(i * lanes));
            for (int i = 0; i < Transform.Outputs; i++)
            {
                string at = MethodText.Plus(i * lanes);
                string added = Residual ? $" + {Set.Load("r" + at)}" : "";
                string store = $"y{i} += b{added}; {Set.Store(Activated($"y{i}"), "o" + at)}";
                writer.Line(i == 0 ? store : $"if (columns > {i}) {{ {store} }}");
            }
        }
    }

    /// <summary>
    /// The largest value comes first, then bias and activation, which are monotonic and round monotonically: the bits are those of a pooling behind
    /// them. A NaN is the largest, as in max pooling.
    /// </summary>
    private void EmitPooledRows(CodeWriter writer)
    {
        int size = Transform.Size, lanes = Set.Lanes;
        writer.Line($"{Set.Vector} b = bias == null ? {Set.Zero} : {Set.Load("bias")};");
        writer.Line("float* o = y;");
        writer.Line("q = t;");
        using CodeWriter.Scope rows = writer.Block($"for (int line = rows; line > 0; line -= 2, q += {2 * size * lanes}, o += walk.OutputRowStride)");
        writer.Line($"{Set.Vector} {string.Join(", ", Enumerable.Range(0, Transform.Outputs).Select(i => $"a{i}"))};");
        using (writer.Block(""))
        {
            Transform.EmitOutput(writer, Set, i => "q" + MethodText.Plus(i * lanes));
            for (int i = 0; i < Transform.Outputs; i++) writer.Line($"a{i} = y{i};");
        }

        using CodeWriter.Scope second = writer.Block("");
        Transform.EmitOutput(writer, Set, i => "q" + MethodText.Plus((size + i) * lanes));
        for (int i = 0; i < Transform.Outputs; i += 2)
        {
            string largest = MaxPoolWindowBody.Largest(Set, [$"a{i}", $"a{i + 1}", $"y{i}", $"y{i + 1}"]);
            string store = $"y{i} = ({largest}) + b; {Set.Store(Activated($"y{i}"), "o" + MethodText.Plus(i / 2 * lanes))}";
            writer.Line(i == 0 ? store : $"if (columns > {i}) {{ {store} }}");
        }
    }

    private string Activated(string value) => Leaky ? Set.Max($"{value} * slope", value) : Set.Min("high", Set.Max("low", value));
}
