using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// One part of a fully connected layer, which is some tiles of vectors: the loops over tiles and images, shared by all layers
/// whose tiles agree. More images than a register tile takes go through the weights piece by piece, so that each piece comes
/// from memory once and then from the second-level cache; their sums so far wait in the output, which changes no bit of them.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="Vectors">Vectors of a tile.</param>
/// <param name="Rest">Vectors of the last tile if it has fewer, else 0.</param>
/// <param name="Tiles">Tiles in a part; one image takes them side by side.</param>
/// <param name="Leaky">Whether the activation is a leaky ReLU; otherwise bounds are applied.</param>
/// <param name="Storage">How weights are stored: as they are or as bfloat16.</param>
internal sealed record LinearPartKernel(InstructionSet Set, int Vectors, int Rest, int Tiles, bool Leaky, WeightStorage Storage) : LinearPart
{
    /// <summary>Inputs whose weights are read for all images before the next: 128 KB of weights with the widest vectors.</summary>
    private const int Piece = 512;

    public override string Name =>
        $"LinearPart_{Set.Name}_v{Vectors}{(Rest == 0 ? "" : $"r{Rest}")}t{Tiles}{(Leaky ? "_Leaky" : "")}{LinearText.Suffix(Storage)}";

    /// <summary>The register tiles.</summary>
    public override IEnumerable<KernelSpec> Dependencies
    {
        get
        {
            foreach (int images in ImageCounts)
            {
                yield return Tile(Vectors, images);
                if (Rest > 0) yield return Tile(Rest, images);
            }

            if (Tiles > 1) yield return SideBySide;
        }
    }

    public override string Call(string bias) => $"{Name}(x, {(Storage == WeightStorage.BFloat16 ? "(ushort*)w" : "w")}, {bias}, y, images, part, walk);";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string summary = $"{Tiles} tiles of {Vectors * set.Lanes} outputs of a fully connected layer, over a batch.";
        string arguments = $"float* x, {(Storage == WeightStorage.BFloat16 ? "ushort" : "float")}* w, float* bias, float* y, int images, int part, in LinearWalk walk";
        writer.Method(summary, $"private static void {Name}({arguments})", () => EmitPart(writer));
    }

    private int[] ImageCounts => LinearText.ImageCounts(Set, Vectors);

    private LinearTileKernel SideBySide => new(Set, Vectors, 1, Tiles, Leaky, Storage);

    private LinearTileKernel Tile(int vectors, int images) => new(Set, vectors, images, 1, Leaky, Storage);

    private void EmitPart(CodeWriter writer)
    {
        int outputs = Vectors * Set.Lanes;
        string first = Tiles == 1 ? "part" : $"part * {Tiles}";
        writer.Line($"int vector = {first} * {Vectors}, last = Math.Min(vector + {Tiles * Vectors}, walk.Vectors);");
        writer.Line($"w += (nint)vector * {Set.Lanes} * walk.Features;");
        writer.Line($"if (bias != null) bias += vector * {Set.Lanes};");
        writer.Line($"y += vector * {Set.Lanes};");
        if (Tiles > 1)
        {
            using (writer.Block($"if (images == 1 && last - vector == {Tiles * Vectors})"))
            {
                writer.Line(SideBySide.Call("x", "w", "bias", "0", "y", "walk"));
                writer.Line("return;");
            }
        }

        using (writer.Block($"for (; vector < last; vector += {Vectors})"))
        {
            EmitPieces(writer);
            writer.Line($"w += (nint)walk.Features * {outputs};");
            writer.Line($"if (bias != null) bias += {outputs};");
            writer.Line($"y += {outputs};");
        }
    }

    /// <summary>The inputs of one tile: all at once, or, where the images need several register tiles, in pieces.</summary>
    private void EmitPieces(CodeWriter writer)
    {
        writer.Line("float* sums = bias;");
        writer.Line("nint sumsImage = 0;");
        writer.Line("int from = 0, image;");
        writer.Line($"bool whole = images <= {ImageCounts[0]};");
        using (writer.Block($"for (; !whole && walk.Contiguous - from > {Piece}; from += {Piece})"))
        {
            writer.Line($"LinearWalk piece = walk.Piece({Piece});");
            EmitTile(writer, "piece");
            writer.Line("sums = y;");
            writer.Line("sumsImage = walk.OutputStride;");
        }

        writer.Line("LinearWalk rest = walk.From(from);");
        EmitTile(writer, "rest");
    }

    private void EmitTile(CodeWriter writer, string walk) => writer.Branch(
        Rest == 0 ? "" : $"last - vector >= {Vectors}", () => EmitImages(writer, Vectors, walk), () => EmitImages(writer, Rest, walk));

    private void EmitImages(CodeWriter writer, int vectors, string walk)
    {
        writer.Line("image = 0;");
        foreach (int count in ImageCounts)
        {
            string call = Tile(vectors, count).Call(
                "x + ((nint)image * walk.InputStride) + from", $"w + ((nint)from * {vectors * Set.Lanes})", "sums + (image * sumsImage)", "sumsImage",
                "y + ((nint)image * walk.OutputStride)", walk);
            writer.Line($"for (; image <= images - {count}; image += {count}) {call}");
        }
    }
}

/// <summary>The kernel of one part of a fully connected layer.</summary>
internal abstract record LinearPart : KernelSpec
{
    /// <summary>A call, out of a layer's own method.</summary>
    public abstract string Call(string bias);
}
