using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// One part of a fully connected layer whose weights have 28 bits, shared by all layers whose tiles agree. One image decodes them in
/// registers. Several decode some inputs' weights of a tile into the first-level cache and read them from there as floats, every register tile
/// of images in its turn; their sums so far wait in the output. Weights that do not fit into 28 bits are added first, so that an image's sums are
/// the same either way; a tile that has too many of them is stored as it was.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="Vectors">Vectors of a tile.</param>
/// <param name="Rest">Vectors of the last tile if it has fewer, else 0.</param>
/// <param name="Tiles">Tiles in a part; one image takes them side by side.</param>
/// <param name="Leaky">Whether the activation is a leaky ReLU; otherwise bounds are applied.</param>
/// <param name="Far">Whether weights are expected in main memory.</param>
internal sealed record LinearBits28PartKernel(InstructionSet Set, int Vectors, int Rest, int Tiles, bool Leaky, bool Far) : LinearPart
{
    /// <summary>Inputs whose weights are decoded at once: 32 KB with the widest vectors.</summary>
    private const int Piece = 256;

    public override string Name =>
        $"LinearPart_{Set.Name}_v{Vectors}{(Rest == 0 ? "" : $"r{Rest}")}t{Tiles}{(Leaky ? "_Leaky" : "")}{LinearText.Suffix(WeightStorage.Bits28)}{(Far ? "Far" : "")}";

    /// <summary>The register tiles, and what decodes.</summary>
    public override IEnumerable<KernelSpec> Dependencies
    {
        get
        {
            yield return new Bits28Kernel(Set);
            foreach (int vectors in Rest == 0 ? new[] { Vectors } : [Vectors, Rest])
            {
                yield return Decoding(vectors, 1);
                foreach (int images in LinearText.ImageCounts(Set, Vectors)) yield return Plain(vectors, images);
            }

            if (Tiles > 1) yield return Decoding(Vectors, Tiles);
        }
    }

    public override string Call(string bias) => $"{Name}(x, w, {bias}, y, images, part, walk);";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string summary = $"{Tiles} tiles of {Outputs} outputs of a fully connected layer with weights of 28 bits, over a batch.";
        writer.Method(
            summary, $"private static void {Name}(float* x, float* w, float* bias, float* y, int images, int part, in LinearWalk walk)", () => EmitPart(writer));
    }

    private int Outputs => Vectors * Set.Lanes;

    private LinearTileKernel Decoding(int vectors, int tiles) => new(Set, vectors, 1, tiles, Leaky, WeightStorage.Bits28) { Far = Far };

    private LinearTileKernel Plain(int vectors, int images) => new(Set, vectors, images, 1, Leaky, WeightStorage.Plain);

    private void EmitPart(CodeWriter writer)
    {
        string first = Tiles == 1 ? "part" : $"part * {Tiles}";
        writer.Line($"int tile = {first}, vector = tile * {Vectors}, last = Math.Min(vector + {Tiles * Vectors}, walk.Vectors);");
        writer.Line($"nint length = {LinearText.TileLength(Set, Vectors, WeightStorage.Bits28)};");
        writer.Line("w += tile * length;");
        writer.Line($"if (bias != null) bias += vector * {Set.Lanes};");
        writer.Line($"y += vector * {Set.Lanes};");
        if (Tiles > 1) EmitSideBySide(writer);
        writer.Line($"float* decoded = stackalloc float[images == 1 ? 1 : {Piece * Outputs}];");
        using (writer.Block($"for (; vector < last; vector += {Vectors}, w += length, y += {Outputs}, bias = bias == null ? null : bias + {Outputs})"))
        {
            writer.Branch(Rest == 0 ? "" : $"last - vector >= {Vectors}", () => EmitTile(writer, Vectors), () => EmitTile(writer, Rest));
        }
    }

    private void EmitSideBySide(CodeWriter writer)
    {
        string coded = string.Join(" && ", Enumerable.Range(0, Tiles).Select(tile => $"PackedBits28.IsCoded(w{(tile == 0 ? "" : $" + ({tile} * length)")})"));
        using (writer.Block($"if (images == 1 && last - vector == {Tiles * Vectors} && {coded})"))
        {
            writer.Line($"for (int i = 0; i < {Tiles}; i++) PackedBits28.Begin(w + (i * length), {Outputs}, x, bias == null ? null : bias + (i * {Outputs}), y + (i * {Outputs}), 1, walk);");
            writer.Line(Decoding(Vectors, Tiles).Call("x", "w", "y", "0", "y", "walk"));
            writer.Line("return;");
        }
    }

    /// <summary>A tile alone: the sums begin in the output, if anything is added to a bias there.</summary>
    private void EmitTile(CodeWriter writer, int vectors)
    {
        int outputs = vectors * Set.Lanes;
        writer.Line("bool coded = PackedBits28.IsCoded(w);");
        writer.Line($"if (coded) PackedBits28.Begin(w, {outputs}, x, bias, y, images, walk);");
        using (writer.Block("if (coded && images == 1)"))
        {
            writer.Line(Decoding(vectors, 1).Call("x", "w", "y", "0", "y", "walk"));
            writer.Line("continue;");
        }

        writer.Line("float* sums = coded ? y : bias, stored = w + " + LinearText.TileHeader + ", weights = stored;");
        writer.Line("nint sumsImage = coded ? walk.OutputStride : 0;");
        writer.Line("int from = 0, image;");
        using (writer.Block("for (int count; from < walk.Grouped; from += count)"))
        {
            writer.Line($"count = Math.Min({Piece}, walk.Grouped - from);");
            writer.Line($"if (coded) {new Bits28Kernel(Set).Name}(stored, *w, weights = decoded, count * {vectors} / {Bits28Text.Group});");
            writer.Line("LinearWalk piece = walk.Piece(count);");
            EmitImages(writer, vectors, "piece");
            writer.Line("sums = y;");
            writer.Line("sumsImage = walk.OutputStride;");
            writer.Line($"stored += coded ? count * {outputs} / {Bits28Text.Group} * {Bits28Text.Group - 1} : count * {outputs};");
            writer.Line("weights = stored;");
        }

        writer.Line("LinearWalk rest = walk.From(from);");
        EmitImages(writer, vectors, "rest");
    }

    private void EmitImages(CodeWriter writer, int vectors, string walk)
    {
        writer.Line("image = 0;");
        foreach (int count in LinearText.ImageCounts(Set, Vectors))
        {
            string call = Plain(vectors, count).Call(
                "x + ((nint)image * walk.InputStride) + from", "weights", "sums + (image * sumsImage)", "sumsImage", "y + ((nint)image * walk.OutputStride)", walk);
            writer.Line($"for (; image <= images - {count}; image += {count}) {call}");
        }
    }
}
