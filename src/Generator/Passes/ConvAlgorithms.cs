using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>
/// The pass that decides how predictions compute each convolution: as the sum that defines it, by Winograd's algorithm, or, where it is one
/// multiplication of matrices, by Strassen's, whichever is estimated to take fewer cycles. The estimate is that of AVX-512 and holds for
/// all instruction sets, so that one network has the same tensors on all of them.
/// </summary>
internal static class ConvAlgorithms
{
    // What Strassen's algorithm must save to be worth its rounding.
    private const double WorthSums = 0.97;

    // Estimates are rough: another algorithm must be worth its larger weights.
    private const double Worthwhile = 0.9;

    /// <summary>Chooses for each convolution; in a strict network all are computed as they are defined.</summary>
    public static Program Choose(Program program) => program.Graph.IsStrict ? program : program with
    {
        Choices = program.Graph.Nodes.Select(node => Choose(program.Graph, node)).ToEquatableArray(),
    };

    private static ConvAlgorithm Choose(NetworkGraph graph, Node node)
    {
        if (node.Operation is not Conv conv) return ConvAlgorithm.Direct;
        Node input = graph.Nodes[node.Inputs[0]];
        if (IsMatrixProduct(conv, input) && SavesByStrassen(conv, input.Shape, node.Shape)) return ConvAlgorithm.Strassen;
        if (!IsCandidate(conv, input)) return ConvAlgorithm.Direct;
        int[] tiles = conv.Stride.Pixels > 1 ? [2, 3, 4] : conv.Kernel.Height == 3 ? [2, 4] : [2];
        double direct = DirectCycles(conv, input.Shape, node.Shape);
        (int tile, double cycles) = tiles
            .Select(tile => (tile, Cycles: WinogradCycles(conv, input.Shape, node.Shape, tile))).OrderBy(choice => choice.Cycles).First();
        return cycles < Worthwhile * direct ? ConvAlgorithm.Winograd(tile) : ConvAlgorithm.Direct;
    }

    private static bool IsCandidate(Conv conv, Node input) =>
        conv is { Rank: 2, Groups: 1, Kernel: { Depth: 1, Height: 3 or 5 } } && conv.Kernel.Width == conv.Kernel.Height
        && conv.Stride is { Height: 1, Width: 1 } or { Height: 2, Width: 2 } && conv.Dilation.Pixels == 1 && input.Operation is not Input;

    /// <summary>Whether a convolution is one multiplication of matrices that can be cut into quarters.</summary>
    private static bool IsMatrixProduct(Conv conv, Node input) =>
        conv is { Rank: 2, Groups: 1, Kernel.Pixels: 1 } && conv.Padding == Edges.None && input.Operation is not Input
        && input.Shape.Channels % StrassenKernel.ChannelMultiple == 0 && conv.OutChannels % StrassenKernel.ChannelMultiple == 0;

    /// <summary>
    /// Whether an eighth fewer products are worth more than the additions; both read the same weights but for their sums.
    /// </summary>
    private static bool SavesByStrassen(Conv conv, Shape input, Shape output)
    {
        Target set = Targets.Avx512;
        double multiplyAdds = (double)input.Channels * conv.OutChannels * output.Pixels;
        double direct = set.Machine.PeakCycles(multiplyAdds, set.Lanes, set.Machine.Efficiency.Matrix);
        return StrassenTiling.Choose(set, (int)output.Pixels, input.Channels, conv.OutChannels).Cycles < WorthSums * direct;
    }

    private static double DirectCycles(Conv conv, Shape input, Shape output)
    {
        Target set = Targets.Avx512;
        double weights = (double)conv.Kernel.Pixels * input.Channels * Blocks(output, set) * set.Lanes;
        double compute = set.Machine.PeakCycles(weights * output.Pixels, set.Lanes, set.Machine.Efficiency.Direct);
        double bytes = weights * sizeof(float);
        return set.Machine.Together(compute, bytes > set.Machine.ImageWeights ? set.Machine.FetchCycles(bytes) : 0);
    }

    private static double WinogradCycles(Conv conv, Shape input, Shape output, int tile)
    {
        Target set = Targets.Avx512;
        var transform = new WinogradTransform(tile, conv.Kernel.Height, conv.Stride.Height);
        int tiles = Ceiling(output.Height, tile) * Ceiling(output.Width, tile);
        return WinogradTiling.Choose(set, tiles, transform, input.Channels, output.Channels).Cycles;
    }

    private static int Blocks(Shape shape, Target set) => Ceiling(shape.Channels, set.Lanes);

    private static int Ceiling(int a, int b) => (a + b - 1) / b;
}
