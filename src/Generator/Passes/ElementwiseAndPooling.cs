using System;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes;

/// <summary>The steps of layers that work on each block of channels by itself and have no parameters.</summary>
internal static class ElementwiseAndPooling
{
    /// <summary>The forward step of such a layer.</summary>
    public static Step Forward(PlanBuilder builder, FusedLayer layer)
    {
        int input = builder.Input(layer);
        TensorForm x = builder.Forms.Value(input), y = builder.Forms.Value(layer.Output);
        Operation operation = builder.Graph.Nodes[layer.Main].Operation;
        KernelSpec kernel = operation switch
        {
            MaxPool pool => new MaxPoolKernel(x, y, pool.Kernel, pool.Stride, pool.Padding),
            AvgPool pool => new AvgPoolKernel(x, y, pool.Kernel, pool.Stride, pool.Padding, pool.CountIncludePad),
            GlobalAvgPool => new GlobalAvgPoolKernel(x, y),
            Activation activation => new ActivationKernel(activation.Function, activation.Slope, x, y),
            Dropout dropout => new DropoutKernel(x, y, dropout.Probability, layer.Main),
            _ => throw Unknown(operation),
        };
        KernelArguments arguments = operation is Dropout ? KernelArguments.KeyImagePart : KernelArguments.Part;
        return builder.Blockwise(layer, "", kernel, arguments, builder.Value(input), builder.Value(layer.Output));
    }

    /// <summary>The step that makes the gradient by such a layer's input from the gradient by its output.</summary>
    public static Step Backward(PlanBuilder builder, FusedLayer layer)
    {
        int input = builder.Input(layer);
        TensorForm x = builder.Forms.Value(input), y = builder.Forms.Value(layer.Output);
        TensorForm dx = builder.Forms.Gradient(input), dy = builder.Forms.Gradient(layer.Output);
        Operand xAt = builder.Value(input), yAt = builder.Value(layer.Output);
        Operand dxAt = builder.Gradient(input), dyAt = builder.Gradient(layer.Output);
        KernelStep Step(KernelSpec kernel, params Operand[] pointers) =>
            builder.Blockwise(layer, "gradient of ", kernel, KernelArguments.Part, pointers);
        Operation operation = builder.Graph.Nodes[layer.Main].Operation;
        return operation switch
        {
            MaxPool pool => Step(new MaxPoolBackwardKernel(x, y, dx, dy, pool.Kernel, pool.Stride, pool.Padding), xAt, yAt, dyAt, dxAt),
            AvgPool pool => Step(new AvgPoolBackwardKernel(dy, dx, pool.Kernel, pool.Stride, pool.Padding, pool.CountIncludePad), dyAt, dxAt),
            GlobalAvgPool => Step(new GlobalAvgPoolBackwardKernel(dy, dx), dyAt, dxAt),
            Activation activation => Step(new ActivationBackwardKernel(activation.Function, activation.Slope, x, y, dy, dx), xAt, yAt, dyAt, dxAt),
            Dropout dropout => builder.Blockwise(
                layer, "gradient of ", new DropoutKernel(dy, dx, dropout.Probability, layer.Main), KernelArguments.KeyImagePart, dyAt, dxAt),
            _ => throw Unknown(operation),
        };
    }

    /// <summary>Whether the gradient by the input can overwrite the gradient by the output.</summary>
    public static bool WorksInPlace(Operation operation) => operation is Activation or Dropout or BatchNorm;

    private static InvalidOperationException Unknown(Operation operation) => new($"{operation.Kind} has no kernel of its own.");
}
