using NetGen.Generator.Emission;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The body that depthwise convolutions share: some pixels of one block of channels in registers. Each tap loads its weights
/// once, and an input for every pixel: it is the loads that bound it. Strides and counts come as the runtime's ConvWalk.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="Tile">The outputs in registers, of one block.</param>
/// <param name="ColumnStep">From the input of a pixel to that of its right neighbour, in floats; 0 for a tile of one column.</param>
/// <param name="Leaky">Whether the activation is a leaky ReLU; otherwise bounds are applied.</param>
internal sealed record DepthwiseTileKernel(InstructionSet Set, RegisterTile Tile, int ColumnStep, bool Leaky) : KernelSpec
{
    public override string Name =>
        $"DepthwiseTile_{Set.Name}_r{Tile.Rows}c{Tile.Columns}{(ColumnStep == 0 ? "" : $"s{ColumnStep}")}{(Leaky ? "_Leaky" : "")}";

    /// <summary>A call.</summary>
    public string Call(string x, string bias, string y) => $"{Name}({x}, w, {bias}, {y}, walk);";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string summary = $"{set.Lanes} channels of {Tile.Rows}×{Tile.Columns} pixels, each from its own channel.";
        writer.Method(summary, $"private static void {Name}(float* x, float* w, float* bias, float* y, in ConvWalk walk)", () =>
        {
            MultiplyAddTile registers = new(set, 1, Tile.Pixels);
            registers.BeginWithBias(writer);
            writer.Line("float* plane = x;");
            ConvTileText.EmitTaps(writer, () =>
            {
                ConvTileText.EmitRowPointers(writer, Tile.Rows);
                registers.StepByVectors(writer, pixel => ConvTileText.Address(Tile, pixel, ColumnStep));
                writer.Line($"w += {set.Lanes};");
            });
            ConvTileText.EmitStores(writer, set, registers, Tile, Leaky);
        });
    }
}
