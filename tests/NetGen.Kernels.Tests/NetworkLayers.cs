using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using Shape = NetGen.Generator.Graph.Shape;
using Window = NetGen.Reference.Window;

namespace NetGen.Kernels.Tests;

/// <summary>Layers as large as they are in well-known networks: too much to run beside the reference, but their code is bounded.</summary>
internal static class NetworkLayers
{
    private static readonly Window _same5 = new(5, padding: 2), _same3 = new(3, padding: 1);

    private static readonly IReadOnlyList<ConvCase> _convolutions =
    [
        new(1, 20, 28, 28, _same5) { Planar = true, Activation = ActivationFunction.ReLU },
        new(20, 50, 14, 14, _same5) { Activation = ActivationFunction.ReLU },
        new(3, 64, 224, 224, new Window(7, stride: 2, padding: 3)) { Planar = true },
        new(64, 64, 56, 56, _same3) { Bias = false }, new(256, 256, 14, 14, _same3), new(512, 512, 7, 7, _same3),
        new(64, 128, 56, 56, new Window(1, stride: 2)), new(192, 192, 28, 28, _same3, Groups: 192), new(128, 128, 56, 56, _same3, Groups: 32),
    ];

    private static readonly IReadOnlyList<LinearCase> _connected =
    [
        new(Shape.Of(50, 7, 7), 500) { Activation = ActivationFunction.ReLU }, new(Shape.Of(500), 10), new(Shape.Of(512), 1000),
        new(Shape.Of(512, 7, 7), 4096), new(Shape.Of(1, 28, 28), 300) { Planar = true },
    ];

    /// <summary>Forward, and both gradients.</summary>
    public static IEnumerable<KernelSpec> Kernels =>
    [
        .. _convolutions.SelectMany(item => item.Phases.Select(phase => phase.Kernel).Prepend(item.Forward)),
        .. _convolutions.Select(item => item.WeightGradient),
        .. _convolutions.Select(item => new BiasGradientKernel(item.OutputGradient)),
        .. _connected.SelectMany(item => new KernelSpec[] { item.Forward, item.InputGradient, item.WeightGradient }),
    ];
}
