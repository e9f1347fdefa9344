using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The gradient of a fully connected layer's weights, summed over a batch in order: the products of the output's gradient
/// with the input. Packed as the forward weights are: [tile of vectors][input][vector in tile][lane].
/// </summary>
/// <param name="Input">The layer's input.</param>
/// <param name="OutputGradient">The gradient by its output, a vector.</param>
internal sealed record LinearWeightGradientKernel(TensorForm Input, TensorForm OutputGradient) : KernelSpec, IPartitioned, IWeighted
{
    public override string Name => $"LinearWeightGradient_{KernelNames.Of(Input)}_{KernelNames.Of(OutputGradient)}";

    /// <summary>Vectors of the output in a tile.</summary>
    public int Tile(InstructionSet set) => Math.Min(OutputGradient.For(set).Blocks, set.Registers == 32 ? 4 : 2);

    /// <summary>Independent pieces: a tile each.</summary>
    public int Parts(InstructionSet set) => (OutputGradient.For(set).Blocks + Tile(set) - 1) / Tile(set);

    /// <summary>The packed gradient.</summary>
    public WeightPacking Weights(InstructionSet set) =>
        new(set.Lanes, Tile(set), Input.For(set).Lanes, OutputGradient.Shape.Channels, Input.Shape.Channels, Groups: 1)
        {
            TapRows = Input.Shape.Height,
            TapColumns = Input.Shape.Width,
        };

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        int tile = Tile(set), blocks = OutputGradient.For(set).Blocks, rest = blocks % tile;
        string summary = $"The gradient of {Input.Shape} to {OutputGradient.Shape} weights over a batch; part is a tile of {tile * set.Lanes} outputs.";
        writer.Method(summary, $"public static void {Name}(float* x, float* dy, float* dw, int images, int part)", () =>
        {
            writer.Line($"dy += part * {tile * set.Lanes};");
            writer.Line($"dw += (nint)part * {tile * set.Lanes * (int)Input.Shape.Length};");
            if (rest == 0)
            {
                EmitInputs(writer, set, tile);
            }
            else
            {
                using (writer.Block($"if (part < {blocks / tile})")) EmitInputs(writer, set, tile);
                using (writer.Block("else")) EmitInputs(writer, set, rest);
            }
        });

        int[] widths = rest == 0 ? [tile] : [tile, rest];
        foreach (int width in widths)
        {
            foreach (int columns in Columns(set)) EmitTile(writer, set, width, columns);
        }
    }

    /// <summary>Inputs in a tile; with at least two vectors there are eight accumulators, which hide the latency.</summary>
    private const int Widest = 4;

    private IEnumerable<int> Columns(InstructionSet set) =>
        Runs(set).SelectMany(run => new[] { run.Length >= Widest ? Widest : 0, run.Length % Widest })
            .Where(columns => columns > 0).Distinct();

    /// <summary>Stretches of inputs that lie side by side: whole blocks of channels, then each pixel of a part of a block.</summary>
    private IEnumerable<(int Length, int Count, int Stride)> Runs(InstructionSet set)
    {
        Layout input = Input.For(set);
        int pixels = input.Height * input.Width;
        int rest = input.Channels % input.Lanes;
        int contiguous = pixels == 1 ? input.Channels : (input.Channels - rest) * pixels;
        if (contiguous > 0) yield return (contiguous, 1, 0);
        if (rest > 0 && pixels > 1) yield return (rest, pixels, input.Lanes);
    }

    private void EmitInputs(CodeWriter writer, InstructionSet set, int width)
    {
        foreach ((int length, int count, int stride) in Runs(set))
        {
            using (writer.Block($"for (int run = 0; run < {count}; run++)"))
            {
                int vector = width * set.Lanes;
                if (length >= Widest)
                    writer.Line($"for (int i = {length / Widest}; i > 0; i--, x += {Widest}, dw += {Widest * vector}) {TileMethod(width, Widest)}(x, dy, dw, images);");
                int rest = length % Widest;
                if (rest > 0)
                {
                    writer.Line($"{TileMethod(width, rest)}(x, dy, dw, images);");
                    writer.Line($"x += {rest};");
                    writer.Line($"dw += {rest * vector};");
                }

                if (stride > length) writer.Line($"x += {stride - length};");
            }
        }
    }

    private void EmitTile(CodeWriter writer, InstructionSet set, int width, int columns)
    {
        string summary = $"{width} vectors of {set.Lanes} outputs for {columns} inputs in {width * columns} registers.";
        writer.Method(summary, $"private static void {TileMethod(width, columns)}(float* x, float* dy, float* dw, int images)", () =>
        {
            MultiplyAddTile registers = new(set, width, columns);
            registers.Begin(writer, _ => set.Zero);
            using (writer.Block("for (int i = images; i > 0; i--)"))
            {
                registers.Step(writer, block => $"dy{MethodText.Plus(block * set.Lanes)}", column => MethodText.Element("x", column));
                writer.Line($"x += {Input.For(set).ImageStride};");
                writer.Line($"dy += {OutputGradient.For(set).ImageStride};");
            }

            registers.Store(writer, (block, column) => ((column * width) + block) * set.Lanes, "dw");
        });
    }

    private string TileMethod(int width, int columns) => $"{Name}_v{width}c{columns}";
}
