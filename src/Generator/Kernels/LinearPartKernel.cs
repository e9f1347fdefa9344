using System.Collections.Generic;
using NetGen.Generator.Emission;

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
/// <param name="BFloat16">Whether the weights are bfloat16.</param>
internal sealed record LinearPartKernel(InstructionSet Set, int Vectors, int Rest, int Tiles, bool Leaky, bool BFloat16) : KernelSpec
{
    /// <summary>Inputs whose weights are read for all images before the next: 128 KB of weights with the widest vectors.</summary>
    private const int Piece = 512;

    public override string Name =>
        $"LinearPart_{Set.Name}_v{Vectors}{(Rest == 0 ? "" : $"r{Rest}")}t{Tiles}{(Leaky ? "_Leaky" : "")}{(BFloat16 ? "_BFloat16" : "")}";

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

    /// <summary>A call.</summary>
    public string Call(string bias) => $"{Name}(x, {(BFloat16 ? "(ushort*)w" : "w")}, {bias}, y, images, part, walk);";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string summary = $"{Tiles} tiles of {Vectors * set.Lanes} outputs of a fully connected layer, over a batch.";
        string arguments = $"float* x, {(BFloat16 ? "ushort" : "float")}* w, float* bias, float* y, int images, int part, in LinearWalk walk";
        writer.Method(summary, $"private static void {Name}({arguments})", () => EmitPart(writer));
    }

    /// <summary>Images in a tile, from the most that registers hold to one.</summary>
    private int[] ImageCounts => Vectors == 1 && Set.Registers == 32 ? [8, 4, 1] : [6, 4, 2, 1];

    private LinearTileKernel SideBySide => new(Set, Vectors, 1, Tiles, Leaky, BFloat16);

    private LinearTileKernel Tile(int vectors, int images) => new(Set, vectors, images, 1, Leaky, BFloat16);

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
