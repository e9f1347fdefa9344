using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Kernels;

/// <summary>
/// A fully connected layer over a batch, in either direction: every vector of the output is a bias plus the products of
/// all inputs with the weights. Weights lie as [tile of vectors][input][vector in tile][lane], with the inputs in the order
/// in which the input's layout holds them. One image is bound by the memory that weights come from; in a batch a tile of
/// images shares each weight that is loaded.
/// </summary>
/// <param name="Input">The input: a vector, or an image in blocks that is read as if it were flattened. No halo.</param>
/// <param name="Output">The output: a vector, or an image in blocks for the gradient of a flattened input. No halo.</param>
/// <param name="Bias">Whether sums begin with a bias instead of zero.</param>
/// <param name="Activation">What is applied before the store: identity, ReLU, or leaky ReLU with a slope in [0, 1].</param>
/// <param name="Slope">The leaky ReLU's.</param>
internal sealed record LinearKernel(
    TensorForm Input, TensorForm Output, bool Bias,
    ActivationFunction Activation = ActivationFunction.Identity, float Slope = 0) : KernelSpec, IPartitioned, IWeighted
{
    public override string Name =>
        $"Linear{(Bias ? "_Bias" : "")}{KernelNames.Epilogue(Activation, Slope)}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    /// <summary>Vectors of the output in a tile.</summary>
    public int Tile(InstructionSet set) => Math.Min(Vectors(set), set.Registers == 32 ? 4 : 2);

    /// <summary>Vectors of the output: blocks of channels times pixels.</summary>
    public int Vectors(InstructionSet set)
    {
        Layout output = Output.For(set);
        return output.Blocks * output.Height * output.Width;
    }

    /// <summary>Independent pieces: a group of tiles each.</summary>
    public int Parts(InstructionSet set) => Ceiling(Ceiling(Vectors(set), Tile(set)), TilesPerPart(set));

    /// <summary>The packed weights of the forward pass.</summary>
    public WeightPacking Weights(InstructionSet set) =>
        new(set.Lanes, Tile(set), Input.For(set).Lanes, Output.Shape.Channels, Input.Shape.Channels, Groups: 1)
        {
            TapRows = Input.Shape.Height,
            TapColumns = Input.Shape.Width,
        };

    /// <summary>Packed floats of either direction's weights.</summary>
    public long PackedLength(InstructionSet set) => (long)Ceiling(Vectors(set), Tile(set)) * TileStride(set);

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string summary = $"Fully connected, {Input.Shape} to {Output.Shape}, over a batch; part is {TilesPerPart(set)} tiles of {Tile(set) * set.Lanes} outputs.";
        writer.Method(summary, $"public static void {Name}(float* x, float* w, float* bias, float* y, int images, int part)", () => EmitPart(writer, set));
        foreach (int width in Widths(set))
        {
            foreach (int images in ImageTiles(set)) EmitTile(writer, set, width, images);
        }

        if (TilesPerPart(set) > 1) EmitSingleImage(writer, set);
    }

    /// <summary>
    /// Tiles that one image takes side by side. One image has an accumulator for every vector only, and at least eight are
    /// needed to hide the latency of the multiply-add.
    /// </summary>
    private int TilesPerPart(InstructionSet set) => Math.Max(1, Math.Min(8 / Tile(set), Vectors(set) / Tile(set)));

    private int Reduction => (int)Input.Shape.Length;

    private int TileStride(InstructionSet set) => Tile(set) * set.Lanes * Reduction;

    private int[] ImageTiles(InstructionSet set) => Tile(set) == 1 && set.Registers == 32 ? [16, 4, 1] : [6, 4, 2, 1];

    private IEnumerable<int> Widths(InstructionSet set)
    {
        yield return Tile(set);
        if (Vectors(set) % Tile(set) != 0) yield return Vectors(set) % Tile(set);
    }

    private void EmitPart(CodeWriter writer, InstructionSet set)
    {
        int tiles = Ceiling(Vectors(set), Tile(set)), perPart = TilesPerPart(set), wholeTiles = Vectors(set) / Tile(set);
        writer.Line($"int first = part * {perPart}, last = Math.Min(first + {perPart}, {tiles});");
        writer.Line($"w += (nint)first * {TileStride(set)};");
        int outputs = Tile(set) * set.Lanes;
        if (Bias) writer.Line($"bias += first * {outputs};");
        writer.Line($"y += first * {outputs};");
        if (perPart > 1)
        {
            using (writer.Block($"if (images == 1 && last - first == {perPart} && last <= {wholeTiles})"))
            {
                writer.Line($"{Name}_single(x, w, bias, y);");
                writer.Line("return;");
            }
        }

        string advance = $"tile++, w += {TileStride(set)}, {(Bias ? $"bias += {outputs}, " : "")}y += {outputs}";
        using (writer.Block($"for (int tile = first; tile < last; {advance})"))
        {
            if (Widths(set).Count() == 1)
            {
                EmitImages(writer, set, Tile(set));
            }
            else
            {
                using (writer.Block($"if (tile < {wholeTiles})")) EmitImages(writer, set, Tile(set));
                using (writer.Block("else")) EmitImages(writer, set, Vectors(set) % Tile(set));
            }
        }
    }

    private void EmitImages(CodeWriter writer, InstructionSet set, int width)
    {
        int inputStride = Input.For(set).ImageStride, outputStride = Output.For(set).ImageStride;
        writer.Line("int image = 0;");
        foreach (int count in ImageTiles(set))
        {
            writer.Line($"for (; image <= images - {count}; image += {count}) "
                + $"{TileMethod(width, count)}(x + ((nint)image * {inputStride}), w, bias, y + ((nint)image * {outputStride}));");
        }
    }

    private void EmitTile(CodeWriter writer, InstructionSet set, int width, int images)
    {
        int inputStride = Input.For(set).ImageStride, outputStride = Output.For(set).ImageStride;
        string summary = $"{width} vectors of {set.Lanes} outputs for {images} images in {width * images} registers.";
        writer.Method(summary, $"private static void {TileMethod(width, images)}(float* x, float* w, float* bias, float* y)", () =>
        {
            MultiplyAddTile registers = new(set, width, images);
            registers.Begin(writer, Bias ? block => set.Load($"bias{MethodText.Plus(block * set.Lanes)}") : _ => set.Zero);
            EmitRuns(writer, set, () =>
            {
                registers.Step(writer, image => MethodText.Element("x", image * inputStride));
                writer.Line($"w += {width * set.Lanes};");
            });
            registers.Activate(writer, Activation, Slope);
            registers.Store(writer, (block, image) => (image * outputStride) + (block * set.Lanes));
        });
    }

    private void EmitSingleImage(CodeWriter writer, InstructionSet set)
    {
        int tile = Tile(set), tiles = TilesPerPart(set);
        string summary = $"{tiles} tiles side by side for one image, {tiles * tile} registers.";
        writer.Method(summary, $"private static void {Name}_single(float* x, float* w, float* bias, float* y)", () =>
        {
            MultiplyAddTile registers = new(set, tiles * tile, 1);
            registers.Begin(writer, Bias ? vector => set.Load($"bias{MethodText.Plus(vector * set.Lanes)}") : _ => set.Zero);
            EmitRuns(writer, set, () =>
            {
                registers.Step(
                    writer,
                    vector => $"w{MethodText.Plus(((long)(vector / tile) * TileStride(set)) + (vector % tile * set.Lanes))}",
                    _ => "*x");
                writer.Line($"w += {tile * set.Lanes};");
            });
            registers.Activate(writer, Activation, Slope);
            registers.Store(writer, (vector, _) => vector * set.Lanes);
        });
    }

    /// <summary>Writes the loops over the inputs in memory order, leaving out the lanes that pad the last block.</summary>
    private void EmitRuns(CodeWriter writer, InstructionSet set, Action step)
    {
        Layout input = Input.For(set);
        int pixels = input.Height * input.Width;
        int rest = input.Channels % input.Lanes;
        int contiguous = pixels == 1 ? input.Channels : (input.Channels - rest) * pixels;
        if (contiguous > 0)
        {
            using (writer.Block($"for (int i = {contiguous}; i > 0; i--, x++)")) step();
        }

        if (rest == 0 || pixels == 1) return;
        using (writer.Block($"for (int pixel = {pixels}; pixel > 0; pixel--, x += {input.Lanes - rest})"))
        {
            using (writer.Block($"for (int i = {rest}; i > 0; i--, x++)")) step();
        }
    }

    private string TileMethod(int width, int images) => $"{Name}_v{width}n{images}";

    private static int Ceiling(int a, int b) => (a + b - 1) / b;
}
