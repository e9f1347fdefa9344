using System.Collections.Generic;
using NetGen.Generator.Graph;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* y, int part)</c>: x·s^(−β) with s = k + α/n·Σx² over n neighbouring channels, of which ⌊n/2⌋ lie before; a part is a row of
/// pixels.
/// </summary>
internal sealed record LocalResponseNormKernel(TensorForm Input, TensorForm Output, int Size, float Alpha, float Beta, float K) : KernelSpec, IPartitioned
{
    public override string Name =>
        $"LocalResponseNorm{LocalResponseNormText.Token(Size, Alpha, Beta, K)}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies => [Body];

    private LocalResponseNormBody Body => new(Backward: false, IsLong: Size > LongSum.LongestChain);

    public int Parts(InstructionSet set) => LocalResponseNormText.Rows(Input.Shape);

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"Normalisation of {Input.Shape} by {Size} neighbouring channels; part is a row.",
        $"public static void {Name}(float* x, float* y, int part)",
        $"{Body.Name}({LocalResponseNormText.Arguments(set, ("x", Input), ("y", Output))}, {LocalResponseNormText.Constants(Size, Alpha, Beta, K)})");
}

/// <summary>
/// <c>(float* x, float* dy, float* dx, int part)</c>: the gradient by the input of <see cref="LocalResponseNormKernel"/>,
/// dy·s^(−β) − 2αβ/n·x·Σ dy·x·s^(−β−1) over the channels whose neighbour it is. dx may be dy where the forms are equal.
/// </summary>
internal sealed record LocalResponseNormBackwardKernel(
    TensorForm Input, TensorForm OutputGradient, TensorForm InputGradient, int Size, float Alpha, float Beta, float K) : KernelSpec, IPartitioned
{
    public override string Name =>
        $"LocalResponseNormBackward{LocalResponseNormText.Token(Size, Alpha, Beta, K)}_{KernelNames.Of(Input)}"
        + $"_{KernelNames.Of(OutputGradient)}_{KernelNames.Of(InputGradient)}";

    public override IEnumerable<KernelSpec> Dependencies => [Body];

    private LocalResponseNormBody Body => new(Backward: true, IsLong: Size > LongSum.LongestChain);

    public int Parts(InstructionSet set) => LocalResponseNormText.Rows(Input.Shape);

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string tensors = LocalResponseNormText.Arguments(set, ("x", Input), ("dy", OutputGradient), ("dx", InputGradient));
        writer.Calls(
            $"The gradient of the normalisation of {Input.Shape} by {Size} neighbouring channels; part is a row.",
            $"public static void {Name}(float* x, float* dy, float* dx, int part)",
            $"{Body.Name}({tensors}, {LocalResponseNormText.Constants(Size, Alpha, Beta, K)})");
    }
}

/// <summary>The arguments that both directions pass alike.</summary>
internal static class LocalResponseNormText
{
    public static string Token(int size, float alpha, float beta, float k) =>
        $"{KernelNames.Of(size)}_a{KernelNames.Of(alpha)}_b{KernelNames.Of(beta)}_k{KernelNames.Of(k)}";

    public static int Rows(Shape shape) => shape.Depth * shape.Height;

    /// <summary>Size, α/n, β and k.</summary>
    public static string Constants(int size, float alpha, float beta, float k) =>
        $"{size}, {KernelText.Literal(alpha / size)}, {KernelText.Literal(beta)}, {KernelText.Literal(k)}";

    /// <summary>The part's row of each tensor, the distances of its blocks, the row's length and the channels.</summary>
    public static string Arguments(InstructionSet set, params (string Pointer, TensorForm Form)[] tensors)
    {
        Layout first = tensors[0].Form.Blocked(set);
        List<string> arguments = [];
        foreach ((string pointer, TensorForm form) in tensors)
        {
            Layout layout = form.Blocked(set);
            string row = layout.Depth == 1
                ? $"((nint)part * {layout.RowStride})"
                : $"((nint)(part / {layout.Height}) * {layout.PlaneStride}) + ((nint)(part % {layout.Height}) * {layout.RowStride})";
            arguments.Add($"{pointer}{MethodText.Plus(layout.Origin)} + {row}, {layout.BlockStride}");
        }

        return $"{string.Join(", ", arguments)}, {first.Width}, {first.Channels}";
    }
}

/// <summary>
/// One row of pixels, for all shapes. The squares of a pixel's channels lie in a row of their own, so that neighbours are a load at another
/// place. Lanes without a channel have neighbours too, whose NaN they must not take over.
/// </summary>
/// <param name="Backward">Whether it is the gradient.</param>
/// <param name="IsLong">Whether there are more neighbours than one accumulator may take.</param>
internal sealed record LocalResponseNormBody(bool Backward, bool IsLong) : KernelSpec
{
    private static readonly VectorMathKernel _math = new();

    public override string Name => $"LocalResponseNorm{(Backward ? "Backward" : "")}{(IsLong ? "Long" : "")}Body";

    public override IEnumerable<KernelSpec> Dependencies => [_math];

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string[] pointers = Backward ? ["x", "dy", "dx"] : ["x", "y"];
        string tensors = string.Join(", ", System.Array.ConvertAll(pointers, pointer => $"float* {pointer}, int {pointer}Block"));
        string step = string.Join(", ", System.Array.ConvertAll(pointers, pointer => $"{pointer} += {set.Lanes}"));
        string signature = $"private static void {Name}({tensors}, int columns, int channels, int size, float alpha, float beta, float k)";
        writer.Method($"{(Backward ? "The gradient of the normalisation" : "Normalisation")} by neighbouring channels.", signature, () =>
        {
            writer.Line($"int lanes = (channels + {set.Lanes - 1}) / {set.Lanes} * {set.Lanes}, length = lanes + size, before = size / 2;");
            writer.Line($"float* squares = stackalloc float[{(Backward ? "2 * " : "")}length];");
            writer.Line($"new Span<float>(squares, {(Backward ? "2 * " : "")}length).Clear();");
            if (Backward) writer.Line("float* products = squares + length;");
            using CodeWriter.Scope loop = writer.Block($"for (int column = 0; column < columns; column++, {step})");
            EmitChannels(writer, set, () =>
            {
                writer.Line($"{set.Vector} v = {set.Load("x + offset")};");
                writer.Line(set.Store("v * v", "squares + before + channel"));
            });
            writer.Line("new Span<float>(squares + before + channels, length - before - channels).Clear();");
            EmitChannels(writer, set, () => EmitPower(writer, set));
            if (Backward) EmitNeighbours(writer, set);
        });
    }

    /// <summary>The power is exp(−β·log s).</summary>
    private void EmitPower(CodeWriter writer, InstructionSet set)
    {
        EmitNeighbourSum(writer, set, "squares");
        writer.Line($"{set.Vector} s = {set.MultiplyAdd("sum", set.Broadcast("alpha"), set.Broadcast("k"))};");
        writer.Line($"{set.Vector} power = {_math.Exp($"{_math.Log("s")} * {set.Broadcast("-beta")}")} & {Valid(set)};");
        if (!Backward)
        {
            writer.Line(set.Store($"{set.Load("x + offset")} * power", "y + (nint)(channel / " + set.Lanes + ") * yBlock"));
            return;
        }

        writer.Line($"{set.Vector} g = {set.Load($"dy + (nint)(channel / {set.Lanes}) * dyBlock")} * power;");
        writer.Line(set.Store($"g * {set.Load("x + offset")} / s", "products + (size - 1 - before) + channel"));
        writer.Line(set.Store("g", $"dx + (nint)(channel / {set.Lanes}) * dxBlock"));
    }

    private void EmitNeighbourSum(CodeWriter writer, InstructionSet set, string values)
    {
        string neighbour = set.Load(values + " + channel + i");
        if (!IsLong)
        {
            writer.Line($"{set.Vector} sum = {set.Zero};");
            writer.Line($"for (int i = 0; i < size; i++) sum += {neighbour};");
            return;
        }

        LongSum.Declare(writer, set, "sum");
        LongSum.Runs(
            writer, "i", "0", "size", () => writer.Line($"{set.Vector} run = {set.Zero};"),
            () => writer.Line($"run += {neighbour};"), () => LongSum.Add(writer, set, "sum", "run"));
        writer.Line($"{set.Vector} sum = {LongSum.Value(set, "sum")};");
    }

    /// <summary>All bits set in the lanes that are channels.</summary>
    private static string Valid(InstructionSet set) => PartialVectorKernel.Mask(set, "channels - channel");

    private void EmitNeighbours(CodeWriter writer, InstructionSet set)
    {
        writer.Line("new Span<float>(products + (size - 1 - before) + channels, length - (size - 1 - before) - channels).Clear();");
        EmitChannels(writer, set, () =>
        {
            string target = $"dx + (nint)(channel / {set.Lanes}) * dxBlock";
            EmitNeighbourSum(writer, set, "products");
            writer.Line($"sum = (sum * {set.Broadcast("2f * alpha * beta")}) & {Valid(set)};");
            writer.Line(set.Store($"{set.Load(target)} - ({set.Load("x + offset")} * sum)", target));
        });
    }

    private static void EmitChannels(CodeWriter writer, InstructionSet set, System.Action body)
    {
        using CodeWriter.Scope loop = writer.Block($"for (int channel = 0; channel < lanes; channel += {set.Lanes})");
        writer.Line($"nint offset = (nint)(channel / {set.Lanes}) * xBlock;");
        body();
    }
}
