using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The body that convolutions share: one register tile of outputs, from its bias to its activation. Where inputs and outputs
/// lie, and how many there are, comes as the runtime's ConvWalk.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="Tile">The outputs in registers.</param>
/// <param name="ColumnStep">From the input of a pixel to that of its right neighbour, in floats; 0 for a tile of one column.</param>
/// <param name="Leaky">Whether the activation is a leaky ReLU; otherwise bounds are applied.</param>
internal sealed record ConvTileKernel(InstructionSet Set, RegisterTile Tile, int ColumnStep, bool Leaky) : KernelSpec
{
    /// <summary>Whether a residual is added before the activation.</summary>
    public bool Adds { get; init; }

    public override string Name =>
        $"ConvTile_{Set.Name}_b{Tile.Blocks}r{Tile.Rows}c{Tile.Columns}{(ColumnStep == 0 ? "" : $"s{ColumnStep}")}{(Adds ? "_Add" : "")}{(Leaky ? "_Leaky" : "")}";

    /// <summary>A call, with a residual where the tile adds one.</summary>
    public string Call(string x, string w, string bias, string y, string? residual = null, string walk = "walk") =>
        $"{Name}({x}, {w}, {bias}, {(residual is null ? "" : $"{residual}, ")}{y}, {walk});";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string summary = $"{Tile.Blocks} blocks of {set.Lanes} channels for {Tile.Rows}×{Tile.Columns} pixels in {Tile.Blocks * Tile.Pixels} registers.";
        string residual = Adds ? "float* r, " : "";
        writer.Method(summary, $"private static void {Name}(float* x, float* w, float* bias, {residual}float* y, in ConvWalk walk)", () =>
        {
            MultiplyAddTile registers = new(set, Tile.Blocks, Tile.Pixels);
            registers.BeginWithBias(writer);
            if (Adds && PrefetchesNext) EmitResidualPrefetch(writer);
            EmitReduction(writer, registers);
            ConvTileText.EmitStores(writer, set, registers, Tile, Leaky, Adds);
        });
    }

    /// <summary>What is added at the end comes from a cache that is far, often from memory: it is asked for at the beginning.</summary>
    private void EmitResidualPrefetch(CodeWriter writer)
    {
        writer.Line("float* later = r;");
        using (writer.Block($"for (int i = {Tile.Rows}; i > 0; i--, later += walk.ResidualRowStride)"))
        using (writer.Block($"for (int j = 0; j < {Tile.Columns}; j++)"))
        {
            for (int block = 0; block < Tile.Blocks; block++)
                writer.Line(Set.PrefetchNear($"later{ConvTileText.Multiple("walk.ResidualBlockStride", block)} + ((nint)j * walk.OutputColumnStride)"));
        }
    }

    /// <summary>The loops from the outermost: blocks of inputs, planes, rows and columns of taps, and the steps of each.</summary>
    private void EmitReduction(CodeWriter writer, MultiplyAddTile registers)
    {
        writer.Line("nint step = walk.StepStride;");
        if (PrefetchesNext) writer.Line("nint aheadStep = walk.NextStep;\nfloat* ahead = w + walk.NextWeights;");
        using (writer.Block("for (int block = walk.InputBlocks; block > 0; block--, x += walk.BlockStride)"))
        {
            writer.Line("int steps = block > 1 ? walk.Steps : walk.LastSteps;");
            writer.Line("float* plane = x;");
            ConvTileText.EmitTaps(writer, () => EmitSteps(writer, registers));
        }
    }

    /// <summary>
    /// Each tile of rows reads the weights of a tile of channels again, from the second-level cache, and meanwhile asks for its share of
    /// the next tile's: otherwise the first tile of rows would wait for memory that is idle during the others.
    /// </summary>
    private bool PrefetchesNext => Tile.Blocks > 1 && Set.Has(TargetFeatures.Prefetch);

    /// <summary>
    /// Each step asks for a pixel of the next block, which the next tile of channels finds in the second-level cache only: by the end
    /// of a block all pixels of the tile are near. Two rows of a small image follow each other but for a halo.
    /// </summary>
    private bool PrefetchesPixels => PrefetchesNext && Tile.Rows <= 2 && ColumnStep > 0;

    private void EmitSteps(CodeWriter writer, MultiplyAddTile registers)
    {
        ConvTileText.EmitRowPointers(writer, Tile.Rows);
        if (PrefetchesPixels) writer.Line("float* soon = column + walk.BlockStride;");
        using (writer.Block("for (int n = steps; n > 0; n--)"))
        {
            if (PrefetchesNext) writer.Line(Set.PrefetchFar("ahead") + " ahead += aheadStep;");
            if (PrefetchesPixels) writer.Line($"{Set.PrefetchNear("soon")} soon += {ColumnStep};");
            registers.Step(writer, pixel => MethodText.Element($"p{pixel / Tile.Columns}", pixel % Tile.Columns * ColumnStep));
            writer.Line(string.Join(" ", Enumerable.Range(0, Tile.Rows).Select(row => $"p{row} += step;")));
        }
    }
}
