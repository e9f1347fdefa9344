using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Reference;

namespace NetGen.RandomGraphs.Tests.Oracle;

/// <summary>Convolutions and pools by the reference.</summary>
internal static class WindowOracle
{
    public static LayerResult Run(LayerRun run) => run.Node.Operation switch
    {
        Conv conv => RunConv(run, conv),
        ConvTranspose conv => RunTransposed(run, conv),
        MaxPool pool => RunMaxPool(run, Window(pool.Kernel, pool.Stride, pool.Padding, pool.Dilation, pool.CeilMode)),
        AvgPool pool => RunAvgPool(run, pool),
        _ => RunGlobalMaxPool(run),
    };

    private static Reference.Window Window(Size kernel, Size stride, Edges padding, Size dilation, bool ceilMode = false) => new(kernel.Height, kernel.Width)
    {
        KernelDepth = kernel.Depth,
        StrideDepth = stride.Depth,
        StrideHeight = stride.Height,
        StrideWidth = stride.Width,
        Front = padding.Front,
        Top = padding.Top,
        Left = padding.Left,
        Back = padding.Back,
        Bottom = padding.Bottom,
        Right = padding.Right,
        DilationDepth = dilation.Depth,
        DilationHeight = dilation.Height,
        DilationWidth = dilation.Width,
        CeilMode = ceilMode,
    };

    private static LayerResult RunConv(LayerRun run, Conv conv)
    {
        Tensor weight = run.Parameter(Role.Weight)!;
        Reference.Window window = Window(conv.Kernel, conv.Stride, conv.Padding, conv.Dilation);
        return new LayerResult(Conv2d.Forward(run.X, weight, run.Parameter(Role.Bias), window, conv.Groups), dy =>
        {
            (Tensor dx, Tensor dw, Tensor db) = Conv2d.Backward(run.X, weight, dy, window, conv.Groups);
            return new Gradients([dx], (Role.Weight, dw), (Role.Bias, db));
        });
    }

    private static LayerResult RunTransposed(LayerRun run, ConvTranspose conv)
    {
        Tensor weight = run.Parameter(Role.Weight)!;
        Reference.Window window = Window(conv.Kernel, conv.Stride, conv.Padding, conv.Dilation);
        (int, int) outputPadding = (conv.OutputPadding.Height, conv.OutputPadding.Width);
        return new LayerResult(ConvTranspose2d.Forward(run.X, weight, run.Parameter(Role.Bias), window, outputPadding, conv.Groups), dy =>
        {
            (Tensor dx, Tensor dw, Tensor db) = ConvTranspose2d.Backward(run.X, weight, dy, window, conv.Groups);
            return new Gradients([dx], (Role.Weight, dw), (Role.Bias, db));
        });
    }

    private static LayerResult RunMaxPool(LayerRun run, Reference.Window window)
    {
        Tensor y = MaxPool2d.Forward(run.X, window);
        run.Pass.NoteDistances(run.X, Seconds(run.X, y, window));
        return new LayerResult(y, dy => new([MaxPool2d.Backward(run.X, dy, window)]));
    }

    private static LayerResult RunGlobalMaxPool(LayerRun run)
    {
        Tensor y = GlobalMaxPool2d.Forward(run.X);
        run.Pass.NoteDistances(run.X, Seconds(run.X, y, new Reference.Window(run.X.Height, run.X.Width) { KernelDepth = run.X.Depth }));
        return new LayerResult(y, dy => new([GlobalMaxPool2d.Backward(run.X, dy)]));
    }

    private static LayerResult RunAvgPool(LayerRun run, AvgPool pool)
    {
        Reference.Window window = Window(pool.Kernel, pool.Stride, pool.Padding, Size.Cube(pool.Rank, 1), pool.CeilMode);
        return new LayerResult(
            AvgPool2d.Forward(run.X, window, pool.CountIncludePad), dy => new([AvgPool2d.Backward(run.X, dy, window, pool.CountIncludePad)]));
    }

    /// <summary>How far the second largest value of each window lies below the largest.</summary>
    private static IEnumerable<double> Seconds(Tensor x, Tensor y, Reference.Window window) =>
        from at in y.Voxels
        let winner = y[at.Image, at.Channel, at.Row, at.Column, at.Plane]
        let others = window.Taps(x, at.Plane, at.Row, at.Column).Select(tap => x[at.Image, at.Channel, tap.Row, tap.Column, tap.Plane])
        select winner - others.Where(value => value < winner).DefaultIfEmpty(winner).Max();
}
