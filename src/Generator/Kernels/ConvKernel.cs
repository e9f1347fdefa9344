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
/// <param name="Activation">What is applied before the store: identity, ReLU, or leaky ReLU with a slope in [0, 1].</param>
/// <param name="Slope">The leaky ReLU's.</param>
internal sealed partial record ConvKernel(
    TensorForm Input, TensorForm Output, ConvAxis Vertical, ConvAxis Horizontal, int Groups, bool Bias,
    ActivationFunction Activation = ActivationFunction.Identity, float Slope = 0) : KernelSpec, IPartitioned, IWeighted
{
    public override string Name
    {
        get
        {
            string axes = Vertical == Horizontal ? Vertical.ToString() : $"{Vertical}_{Horizontal}";
            string groups = Groups == 1 ? "" : $"_g{Groups}";
            string bias = Bias ? "_Bias" : "";
            return $"Conv{bias}{KernelNames.Epilogue(Activation, Slope)}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}_{axes}{groups}";
        }
    }

    /// <summary>The outputs that stay in registers.</summary>
    public RegisterTile Tile(InstructionSet set) => RegisterTile.Choose(
        set, Output.For(set).Blocks, Vertical.Count, Horizontal.Count,
        blocks => Packing(set, blocks).PackedInputs * Vertical.Taps * Horizontal.Taps);

    /// <summary>The packed weights that the kernel reads; the strides of the plain tensor are the caller's to add.</summary>
    public WeightPacking Weights(InstructionSet set) => Packing(set, Tile(set).Blocks);

    /// <summary>Independent pieces of an image: a tile of output blocks and a tile of rows each.</summary>
    public int Parts(InstructionSet set) => Weights(set).Tiles * RowTiles(Tile(set)).Pieces;

    private BalancedSplit RowTiles(RegisterTile tile) => BalancedSplit.Of(Vertical.Count, tile.Rows);

    private WeightPacking Packing(InstructionSet set, int blocks) => new(
        set.Lanes, blocks, Input.For(set).Lanes, Output.Shape.Channels, Input.Shape.Channels, Groups)
    {
        TapRows = Vertical.Taps,
        TapColumns = Horizontal.Taps,
    };
}
