using System.Collections.Generic;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* y, int block)</c>: an image of another size, of nearest pixels or of four that are mixed. Positions are computed in floats
/// as PyTorch does, so that pixels agree also where the quotient of the sizes is not a float. Planes are mixed by no mode.
/// </summary>
internal sealed record UpsampleKernel(TensorForm Input, TensorForm Output, UpsampleMode Mode, bool AlignCorners) : KernelSpec
{
    public override string Name => $"Upsample{UpsampleBody.Token(Mode, AlignCorners)}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies => [Body];

    private UpsampleBody Body => new(Mode, AlignCorners, Backward: false);

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"{Mode} upsampling, {Input.Shape} to {Output.Shape}; block is one of channels.",
        $"public static void {Name}(float* x, float* y, int block)",
        $"{Body.Name}({Resampling.Arguments(set, ("x", Input), ("y", Output))})");
}

/// <summary><c>(float* dy, float* dx, int block)</c>: the gradient by the input of <see cref="UpsampleKernel"/>.</summary>
internal sealed record UpsampleBackwardKernel(TensorForm OutputGradient, TensorForm InputGradient, UpsampleMode Mode, bool AlignCorners) : KernelSpec
{
    public override string Name =>
        $"Upsample{UpsampleBody.Token(Mode, AlignCorners)}Backward_{KernelNames.Of(OutputGradient)}_{KernelNames.Of(InputGradient)}";

    public override IEnumerable<KernelSpec> Dependencies => [Body];

    private UpsampleBody Body => new(Mode, AlignCorners, Backward: true);

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"The gradient of {Mode} upsampling, {OutputGradient.Shape} to {InputGradient.Shape}; block is one of channels.",
        $"public static void {Name}(float* dy, float* dx, int block)",
        $"{Body.Name}({Resampling.Arguments(set, ("dx", InputGradient), ("dy", OutputGradient))})");
}

/// <summary>Upsampling, for all shapes, or the gradient: the first tensor is the smaller one.</summary>
internal sealed record UpsampleBody(UpsampleMode Mode, bool AlignCorners, bool Backward) : KernelSpec
{
    public override string Name => $"Upsample{Token(Mode, AlignCorners)}{(Backward ? "Backward" : "")}Body";

    /// <summary>The mode in names.</summary>
    public static string Token(UpsampleMode mode, bool alignCorners) => mode + (alignCorners ? "Aligned" : "");

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        (string x, string y) = Backward ? ("dx", "dy") : ("x", "y");
        string summary = $"{Mode} upsampling{(AlignCorners ? " with corners aligned" : "")}{(Backward ? ", the gradient" : "")}.";
        writer.Method(summary, $"private static void {Name}({Resampling.Parameters(x, y)})", () =>
        {
            if (Backward) Resampling.EmitClear(writer, set, x);
            EmitScale(writer, "plane", x + "Depth", y + "Depth", mixed: false);
            EmitScale(writer, "row", x + "Height", y + "Height", Mode == UpsampleMode.Bilinear);
            EmitScale(writer, "column", x + "Width", y + "Width", Mode == UpsampleMode.Bilinear);
            using CodeWriter.Scope planes = writer.Block($"for (int plane = 0; plane < {y}Depth; plane++)");
            EmitNearest(writer, "plane", "d", x + "Depth");
            using CodeWriter.Scope rows = writer.Block($"for (int row = 0; row < {y}Height; row++)");
            EmitPosition(writer, "row", "r", x + "Height");
            using CodeWriter.Scope columns = writer.Block($"for (int column = 0; column < {y}Width; column++)");
            EmitPosition(writer, "column", "c", x + "Width");
            EmitPixel(writer, set, x, Resampling.At(set, y, "plane", "row", "column"));
        });
    }

    private void EmitScale(CodeWriter writer, string axis, string from, string to, bool mixed) => writer.Line(mixed && AlignCorners
        ? $"float {axis}Scale = {to} > 1 ? (float)({from} - 1) / ({to} - 1) : 0f;"
        : $"float {axis}Scale = (float){from} / {to};");

    private void EmitPosition(CodeWriter writer, string axis, string index, string size)
    {
        if (Mode == UpsampleMode.Nearest)
        {
            EmitNearest(writer, axis, index, size);
            return;
        }

        string position = AlignCorners ? $"{axis}Scale * {axis}" : $"Math.Max(({axis}Scale * ({axis} + 0.5f)) - 0.5f, 0f)";
        writer.Line($"float {index}At = {position};");
        writer.Line($"int {index}0 = Math.Min((int){index}At, {size} - 1), {index}1 = Math.Min({index}0 + 1, {size} - 1);");
        writer.Line($"float {index}High = {index}At - {index}0, {index}Low = 1f - {index}High;");
    }

    private static void EmitNearest(CodeWriter writer, string axis, string index, string size) =>
        writer.Line($"int {index}0 = Math.Min((int)({axis} * {axis}Scale), {size} - 1);");

    private void EmitPixel(CodeWriter writer, InstructionSet set, string x, string pixel)
    {
        if (Mode == UpsampleMode.Nearest)
        {
            string source = Resampling.At(set, x, "d0", "r0", "c0");
            writer.Line(Backward ? Resampling.Add(set, source, set.Load(pixel)) : set.Store(set.Load(source), pixel));
            return;
        }

        (string Row, string Column, string Weight)[] corners =
        [
            ("r0", "c0", "rLow * cLow"), ("r0", "c1", "rLow * cHigh"), ("r1", "c0", "rHigh * cLow"), ("r1", "c1", "rHigh * cHigh"),
        ];
        writer.Line($"{set.Vector} value = {(Backward ? set.Load(pixel) : set.Zero)};");
        foreach ((string row, string column, string weight) in corners)
        {
            string corner = Resampling.At(set, x, "d0", row, column);
            writer.Line(Backward
                ? set.Store(set.MultiplyAdd("value", set.Broadcast(weight), set.Load(corner)), corner)
                : $"value = {set.MultiplyAdd(set.Load(corner), set.Broadcast(weight), "value")};");
        }

        if (!Backward) writer.Line(set.Store("value", pixel));
    }
}
