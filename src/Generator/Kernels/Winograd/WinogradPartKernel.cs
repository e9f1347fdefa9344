using System;
using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The body that runs one part of a Winograd convolution: transforms a chunk of the input's tiles, multiplies, and transforms the
/// products into outputs, some blocks of channels at a time. Layers whose register tiles agree share it.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="Transform">F(m, r).</param>
/// <param name="Blocks">Blocks of outputs in a register tile.</param>
/// <param name="Rest">Blocks of the last register tile if it has fewer, else 0.</param>
/// <param name="Columns">Tiles in a register tile.</param>
/// <param name="Residual">Whether a tensor is added before the activation.</param>
/// <param name="Leaky">Whether the activation is a leaky ReLU; otherwise bounds are applied.</param>
/// <param name="Pools">Whether only the largest of each 2×2 pixels is written.</param>
internal sealed record WinogradPartKernel(
    InstructionSet Set, WinogradTransform Transform, int Blocks, int Rest, int Columns, bool Residual, bool Leaky, bool Pools) : KernelSpec
{
    public override string Name =>
        $"WinogradPart_{Set.Name}_{Transform.Name}b{Blocks}{(Rest == 0 ? "" : $"r{Rest}")}c{Columns}{(Residual ? "_Add" : "")}{(Leaky ? "_Leaky" : "")}{(Pools ? "_Pool" : "")}";

    /// <summary>The transforms and the register tiles.</summary>
    public override IEnumerable<KernelSpec> Dependencies
    {
        get
        {
            yield return Input;
            yield return Output;
            yield return Tile(Blocks);
            if (Rest > 0) yield return Tile(Rest);
        }
    }

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string summary = $"A chunk of tiles of a Winograd convolution F({Transform.Outputs}, {Transform.Taps}){(Transform.Stride == 1 ? "" : $" with stride {Transform.Stride}")}.";
        string residual = Residual ? "float* residual, " : "";
        string arguments = $"float* x, float* w, float* bias, {residual}float* y, float* scratch, bool prepared, int part, in WinogradWalk walk";
        writer.Method(summary, $"private static void {Name}({arguments})", () =>
        {
            writer.Line("int chunk = part / walk.Splits, first = chunk * walk.ChunkTiles, tiles = Math.Min(walk.ChunkTiles, walk.Tiles - first);");
            writer.Line($"float* m = scratch + ({Products} * (nint)walk.InputStride), t = m + ({Products} * (nint)walk.ProductStride);");
            EmitInputs(writer);
            writer.Line("int group = part % walk.Splits * walk.GroupsPerSplit, last = Math.Min(group + walk.GroupsPerSplit, walk.Groups);");
            writer.Line("ConvWalk product = new(walk.InputBlocks, walk.BlockTiles, "
                + $"{Set.Lanes}, walk.LastChannels, 1, 1, 0, 1, 0, 1, 0, 0, walk.BlockTiles, 0, {Set.Lanes}, KernelEpilogue.None, NextStep: walk.NextStep);");
            using (writer.Block("for (; group < last; group += walk.GroupsPerPass)"))
            {
                writer.Line("int end = Math.Min(group + walk.GroupsPerPass, last);");
                EmitProducts(writer);
                EmitOutputs(writer);
            }
        });
    }

    private int Products => Transform.Size * Transform.Size;

    private int Filters => Transform.Filters * Transform.Filters;

    private WinogradInputKernel Input => WinogradInputKernel.Of(Set, Transform);

    private WinogradOutputKernel Output => new(Set, Transform, Residual, Leaky, Pools);

    private ConvTileKernel Tile(int blocks) => new(Set, new RegisterTile(blocks, 1, Columns), Columns == 1 ? 0 : Set.Lanes, Leaky: false);

    private void EmitInputs(CodeWriter writer)
    {
        using (writer.Block("for (int i = prepared ? tiles : 0; i < tiles; i++)"))
        {
            writer.Line("(int row, int column) = Math.DivRem(first + i, walk.TilesAcross);");
            writer.Line($"{Input.Name}(x + ((nint)row * walk.TileRowStride) + ((nint)column * walk.TileColumnStride), scratch + (i * {Set.Lanes}), t, walk);");
        }
    }

    /// <summary>
    /// The weights of one filter of all passes' blocks are read once for all tiles of the chunk. While a register tile multiplies, it asks
    /// for its share of those that follow: where they do not stay in a cache, the first tiles would wait for them otherwise.
    /// </summary>
    private void EmitProducts(CodeWriter writer)
    {
        using (writer.Block($"for (int f = 0; f < {Filters}; f++)"))
        using (writer.Block("for (int g = group; g < end; g++)"))
        {
            EmitProductsOfFilter(writer, () =>
            {
                writer.Line($"nint next = g + 1 < end ? {Filters} : f + 1 < {Filters} ? ((group - g) * {Filters}) + 1 : ((end - g) * {Filters}) - f;");
                writer.Line("next *= walk.GroupLength;");
                using (writer.Block($"for (int i = 0; i < tiles; i += {Columns}, next += walk.NextRun)"))
                {
                    writer.Line("product.NextWeights = (int)next;");
                    writer.Line($"float* v = scratch + ((nint)n * walk.InputStride) + (i * {Set.Lanes});");
                    writer.Line($"float* p = m + ((nint)n * walk.ProductStride) + ((nint)(g - group) * {Blocks} * walk.BlockTiles) + (i * {Set.Lanes});");
                    writer.Branch(
                        Rest == 0 ? "" : "g < walk.Groups - 1",
                        () => EmitCall(writer, Blocks), () => EmitCall(writer, Rest));
                }
            });
        }
    }

    /// <summary>The products n of filter f: a row or column of the last filter stands for all that are left.</summary>
    private void EmitProductsOfFilter(CodeWriter writer, Action product)
    {
        int size = Transform.Size, filters = Transform.Filters;
        if (filters == size)
        {
            writer.Line("int n = f;");
            product();
            return;
        }

        writer.Line($"(int top, int left) = Math.DivRem(f, {filters});");
        writer.Line($"int bottom = top < {filters - 1} ? top + 1 : {size}, right = left < {filters - 1} ? left + 1 : {size};");
        using (writer.Block("for (int row = top; row < bottom; row++)"))
        using (writer.Block($"for (int n = (row * {size}) + left; n < (row * {size}) + right; n++)"))
        {
            product();
        }
    }

    private void EmitCall(CodeWriter writer, int blocks)
    {
        string weights = blocks == Blocks ? $"w + ((((nint)g * {Filters}) + f) * walk.GroupLength)" : $"w + ((nint)g * {Filters} * walk.GroupLength) + ((nint)f * walk.GroupLength / {Blocks} * {Rest})";
        writer.Line($"{Tile(blocks).Name}(v, {weights}, null, p, product);");
    }

    private void EmitOutputs(CodeWriter writer)
    {
        writer.Line($"int block = group * {Blocks}, blocks = Math.Min(end * {Blocks}, walk.OutputBlocks) - block;");
        writer.Line($"float* added = bias == null ? null : bias + (block * {Set.Lanes});");
        using (writer.Block("for (int i = 0; i < tiles; i++)"))
        {
            int size = Transform.Outputs, written = Pools ? size / 2 : size;
            writer.Line("(int row, int column) = Math.DivRem(first + i, walk.TilesAcross);");
            writer.Line($"int rows = Math.Min({size}, walk.Rows - (row * {size})), columns = Math.Min({size}, walk.Columns - (column * {size}));");
            writer.Line($"float* o = y + ((nint)block * walk.OutputBlockStride) + ((nint)row * {written} * walk.OutputRowStride) + (column * {written * Set.Lanes});");
            if (Residual)
                writer.Line($"float* r = residual + ((nint)block * walk.ResidualBlockStride) + ((nint)row * {size} * walk.ResidualRowStride) + (column * {size * Set.Lanes});");
            writer.Line($"{Output.Name}(m + (i * {Set.Lanes}), added, o, {(Residual ? "r, " : "")}t, blocks, rows, columns, walk);");
        }
    }
}
