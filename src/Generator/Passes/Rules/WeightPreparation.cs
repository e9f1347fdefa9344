using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes.Rules;

/// <summary>What layers with weights share: packing, folding of batch normalisation, and the way back of the gradients.</summary>
internal static class WeightPreparation
{
    /// <summary>Packs a layer's weights and bias for its kernel, with a batch normalisation that follows folded in.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="kernel">Its kernel.</param>
    /// <param name="strides">How the parameter is strided.</param>
    /// <param name="bias">Whether there is something to add.</param>
    public static (Operand Weights, Operand Shift) Pack(LayerLowering layer, KernelSpec kernel, PlainStrides strides, bool bias) =>
        Pack(layer, kernel, new PackedLayout(kernel), strides, bias);

    /// <summary>The same for a kernel that may be a stage of another one.</summary>
    public static (Operand Weights, Operand Shift) Pack(LayerLowering layer, KernelSpec kernel, PackedLayout layout, PlainStrides strides, bool bias)
    {
        (Operand scale, Operand shift) = PackShift(layer, bias);
        Operand weights = layer.PackedWeights("weights", kernel);
        Operand plain = layer.ParameterAt(ParameterRole.Weight);
        layer.Pack(new PackWeightsStep($"{layer.Main.Name}'s weights", layout, strides, plain, scale, weights));
        return (weights, shift);
    }

    /// <summary>Packs what is added to each output channel, and, where a batch normalisation is folded in, what weights are multiplied with.</summary>
    public static (Operand Scale, Operand Shift) PackShift(LayerLowering layer, bool bias)
    {
        Node main = layer.Main;
        Operand plain = layer.ParameterAt(ParameterRole.Bias);
        if (layer.Norm is { } norm) return Fold(layer, norm, plain);
        if (!bias) return (Operand.None, Operand.None);
        Operand shift = layer.PackedVector("bias", main.Shape.Channels);
        layer.Pack(new PackVectorStep($"{main.Name}'s bias", plain, shift, main.Shape.Channels));
        return (Operand.None, shift);
    }

    /// <summary>
    /// A parameter for a forward kernel that reads it as it is. Predictions see packed memory only, which changes when all packing
    /// is done, so they get a copy.
    /// </summary>
    public static Operand Plain(LayerLowering layer, ParameterRole role)
    {
        if (layer.Training || layer.Parameter(role) is not ParameterSpec parameter) return layer.ParameterAt(role);
        string name = role.ToString().ToLowerInvariant();
        Operand copy = layer.PackedVector(name, parameter.Length);
        layer.Pack(new PackVectorStep($"{layer.Main.Name}'s {name}", Operand.Parameter(parameter), copy, parameter.Length));
        return copy;
    }

    /// <summary>A factor and a summand for each channel in place of a batch normalisation.</summary>
    public static (Operand Scale, Operand Shift) Fold(LayerLowering layer, Node norm, Operand bias)
    {
        Operand scale = layer.PackedVector("factors", norm.Shape.Channels);
        Operand shift = layer.PackedVector("summands", norm.Shape.Channels);
        Operand At(ParameterRole role) => layer.ParameterOf(norm, role);
        var parameters = new BatchNormOperands(
            At(ParameterRole.Scale), At(ParameterRole.Shift), At(ParameterRole.RunningMean), At(ParameterRole.RunningVariance), bias);
        layer.Pack(new FoldBatchNormStep($"{norm.Name}, folded", parameters, ((BatchNorm)norm.Operation).Epsilon, norm.Shape.Channels, scale, shift));
        return (scale, shift);
    }

    /// <summary>The gradient by a layer's bias: the sum of the gradient by its output.</summary>
    public static void BiasGradient(BackwardLowering layer)
    {
        if (layer.Parameter(ParameterRole.Bias) is not ParameterSpec parameter) return;
        TensorForm dy = layer.OutputGradientForm;
        string title = $"gradient by {layer.Main.Name}'s bias";
        Operand packed = layer.PackedVector("bias gradient", layer.Main.Shape.Channels);
        layer.Add(new KernelStep(
            title, new BiasGradientKernel(dy), Support.EquatableArray.Of(layer.OutputGradient, packed), KernelArguments.ImagesPart, dy, dy.Shape.Length));
        layer.Add(new PackVectorStep(title + ", unpacked", packed, Operand.Gradient(parameter), layer.Main.Shape.Channels));
    }

    /// <summary>The gradient by a layer's weights, made in packed form and moved into the parameter's.</summary>
    public static void WeightGradient(BackwardLowering layer, KernelSpec kernel, PlainStrides strides, Operand x, Operand dy)
    {
        string title = $"gradient by {layer.Main.Name}'s weights";
        Operand packed = layer.PackedWeights("weight gradient", kernel);
        layer.Add(new KernelStep(
            title, kernel, Support.EquatableArray.Of(x, dy, packed), KernelArguments.ImagesPart, null, layer.MultiplyAdds));
        layer.Add(new UnpackGradientStep(title + ", unpacked", kernel, strides, packed, layer.ParameterGradientAt(ParameterRole.Weight)));
    }
}
