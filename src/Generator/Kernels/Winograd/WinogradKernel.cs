using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// A convolution of one image by Winograd's minimal filtering: tiles of the input are transformed, each of the tile's products is a
/// matrix multiplication over channels, whose results are transformed into outputs with bias, residual and activation.
/// It does 2.25 (F(2, 3)), 2.8 (F(2, 5)) to 4 (F(4, 3)) times fewer multiplications than the sums that define a convolution, with stride 2
/// 1.4 (F(2, 3)) to 3.3 (F(4, 5)), and rounds differently.
/// </summary>
/// <param name="Input">What is read, in blocks; its halo must hold zeros as far as <see cref="Vertical"/> and <see cref="Horizontal"/> reach for whole tiles.</param>
/// <param name="Output">What is written, in blocks; its halo is left alone.</param>
/// <param name="Vertical">The rows: taps and stride as for columns, stride 1 or 2, dilation 1.</param>
/// <param name="Horizontal">The columns.</param>
/// <param name="TileSize">Rows and columns of outputs of a tile.</param>
/// <param name="Bias">Whether a bias is added.</param>
/// <param name="Activation">What is applied before the store: identity, ReLU, ReLU6, or leaky ReLU with a slope in [0, 1].</param>
/// <param name="Slope">The leaky ReLU's.</param>
internal sealed record WinogradKernel(
    TensorForm Input, TensorForm Output, ConvAxis Vertical, ConvAxis Horizontal, int TileSize, bool Bias,
    ActivationFunction Activation = ActivationFunction.Identity, float Slope = 0) : KernelSpec, IPartitioned, IScratch, IPackedWeights
{
    /// <summary>A tensor of the output's shape that is added before the activation; null for none.</summary>
    public TensorForm? Residual { get; init; }

    /// <summary>
    /// Whether only the largest of each 2×2 pixels is written, as a max pooling behind the activation would: the output has half the rows and columns
    /// then. Tiles, rows and columns must be even, and nothing may be added.
    /// </summary>
    public bool Pools { get; init; }

    public override string Name
    {
        get
        {
            string epilogue = (Bias ? "_Bias" : "") + KernelNames.Residual(Residual, Output) + KernelNames.Epilogue(Activation, Slope) + (Pools ? "_Pool" : "");
            return $"Winograd{TileSize}{epilogue}_{KernelNames.Geometry(Input, Output, ConvAxis.Single, Vertical, Horizontal, 1)}";
        }
    }

    /// <summary>Whether the tiles of a convolution's output hold whole windows of a pooling.</summary>
    public static bool CanPool(int tileSize, Shape output, MaxPool pool) =>
        tileSize % 2 == 0 && output.Height % 2 == 0 && output.Width % 2 == 0
        && pool is { Rank: 2, Kernel: { Height: 2, Width: 2 }, Stride: { Height: 2, Width: 2 } } && pool.Padding == Edges.None && pool.Dilation == new Size(1, 1);

    /// <summary>How far whole tiles of outputs reach beyond the edges of an input: the halo that it needs.</summary>
    public static Edges Reach(ConvAxes axes, int tileSize, Shape input)
    {
        ConvAxis Whole(ConvAxis axis) => axis with { Count = Ceiling(axis.Count, tileSize) * tileSize };
        return (axes with { Vertical = Whole(axes.Vertical), Horizontal = Whole(axes.Horizontal) }).Reach(input);
    }

    /// <summary>The transforms, the multiplications and the loops around them.</summary>
    public override IEnumerable<KernelSpec> BodiesFor(InstructionSet set) => Part(set).Dependencies.Append(Part(set));

    /// <summary>The transforms of a direction.</summary>
    public WinogradTransform Transform => new(TileSize, Horizontal.Taps, Horizontal.InputStep);

    /// <summary>Independent pieces of an image: a chunk of tiles and some of the outputs each.</summary>
    public int Parts(InstructionSet set)
    {
        WinogradTiling tiling = Tiling(set);
        return tiling.Chunks * tiling.Splits;
    }

    /// <summary>Transformed inputs, products and one tile between its two directions.</summary>
    public int ScratchLength(InstructionSet set)
    {
        WinogradTiling tiling = Tiling(set);
        return (Products * (InputStride(set, tiling) + ProductStride(set, tiling))) + (Products * set.Lanes);
    }

    public int PartsOfChunk(InstructionSet set) => Tiling(set).Splits;

    /// <summary>How the weights are packed; strides of the plain tensor are those of a convolution without groups.</summary>
    public WinogradPacking Weights(InstructionSet set) =>
        new(set.Lanes, Tiling(set).Blocks, Output.Shape.Channels, Input.Shape.Channels, Transform);

    public long PackedLength(InstructionSet set) => Weights(set).Length;

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string signature = $"public static void {Name}(float** tensors, float* scratch, bool prepared, int part)";
        string stride = Horizontal.InputStep == 1 ? "" : $" with stride {Horizontal.InputStep}";
        string summary = $"Convolution by Winograd's F({TileSize}, {Horizontal.Taps}){stride}, {Input.Shape} to {Output.Shape}; part is a chunk of {Tiling(set).ChunkTiles} tiles.";
        Layout input = Input.Blocked(set), output = Output.Blocked(set);
        string x = "tensors[0]" + MethodText.Plus(input.Offset(0, Vertical.TapStart, Horizontal.TapStart)), y = $"tensors[{(Residual is null ? 3 : 4)}]" + MethodText.Plus(output.Origin);
        string added = Residual is null ? "" : $"tensors[3]{MethodText.Plus(Residual.Blocked(set).Origin)}, ";
        writer.Calls(summary, signature, $"{Part(set).Name}({x}, tensors[1], {(Bias ? "tensors[2]" : "null")}, {added}{y}, scratch, prepared, part, new({Walk(set)}))");
    }

    private int Products => Transform.Size * Transform.Size;

    private int TilesDown => Ceiling(Vertical.Count, TileSize);

    private int TilesAcross => Ceiling(Horizontal.Count, TileSize);

    private WinogradTiling Tiling(InstructionSet set) =>
        WinogradTiling.Choose(set, TilesDown * TilesAcross, Transform, Input.Shape.Channels, Output.Shape.Channels).Tiling;

    private int Groups(InstructionSet set, WinogradTiling tiling) => Ceiling(Output.Blocked(set).Blocks, tiling.Blocks);

    // A line more than the data needs, so that the lines of one tile do not fall on the same set of a cache.
    private int InputStride(InstructionSet set, WinogradTiling tiling) => ((Input.Blocked(set).Blocks * tiling.ChunkTiles) + 1) * set.Lanes;

    private int ProductStride(InstructionSet set, WinogradTiling tiling) => ((GroupsPerPass(set, tiling) * tiling.Blocks * tiling.ChunkTiles) + 1) * set.Lanes;

    private int GroupsPerPass(InstructionSet set, WinogradTiling tiling) => tiling.GroupsPerPass(set, Products, Groups(set, tiling));

    private int GroupsPerSplit(InstructionSet set, WinogradTiling tiling) => Ceiling(Groups(set, tiling), tiling.Splits);

    private WinogradPartKernel Part(InstructionSet set)
    {
        WinogradTiling tiling = Tiling(set);
        return new WinogradPartKernel(
            set, Transform, tiling.Blocks, Output.Blocked(set).Blocks % tiling.Blocks, tiling.Columns, Residual is not null, EpilogueText.IsLeaky(Activation), Pools);
    }

    /// <summary>The arguments of the runtime's WinogradWalk.</summary>
    private string Walk(InstructionSet set)
    {
        WinogradTiling tiling = Tiling(set);
        Layout input = Input.Blocked(set), output = Output.Blocked(set);
        Layout? residual = Residual?.Blocked(set);
        int channels = Input.Shape.Channels, groups = Groups(set, tiling);
        string numbers = MethodText.Arguments(
            TilesDown * TilesAcross, TilesAcross, tiling.ChunkTiles, tiling.Splits,
            TileSize * Vertical.InputStep * input.RowStride, TileSize * Horizontal.InputStep * input.PixelStride, input.RowStride,
            input.Blocks, input.BlockStride, tiling.ChunkTiles * set.Lanes, InputStride(set, tiling), ProductStride(set, tiling),
            channels - ((input.Blocks - 1) * set.Lanes),
            groups, GroupsPerSplit(set, tiling), GroupsPerPass(set, tiling), channels * tiling.Blocks * set.Lanes, output.Blocks,
            output.BlockStride, output.RowStride, residual?.BlockStride ?? 0, residual?.RowStride ?? 0, Vertical.Count, Horizontal.Count,
            NextStep(set, tiling) * channels, NextStep(set, tiling));
        return $"{numbers}, {EpilogueText.Argument(Activation, Slope)}";
    }

    /// <summary>What each step of a register tile asks for ahead: its share of a group's weights, at most a line.</summary>
    private int NextStep(InstructionSet set, WinogradTiling tiling)
    {
        int lineFloats = set.Machine.LineBytes / sizeof(float);
        return PackedLength(set) * sizeof(float) < set.Machine.TransformedWeights ? 0 : Math.Min(lineFloats, Ceiling(tiling.Blocks * set.Lanes, tiling.Runs));
    }

    private static int Ceiling(int a, int b) => (a + b - 1) / b;
}
