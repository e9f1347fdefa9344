using System.Collections.Generic;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Kernels;

/// <summary>
/// Direct convolution of one image, in any direction (see <see cref="ConvAxis"/>), with bias and activation fused: the
/// tile's outputs stay in registers while all their products are summed, and each is stored once.
/// </summary>
/// <param name="Input">What is read; its halo must hold zeros as far as the taps reach.</param>
/// <param name="Output">What is written; its halo is left alone.</param>
/// <param name="Vertical">The rows.</param>
/// <param name="Horizontal">The columns.</param>
/// <param name="Groups">Groups of channels that see only each other.</param>
/// <param name="Bias">Whether sums begin with a bias instead of zero.</param>
/// <param name="Activation">What is applied before the store: identity, ReLU, ReLU6, or leaky ReLU with a slope in [0, 1].</param>
/// <param name="Slope">The leaky ReLU's.</param>
internal sealed partial record ConvKernel(
    TensorForm Input, TensorForm Output, ConvAxis Vertical, ConvAxis Horizontal, int Groups, bool Bias,
    ActivationFunction Activation = ActivationFunction.Identity, float Slope = 0) : KernelSpec, IConvStage
{
    /// <summary>The planes.</summary>
    public ConvAxis Depth { get; init; } = ConvAxis.Single;

    /// <summary>A tensor of the output's shape that is added before the activation, or null.</summary>
    public TensorForm? Residual { get; init; }

    public override string Name
    {
        get
        {
            string bias = Bias ? "_Bias" : "";
            string geometry = KernelNames.Geometry(Input, Output, Depth, Vertical, Horizontal, Groups);
            return $"Conv{bias}{KernelNames.Residual(Residual, Output)}{KernelNames.Epilogue(Activation, Slope)}_{geometry}";
        }
    }

    /// <summary>The register tiles.</summary>
    public override IEnumerable<KernelSpec> BodiesFor(InstructionSet set) => IsLanewise(set) ? Lanewise(set).Bodies : [Part(set)];

    /// <summary>The outputs that stay in registers.</summary>
    public RegisterTile Tile(InstructionSet set) => IsLanewise(set) ? Lanewise(set).Tile : RegisterTile.Choose(
        set, Output.For(set).Blocks, Vertical.Count, Horizontal.Count,
        blocks => Packing(set, blocks).PackedInputs * Depth.Taps * Vertical.Taps * Horizontal.Taps);

    /// <summary>The packed weights that the kernel reads; the strides of the plain tensor are the caller's to add.</summary>
    public WeightPacking Weights(InstructionSet set) => IsLanewise(set) ? LanewisePacking(set) : Packing(set, Tile(set).Blocks);

    /// <summary>Independent pieces of an image: a tile of output blocks, a plane and a tile of rows each.</summary>
    public int Parts(InstructionSet set)
    {
        if (IsLanewise(set)) return Lanewise(set).Parts;
        RegisterTile tile = Tile(set);
        return Packing(set, tile.Blocks).Tiles * Depth.Count * RowTiles(tile).Pieces;
    }

    public KernelSpec Rows(TensorForm input, TensorForm output, int count) =>
        this with { Input = input, Output = output, Vertical = Vertical with { Count = count } };

    private BalancedSplit RowTiles(RegisterTile tile) => BalancedSplit.Of(Vertical.Count, tile.Rows);

    private BalancedSplit ColumnTiles(RegisterTile tile) => BalancedSplit.Of(Horizontal.Count, tile.Columns);

    private WeightPacking Packing(InstructionSet set, int blocks) => new(
        set.Lanes, blocks, Input.For(set).Lanes, Output.Shape.Channels, Input.Shape.Channels, Groups)
    {
        TapPlanes = Depth.Taps,
        TapRows = Vertical.Taps,
        TapColumns = Horizontal.Taps,
    };

    /// <summary>What is done with a part.</summary>
    private ConvPartKernel Part(InstructionSet set)
    {
        RegisterTile tile = Tile(set);
        BalancedSplit rows = RowTiles(tile), columns = ColumnTiles(tile);
        return new(
            TileKernel(set, tile with { Rows = rows.Size, Columns = columns.Size }), Output.For(set).Blocks % tile.Blocks,
            rows.Larger < rows.Pieces, columns.Larger < columns.Pieces);
    }

    private ConvTileKernel TileKernel(InstructionSet set, RegisterTile tile) => new(
        set, tile, tile.Columns == 1 ? 0 : Horizontal.InputStep * Input.For(set).PixelStride, EpilogueText.IsLeaky(Activation))
    {
        Adds = Residual is not null,
    };
}
