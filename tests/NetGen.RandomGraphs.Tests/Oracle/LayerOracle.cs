using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Reference;

namespace NetGen.RandomGraphs.Tests.Oracle;

/// <summary>Computes each kind of layer by the reference.</summary>
internal static class LayerOracle
{
    public static LayerResult Run(LayerRun run) => run.Node.Operation switch
    {
        Generator.Graph.Operations.Linear => RunLinear(run),
        Conv or ConvTranspose or MaxPool or AvgPool or GlobalMaxPool => WindowOracle.Run(run),
        Generator.Graph.Operations.BatchNorm or LayerNorm or InstanceNorm or Generator.Graph.Operations.GroupNorm => NormOracle.Run(run),
        Activation activation => RunActivation(run, activation),
        Generator.Graph.Operations.PReLU => RunPReLU(run),
        Add => new(Combinations.Add(run.Inputs), dy => new(Combinations.AddBackward(run.Inputs, dy))),
        Multiply => new(Combinations.Multiply(run.Inputs), dy => new(Combinations.MultiplyBackward(run.Inputs, dy))),
        Generator.Graph.Operations.Concat => new(Reference.Concat.Forward(run.Inputs), dy => new(Reference.Concat.Backward(run.Inputs, dy))),
        GlobalAvgPool => new(GlobalAvgPool2d.Forward(run.X), dy => new([GlobalAvgPool2d.Backward(run.X, dy)])),
        AdaptiveAvgPool pool => new(
            AdaptiveAvgPool2d.Forward(run.X, pool.Output.Height, pool.Output.Width), dy => new([AdaptiveAvgPool2d.Backward(run.X, dy)])),
        Generator.Graph.Operations.Upsample upsample => RunUpsample(run, upsample),
        Generator.Graph.Operations.LocalResponseNorm norm => RunLocalResponseNorm(run, norm),
        Generator.Graph.Operations.Dropout dropout => RunDropout(run, dropout),
        Generator.Graph.Operations.Softmax softmax => RunSoftmax(run, softmax),
        Flatten or Reshape => new(Moved(run.X, Zeros(run.X.Images, run.Node.Shape)), dy => new([Moved(dy, run.X.Like())])),
        ZeroPad { Padding: var pad } => new(
            ZeroPad2d.Forward(run.X, pad.Top, pad.Left, pad.Bottom, pad.Right), dy => new([ZeroPad2d.Backward(run.X, dy, pad.Top, pad.Left)])),
        _ => throw new NotSupportedException($"The oracle does not know {run.Node.Operation.Kind}."),
    };

    /// <summary>Zeros for a batch of images of a shape.</summary>
    public static Tensor Zeros(int images, Shape shape) => new(images, shape.Channels, shape.Height, shape.Width, shape.Depth);

    private static Tensor Moved(Tensor source, Tensor target)
    {
        source.Values.CopyTo(target.Values);
        return target;
    }

    private static LayerResult RunLinear(LayerRun run)
    {
        Tensor weight = run.Parameter(Role.Weight)!;
        return new LayerResult(Reference.Linear.Forward(run.X, weight, run.Parameter(Role.Bias)), dy =>
        {
            (Tensor dx, Tensor dw, Tensor db) = Reference.Linear.Backward(run.X, weight, dy);
            return new Gradients([dx], (Role.Weight, dw), (Role.Bias, db));
        });
    }

    private static LayerResult RunActivation(LayerRun run, Activation activation)
    {
        (ScalarFunction function, double[] kinks) = Function(activation);
        foreach (double kink in kinks) run.Pass.NoteDistances(run.X, run.X.Values.ToArray().Select(value => value - kink));
        return new LayerResult(function.Forward(run.X), dy => new([function.Backward(run.X, dy)]));
    }

    /// <summary>The function, and where its slope jumps.</summary>
    private static (ScalarFunction Function, double[] Kinks) Function(Activation activation) => activation.Function switch
    {
        ActivationFunction.ReLU => (Activations.ReLU, [0]),
        ActivationFunction.ReLU6 => (Activations.ReLU6, [0, 6]),
        ActivationFunction.LeakyReLU => (Activations.LeakyReLU(activation.Slope), [0]),
        ActivationFunction.ELU => (Activations.ELU(activation.Slope), [0]),
        ActivationFunction.SELU => (Activations.SELU, [0]),
        ActivationFunction.GELU => (Activations.GELU, []),
        ActivationFunction.GELUTanh => (Activations.GELUTanh, []),
        ActivationFunction.SiLU => (Activations.SiLU, []),
        ActivationFunction.Sigmoid => (Activations.Sigmoid, []),
        ActivationFunction.HardSigmoid => (Activations.HardSigmoid, [-3, 3]),
        ActivationFunction.HardSwish => (Activations.HardSwish, [-3, 3]),
        ActivationFunction.Tanh => (Activations.Tanh, []),
        ActivationFunction.Softplus => (Activations.Softplus(activation.Slope), []),
        _ => throw new NotSupportedException($"The oracle does not know {activation.Function}."),
    };

    private static LayerResult RunPReLU(LayerRun run)
    {
        Tensor slope = run.Parameter(Role.Slope)!;
        run.Pass.NoteDistances(run.X, run.X.Values.ToArray());
        return new LayerResult(Reference.PReLU.Forward(run.X, slope), dy =>
        {
            (Tensor dx, Tensor ds) = Reference.PReLU.Backward(run.X, dy, slope);
            return new Gradients([dx], (Role.Slope, ds));
        });
    }

    private static LayerResult RunUpsample(LayerRun run, Generator.Graph.Operations.Upsample upsample)
    {
        var reference = new Reference.Upsample(upsample.Mode == Generator.Graph.Operations.UpsampleMode.Bilinear, upsample.AlignCorners);
        return new(reference.Forward(run.X, upsample.Output.Height, upsample.Output.Width), dy => new([reference.Backward(run.X, dy)]));
    }

    private static LayerResult RunLocalResponseNorm(LayerRun run, Generator.Graph.Operations.LocalResponseNorm norm)
    {
        var reference = new Reference.LocalResponseNorm(norm.Size, norm.Alpha, norm.Beta, norm.K);
        return new(reference.Forward(run.X), dy => new([reference.Backward(run.X, dy)]));
    }

    private static LayerResult RunDropout(LayerRun run, Generator.Graph.Operations.Dropout dropout)
    {
        Tensor Drop(Tensor x) => run.Pass.Training
            ? Reference.Dropout.Forward(x, dropout.Probability, run.Number, run.Pass.RandomKey, dropout.WholeChannels) : x.Map(value => value);
        return new(Drop(run.X), dy => new([Drop(dy)]));
    }

    private static LayerResult RunSoftmax(LayerRun run, Generator.Graph.Operations.Softmax softmax)
    {
        Tensor y = softmax.Log ? LogSoftmax.Forward(run.X) : Reference.Softmax.Forward(run.X);
        return new(y, dy => new([softmax.Log ? LogSoftmax.Backward(y, dy) : Reference.Softmax.Backward(y, dy)]));
    }
}
