using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes.Rules;

/// <summary>Fully connected layers, which read an image as if it were flattened.</summary>
internal sealed class LinearRule : LayerRule<Linear>
{
    public override bool FoldsNorm => true;

    public override bool TakesActivation(Activation activation) => activation.IsClamp;

    protected override bool ReadsPlanar(Linear operation, ConvAlgorithm algorithm) => true;

    protected override void Forward(Linear operation, LayerLowering layer)
    {
        bool bias = operation.Bias || layer.Norm is not null;
        (ActivationFunction function, float slope) = layer.Epilogue;
        TensorForm input = layer.InputForm(), output = layer.OutputForm;
        WeightStorage storage = layer.Training ? WeightStorage.Plain
            : operation.WeightFormat == WeightFormat.BFloat16 ? WeightStorage.BFloat16
            : LinearKernel.Best(Targets.Avx512.Machine, input, output);
        var kernel = new LinearKernel(input, output, bias, function, slope) { Storage = storage };
        (Operand weights, Operand shift) = WeightPreparation.Pack(layer, kernel, PlainStrides.Forward(kernel.Input.Shape), bias);
        layer.Call("", kernel, KernelArguments.ImagesPart, layer.MultiplyAdds, layer.Input(), weights, shift, layer.Output);
    }

    protected override void Backward(Linear operation, BackwardLowering layer)
    {
        TensorForm x = layer.InputForm(), dy = layer.OutputGradientForm;
        WeightPreparation.BiasGradient(layer);
        WeightPreparation.WeightGradient(layer, new LinearWeightGradientKernel(x, dy), PlainStrides.Forward(x.Shape), layer.Input(), layer.OutputGradient);
        if (!layer.NeedsInputGradient()) return;

        // The kernel writes a tensor without halo; a convolution before a flattening wants its gradient with one.
        TensorForm dx = layer.InputGradientForm(), compact = dx with { Halo = Edges.None };
        Operand gradient = layer.InputGradient();
        Operand target = dx == compact ? gradient : layer.Scratch($"gradient by {layer.Main.Name}'s input", compact);
        var kernel = new LinearKernel(dy, compact, Bias: false);
        Operand weights = layer.PackedWeights("weights, transposed", kernel);
        layer.Pack(new PackTransposedStep($"{layer.Main.Name}'s weights, transposed", kernel, layer.ParameterAt(ParameterRole.Weight), weights));
        layer.Call("gradient by the input of ", kernel, KernelArguments.ImagesPart, layer.MultiplyAdds, layer.OutputGradient, weights, Operand.None, target);
        if (dx != compact) layer.Add(new CopyStep($"gradient by {layer.Main.Name}'s input, with a halo", target, compact, gradient, dx));
    }
}
