using System;
using System.Collections.Generic;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The gradient of a convolution's weights, summed over a batch: for every tap and pair of channels the products of the
/// output's gradient with the input that the tap reads. A tile of weights stays in registers over all pixels of an image;
/// images follow each other in order, so the sum does not depend on the number of threads.
/// </summary>
/// <param name="Input">The layer's input, with its halo.</param>
/// <param name="OutputGradient">The gradient by the layer's output.</param>
/// <param name="Vertical">The forward pass's rows.</param>
/// <param name="Horizontal">The forward pass's columns.</param>
/// <param name="Groups">Groups of channels.</param>
internal sealed record ConvWeightGradientKernel(
    TensorForm Input, TensorForm OutputGradient, ConvAxis Vertical, ConvAxis Horizontal, int Groups) : KernelSpec, IPartitioned, IWeighted
{
    public override string Name
    {
        get
        {
            string axes = Vertical == Horizontal ? Vertical.ToString() : $"{Vertical}_{Horizontal}";
            string groups = Groups == 1 ? "" : $"_g{Groups}";
            return $"ConvWeightGradient_{KernelNames.Of(Input)}_{KernelNames.Of(OutputGradient)}_{axes}{groups}";
        }
    }

    /// <summary>The packed gradient.</summary>
    public WeightPacking Weights(InstructionSet set)
    {
        int blocks = OutputGradient.For(set).Blocks;
        return new(set.Lanes, Math.Min(blocks, 2), Input.For(set).Lanes, OutputGradient.Shape.Channels, Input.Shape.Channels, Groups)
        {
            TapRows = Vertical.Taps,
            TapColumns = Horizontal.Taps,
        };
    }

    /// <summary>Independent pieces of the gradient: a tile of output blocks, a block of inputs and a row of taps each.</summary>
    public int Parts(InstructionSet set) => Weights(set).Tiles * Weights(set).InputBlocksPerTile * Vertical.Taps;

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        WeightPacking weights = Weights(set);
        string summary = $"The gradient of {Vertical.Taps}×{Horizontal.Taps} weights from {Input.Shape} to {OutputGradient.Shape}; part is a tile of "
            + "output channels, a block of input channels and a row of taps.";
        writer.Method(summary, $"public static void {Name}(float* x, float* dy, float* dw, int images, int part)", () => EmitPart(writer, set, weights));
        foreach ((int blocks, int columns) in Variants(set, weights)) EmitTile(writer, set, blocks, columns);
    }

    private void EmitPart(CodeWriter writer, InstructionSet set, WeightPacking weights)
    {
        Layout input = Input.For(set), gradient = OutputGradient.For(set);
        int inputBlocks = weights.InputBlocksPerTile;
        writer.Line($"int tapRow = part % {Vertical.Taps}, block = part / {Vertical.Taps} % {inputBlocks}, tile = part / {Vertical.Taps * inputBlocks};");
        writer.Line($"x += {input.Offset(0, Vertical.TapStart, Horizontal.TapStart)} + (tapRow * {Vertical.TapStep * input.RowStride});");
        string firstBlock = Groups == 1 ? "block" : $"({weights.FirstInputBlock("tile")} + block)";
        writer.Line($"x += (nint){firstBlock} * {input.BlockStride};");
        writer.Line($"dy += {gradient.Offset(0, 0, 0)} + ((nint)tile * {weights.Tile * gradient.BlockStride});");
        writer.Line($"dw += (nint)tile * {weights.TileLength};");

        int whole = gradient.Blocks / weights.Tile, rest = gradient.Blocks % weights.Tile;
        if (rest > 0)
        {
            using (writer.Block($"if (tile < {whole})")) EmitInputs(writer, set, weights, weights.Tile);
            using (writer.Block("else")) EmitInputs(writer, set, weights, rest);
        }
        else
        {
            EmitInputs(writer, set, weights, weights.Tile);
        }
    }

    private void EmitInputs(CodeWriter writer, InstructionSet set, WeightPacking weights, int blocks)
    {
        int width = blocks * set.Lanes;
        int taps = Vertical.Taps * Horizontal.Taps;
        int last = LastLanes(weights);
        writer.Line($"dw += block * {weights.InputLanes * taps * width};");
        if (last == weights.InputLanes || weights.InputBlocksPerTile == 1)
        {
            EmitImages(writer, set, blocks, last);
            return;
        }

        using (writer.Block($"if (block < {weights.InputBlocksPerTile - 1})")) EmitImages(writer, set, blocks, weights.InputLanes);
        using (writer.Block("else")) EmitImages(writer, set, blocks, last);
    }

    /// <summary>Writes the loops over images and over the tiles of one row of taps with so many input channels.</summary>
    private void EmitImages(CodeWriter writer, InstructionSet set, int blocks, int lanes)
    {
        Layout input = Input.For(set), gradient = OutputGradient.For(set);
        int width = blocks * set.Lanes;
        writer.Line($"dw += tapRow * {lanes * Horizontal.Taps * width};");
        writer.Line($"new Span<float>(dw, {lanes * Horizontal.Taps * width}).Clear();");
        using (writer.Block($"for (int image = 0; image < images; image++, x += {input.ImageStride}, dy += {gradient.ImageStride})"))
        {
            // A tile's columns are neighbouring input channels, or neighbouring taps where the input is planar.
            (int count, int step) = Input.Planar ? (Horizontal.Taps, Horizontal.TapStep) : (lanes, 1);
            (string, int)[] taps = Input.Planar ? [] : [("tap", Horizontal.Taps)];
            writer.Loops(taps, () =>
            {
                string tapX = taps.Length > 0 && Horizontal.Taps > 1 ? MethodText.Term("tap", Horizontal.TapStep * input.PixelStride) : "";
                string tapW = taps.Length > 0 && Horizontal.Taps > 1 ? MethodText.Term("tap", lanes * width) : "";
                foreach ((int columns, int first, int repeats) in Pieces(set, blocks, count))
                {
                    string method = TileMethod(blocks, columns);
                    writer.Repeat(repeats, i => $"{method}(x{tapX}{MethodText.Plus(first * step)}{MethodText.Term(i, columns * step)}, dy, "
                        + $"dw{tapW}{MethodText.Plus(first * width)}{MethodText.Term(i, columns * width)});");
                }
            });
        }
    }

    private void EmitTile(CodeWriter writer, InstructionSet set, int blocks, int columns)
    {
        Layout input = Input.For(set), gradient = OutputGradient.For(set);
        int step = Input.Planar ? Horizontal.TapStep : 1;
        string summary = $"{blocks} blocks of {set.Lanes} output channels for {columns} weights in {blocks * columns} registers.";
        writer.Method(summary, $"private static void {TileMethod(blocks, columns)}(float* x, float* dy, float* dw)", () =>
        {
            MultiplyAddTile registers = new(set, blocks, columns);
            registers.Load(writer, (block, column) => set.Load($"dw{MethodText.Plus(((column * blocks) + block) * set.Lanes)}"));
            using (writer.Block($"for (int row = 0; row < {Vertical.Count}; row++)"))
            {
                writer.Line($"float* p = x{MethodText.Term("row", Vertical.InputStep * input.RowStride)};");
                writer.Line($"float* g = dy{MethodText.Term("row", gradient.RowStride)};");
                using (writer.Block($"for (int i = {Horizontal.Count}; i > 0; i--)"))
                {
                    registers.Step(writer, block => $"g{MethodText.Plus(block * gradient.BlockStride)}", column => MethodText.Element("p", column * step));
                    writer.Line($"p += {Horizontal.InputStep * input.PixelStride};");
                    writer.Line($"g += {gradient.PixelStride};");
                }
            }

            registers.Store(writer, (block, column) => ((column * blocks) + block) * set.Lanes, "dw");
        });
    }

    private string TileMethod(int blocks, int columns) => $"{Name}_b{blocks}c{columns}";

    private static int LastLanes(WeightPacking weights)
    {
        int rest = weights.PackedInputs % weights.InputLanes;
        return rest == 0 ? weights.InputLanes : rest;
    }

    /// <summary>How a count of columns is cut: as many of the widest tile as go, then one of what is left.</summary>
    private static IEnumerable<(int Columns, int First, int Repeats)> Pieces(InstructionSet set, int blocks, int count)
    {
        int widest = Math.Min(count, set.Registers == 32 ? 16 / blocks : 8 / blocks);
        yield return (widest, 0, count / widest);
        if (count % widest != 0) yield return (count % widest, count - (count % widest), 1);
    }

    private HashSet<(int Blocks, int Columns)> Variants(InstructionSet set, WeightPacking weights)
    {
        HashSet<(int, int)> variants = [];
        int rest = OutputGradient.For(set).Blocks % weights.Tile;
        int[] blockCounts = rest == 0 ? [weights.Tile] : [weights.Tile, rest];
        int[] counts = Input.Planar ? [Horizontal.Taps]
            : weights.InputBlocksPerTile == 1 ? [LastLanes(weights)]
            : [weights.InputLanes, LastLanes(weights)];
        foreach (int blocks in blockCounts)
        {
            foreach (int count in counts)
            {
                foreach ((int columns, _, _) in Pieces(set, blocks, count)) variants.Add((blocks, columns));
            }
        }

        return variants;
    }
}
