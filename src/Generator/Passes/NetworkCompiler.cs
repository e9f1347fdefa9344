using System;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Passes;

/// <summary>
/// The compiler's middle, as a list of passes: fusion (<see cref="Fusion"/>), layout (<see cref="TensorForms"/>), lowering to steps
/// (<see cref="InferencePlanner"/>, <see cref="TrainingPlanner"/>). Memory is planned when text is made
/// (<see cref="MemoryPlanner"/>), because tensors' sizes depend on the instruction set.
/// </summary>
internal static class NetworkCompiler
{
    /// <summary>Lowers a graph that the front end has found right.</summary>
    /// <exception cref="InvalidOperationException">A layer has no kernels.</exception>
    public static CompiledNetwork Compile(NetworkGraph graph)
    {
        if (graph.Nodes.FirstOrDefault(node => !HasKernels(node)) is { } missing)
            throw new InvalidOperationException($"{missing.Operation.Kind} has no kernel for {missing.Name} of {missing.Shape}.");
        return new(
            (int)graph.Input.Shape.Length, (int)graph.Output.Shape.Length, InferencePlanner.Plan(graph), TrainingPlanner.Plan(graph));
    }

    private static bool HasKernels(Node node) => node.Shape.Depth == 1 && node.Operation switch
    {
        Conv or BatchNorm or Linear or Input or Flatten or GlobalAvgPool => true,
        Dropout dropout => !dropout.WholeChannels,
        Softmax softmax => !softmax.Log,
        MaxPool pool => !pool.CeilMode && pool.Dilation == new Size(1, 1),
        AvgPool pool => !pool.CeilMode,
        Activation activation => activation.Function is ActivationFunction.ReLU or ActivationFunction.LeakyReLU
            or ActivationFunction.Sigmoid or ActivationFunction.Tanh,
        _ => false,
    };
}
