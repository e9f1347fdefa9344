using System;
using System.Collections.Generic;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* y, int block)</c>: a function of each element of a block of channels. x may be y where the forms
/// are equal.
/// </summary>
internal sealed record ActivationKernel(ActivationFunction Function, float Slope, TensorForm Input, TensorForm Output) : KernelSpec
{
    public float Slope { get; init; } = ActivationText.Significant(Function, Slope);

    public override string Name =>
        $"Activation{KernelNames.Epilogue(Function, Slope)}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies => ActivationText.Dependencies(Function);

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var loop = new PixelLoop(new("x", Input.Blocked(set)), new("y", Output.Blocked(set)))
        {
            Unroll = Function is ActivationFunction.Sigmoid or ActivationFunction.Tanh ? 1 : 4,
        };
        string summary = $"{Function} of one block of channels of {Input.Shape}.";
        writer.Method(summary, $"public static void {Name}(float* x, float* y, int block)", () => loop.Emit(writer, pixel =>
        {
            string v = "v" + pixel.Suffix;
            writer.Line($"{set.Vector} {v} = {set.Load(pixel.In("x"))};");
            writer.Line(set.Store(ActivationText.Apply(Function, Slope, v, set), pixel.In("y")));
        }));
    }
}

/// <summary>
/// <c>(float* x, float* y, float* dy, float* dx, int block)</c>: the gradient by the input of
/// <see cref="ActivationKernel"/>. Only LeakyReLU reads x; ReLU, Sigmoid and Tanh read y. dx may be dy where the forms
/// are equal.
/// </summary>
internal sealed record ActivationBackwardKernel(
    ActivationFunction Function, float Slope,
    TensorForm Input, TensorForm Output, TensorForm OutputGradient, TensorForm InputGradient) : KernelSpec
{
    public float Slope { get; init; } = ActivationText.Significant(Function, Slope);

    public override string Name =>
        $"ActivationBackward{KernelNames.Epilogue(Function, Slope)}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}"
        + $"_{KernelNames.Of(OutputGradient)}_{KernelNames.Of(InputGradient)}";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        List<WalkedTensor> tensors = [new("dy", OutputGradient.Blocked(set)), new("dx", InputGradient.Blocked(set))];
        if (Source is { } source) tensors.Add(new(source, (source == "x" ? Input : Output).Blocked(set)));
        var loop = new PixelLoop([.. tensors]);

        string summary = $"The gradient of {Function} on one block of channels of {Input.Shape}.";
        string signature = $"public static void {Name}(float* x, float* y, float* dy, float* dx, int block)";
        writer.Method(summary, signature, () => loop.Emit(writer, pixel =>
        {
            string g = "g" + pixel.Suffix, v = "v" + pixel.Suffix;
            writer.Line($"{set.Vector} {g} = {set.Load(pixel.In("dy"))};");
            if (Source is { } tensor) writer.Line($"{set.Vector} {v} = {set.Load(pixel.In(tensor))};");
            writer.Line(set.Store(Gradient(g, v, set), pixel.In("dx")));
        }));
    }

    /// <summary>The tensor that the derivative is a function of.</summary>
    private string? Source => Function switch
    {
        ActivationFunction.Identity => null,
        ActivationFunction.LeakyReLU => "x",
        _ => "y",
    };

    /// <summary>The gradient passes ReLU where y is not ≤ 0, so that a NaN is not hidden; as in PyTorch.</summary>
    private string Gradient(string g, string v, InstructionSet set) => Function switch
    {
        ActivationFunction.Identity => g,
        ActivationFunction.ReLU => set.Without(g, $"{set.Static}.LessThanOrEqual({v}, {set.Zero})"),
        ActivationFunction.LeakyReLU =>
            set.Select(set.GreaterThan(v, set.Zero), g, $"{g} * {set.Broadcast(KernelText.Literal(Slope))}"),
        ActivationFunction.Sigmoid => $"{g} * ({v} * ({set.Broadcast("1f")} - {v}))",
        ActivationFunction.Tanh => $"{g} * ({set.Broadcast("1f")} - ({v} * {v}))",
        _ => throw new InvalidOperationException($"Expected an activation function, got {Function}."),
    };
}
