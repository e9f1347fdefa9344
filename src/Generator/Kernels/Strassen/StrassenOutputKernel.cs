using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The body that makes the outputs of a strip of pairs of pixels from the products of a register tile, some blocks of either half of the
/// channels, with bias, residual and activation. Only pixels that exist are written.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="Residual">Whether a tensor is added before the activation.</param>
/// <param name="Leaky">Whether the activation is a leaky ReLU; otherwise bounds are applied.</param>
internal sealed record StrassenOutputKernel(InstructionSet Set, bool Residual, bool Leaky) : KernelSpec
{
    public override string Name => $"StrassenOutput_{Set.Name}{(Residual ? "_Add" : "")}{(Leaky ? "_Leaky" : "")}";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string residual = Residual ? "float* residual, " : "";
        string arguments = $"float* c, float* bias, {residual}float* y, int* places, int firsts, int seconds, int columns, int blocks, in StrassenWalk walk";
        writer.Method("Outputs of both halves of the channels and of the pixels.", $"private static void {Name}({arguments})", () =>
        {
            writer.Line($"nint product = (nint)blocks * columns * {set.Lanes}, half = (nint)walk.OutputHalf * walk.OutputBlockStride;");
            if (Residual) writer.Line("nint residualHalf = (nint)walk.OutputHalf * walk.ResidualBlockStride;");
            new MultiplyAddTile(set, 1, 1).BeginEpilogue(writer, Leaky);
            string moveResidual = Residual ? ", residual += walk.ResidualBlockStride" : "";
            using (writer.Block($"for (; blocks > 0; blocks--, c += columns * {set.Lanes}, y += walk.OutputBlockStride{moveResidual})"))
            {
                writer.Line($"{set.Vector} upper = bias == null ? {set.Zero} : {set.Load("bias")}, lower = bias == null ? {set.Zero} : {set.Load($"bias + (walk.OutputHalf * {set.Lanes})")};");
                writer.Line($"if (bias != null) bias += {set.Lanes};");
                writer.Line("int* place = places;");
                writer.Line("float* p = c;");
                using (writer.Block($"for (int i = 0; i < firsts; i++, p += {set.Lanes}, place += {StrassenPartKernel.PlacesOfPair})"))
                {
                    EmitPixel(writer, Product(1), Product(4), "place[2]", "place[4]");
                    writer.Line("if (i >= seconds) continue;");
                    EmitPixel(writer, Product(6), $"{Product(3)} + ({Product(5)} - {Product(2)})", "place[3]", "place[5]");
                }
            }
        });
    }

    private string Product(int n) => Set.Load(n == 1 ? "p + product" : $"p + (product * {n})");

    /// <summary>A pixel of both halves of the channels.</summary>
    private void EmitPixel(CodeWriter writer, string upper, string lower, string place, string residualPlace)
    {
        EmitVector(writer, $"{upper} + upper", "", place, residualPlace);
        EmitVector(writer, $"{lower} + lower", "half", place, residualPlace);
    }

    private void EmitVector(CodeWriter writer, string value, string half, string place, string residualPlace)
    {
        string at = half.Length == 0 ? "" : " + half";
        if (Residual) value += $" + {Set.Load($"residual + {residualPlace}{(half.Length == 0 ? "" : " + residualHalf")}")}";
        writer.Line(Leaky
            ? $"{{ {Set.Vector} sum = {value}; {Set.Store(Set.Max("sum * slope", "sum"), $"y + {place}{at}")} }}"
            : Set.Store(Set.Min("high", Set.Max("low", value)), $"y + {place}{at}"));
    }
}
