using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// A 1×1 convolution of one image by Strassen's algorithm: a multiplication of the matrix of weights with the matrix of pixels, both cut into
/// quarters, by seven products of sums of quarters instead of eight (V. Strassen, Gaussian Elimination is not Optimal, 1969; in S. Winograd's
/// form with fifteen additions, 1971). Weights are summed when they are packed. It does an eighth fewer multiplications than the sums
/// that define a convolution, and rounds differently.
/// </summary>
/// <param name="Input">What is read, in blocks; both halves of the channels fill whole blocks.</param>
/// <param name="Output">What is written, in blocks, of which the same holds; its halo is left alone.</param>
/// <param name="Vertical">The rows: one tap.</param>
/// <param name="Horizontal">The columns: one tap.</param>
/// <param name="Bias">Whether a bias is added.</param>
/// <param name="Activation">What is applied before the store: identity, ReLU, ReLU6, or leaky ReLU with a slope in [0, 1].</param>
/// <param name="Slope">The leaky ReLU's.</param>
internal sealed record StrassenKernel(
    TensorForm Input, TensorForm Output, ConvAxis Vertical, ConvAxis Horizontal, bool Bias,
    ActivationFunction Activation = ActivationFunction.Identity, float Slope = 0) : KernelSpec, IPartitioned, IScratch, IPackedWeights
{
    /// <summary>Channels of inputs and of outputs come in multiples of this, so that halves fill whole blocks of every instruction set.</summary>
    public const int ChannelMultiple = 32;

    /// <summary>A tensor of the output's shape that is added before the activation; null for none.</summary>
    public TensorForm? Residual { get; init; }

    public override string Name
    {
        get
        {
            string epilogue = (Bias ? "_Bias" : "") + KernelNames.Residual(Residual, Output) + KernelNames.Epilogue(Activation, Slope);
            return $"Strassen{epilogue}_{KernelNames.Geometry(Input, Output, ConvAxis.Single, Vertical, Horizontal, 1)}";
        }
    }

    /// <summary>The sums, the products and the loops around them, for every instruction set.</summary>
    public override IEnumerable<KernelSpec> BodiesFor(InstructionSet set) => Part(set).Dependencies.Append(Part(set));

    /// <summary>Independent pieces of an image: a chunk of pixels and some of the outputs each.</summary>
    public int Parts(InstructionSet set)
    {
        StrassenTiling tiling = Tiling(set);
        return tiling.Chunks * tiling.Splits;
    }

    /// <summary>Sums of a chunk, the products of a register tile, and where the chunk's pixels lie.</summary>
    public int ScratchLength(InstructionSet set)
    {
        StrassenTiling tiling = Tiling(set);
        int sums = StrassenInputKernel.Panels(ReadsPixels(set, tiling)) * tiling.ChunkStrips * Panel(set, tiling);
        int products = StrassenTiling.Products * tiling.Blocks * tiling.Columns * set.Lanes;
        return sums + products + (tiling.ChunkStrips * tiling.Columns * StrassenPartKernel.PlacesOfPair);
    }

    public int PartsOfChunk(InstructionSet set) => Tiling(set).Splits;

    /// <summary>How the weights are packed.</summary>
    public StrassenPacking Weights(InstructionSet set) => new(set.Lanes, Tiling(set).Blocks, Output.Shape.Channels, Input.Shape.Channels);

    public long PackedLength(InstructionSet set) => Weights(set).Length;

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string signature = $"public static void {Name}(float** tensors, float* scratch, bool prepared, int part)";
        string summary = $"1×1 convolution by Strassen's algorithm, {Input.Shape} to {Output.Shape}; part is a chunk of {Tiling(set).ChunkStrips * Tiling(set).Columns} pairs of pixels.";
        string x = "tensors[0]" + MethodText.Plus(Input.Blocked(set).Offset(0, Vertical.TapStart, Horizontal.TapStart)), y = $"tensors[{(Residual is null ? 3 : 4)}]" + MethodText.Plus(Output.Blocked(set).Origin);
        string added = Residual is null ? "" : $"tensors[3]{MethodText.Plus(Residual.Blocked(set).Origin)}, ";
        writer.Calls(summary, signature, $"{Part(set).Name}({x}, tensors[1], {(Bias ? "tensors[2]" : "null")}, {added}{y}, scratch, prepared, part, new({Walk(set)}))");
    }

    private int Pixels => Vertical.Count * Horizontal.Count;

    private StrassenTiling Tiling(InstructionSet set) => StrassenTiling.Choose(set, Pixels, Input.Shape.Channels, Output.Shape.Channels).Tiling;

    /// <summary>Sums of one product for a strip.</summary>
    private int Panel(InstructionSet set, StrassenTiling tiling) => Input.Blocked(set).Blocks / 2 * tiling.Columns * set.Lanes;

    private StrassenPartKernel Part(InstructionSet set)
    {
        StrassenTiling tiling = Tiling(set);
        return new StrassenPartKernel(
            set, tiling.Blocks, Output.Blocked(set).Blocks / 2 % tiling.Blocks, tiling.Columns, ReadsPixels(set, tiling), Residual is not null, EpilogueText.IsLeaky(Activation));
    }

    /// <summary>Whether the pixels of every strip follow each other and all exist, so that products can read them where they lie.</summary>
    private bool ReadsPixels(InstructionSet set, StrassenTiling tiling) =>
        Vertical.InputStep == 1 && Horizontal.InputStep == 1 && Input.Blocked(set).RowStride == Horizontal.Count * set.Lanes
        && Pixels == 2 * tiling.Strips * tiling.Columns;

    /// <summary>The arguments of the runtime's StrassenWalk.</summary>
    private string Walk(InstructionSet set)
    {
        StrassenTiling tiling = Tiling(set);
        Layout input = Input.Blocked(set), output = Output.Blocked(set);
        Layout? residual = Residual?.Blocked(set);
        int halfBlocks = output.Blocks / 2, groups = Ceiling(halfBlocks, tiling.Blocks), halfInputs = Input.Shape.Channels / 2;
        int nextStep = NextStep(set, tiling);
        string numbers = MethodText.Arguments(
            Pixels, Horizontal.Count, tiling.Strips, tiling.ChunkStrips, tiling.Splits,
            Vertical.InputStep * input.RowStride, Horizontal.InputStep * input.PixelStride, input.Blocks / 2, input.BlockStride, Panel(set, tiling),
            groups, Ceiling(groups, tiling.Splits), halfInputs * tiling.Blocks * set.Lanes, nextStep * halfInputs, nextStep,
            output.RowStride, output.BlockStride, halfBlocks, residual?.RowStride ?? 0, residual?.BlockStride ?? 0);
        return $"{numbers}, {EpilogueText.Argument(Activation, Slope)}";
    }

    /// <summary>What each step of a register tile asks for ahead: its share of the next tile's weights; 0 where weights stay in a cache.</summary>
    private int NextStep(InstructionSet set, StrassenTiling tiling) =>
        PackedLength(set) * sizeof(float) < set.Machine.LayerWeights ? 0 : Ceiling(tiling.Blocks * set.Lanes, tiling.ChunkStrips);

    private static int Ceiling(int a, int b) => (a + b - 1) / b;
}
