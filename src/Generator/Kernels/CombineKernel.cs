using System.Collections.Generic;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Kernels;

/// <summary>What <see cref="CombineKernel"/> does with two elements.</summary>
internal enum CombineFunction
{
    /// <summary>a + b.</summary>
    Add,

    /// <summary>a·b.</summary>
    Multiply,
}

/// <summary>
/// <c>(float* a, float* b, float* y, int block)</c>: the sum or the product of two tensors' elements, with an activation fused.
/// B may have one value for each channel. y may be a where the forms are equal.
/// </summary>
internal sealed record CombineKernel(
    CombineFunction Function, TensorForm A, TensorForm B, TensorForm Output,
    ActivationFunction Activation = ActivationFunction.Identity, float Slope = 0) : KernelSpec
{
    public float Slope { get; init; } = ActivationText.Significant(Activation, Slope);

    public override string Name =>
        $"{Function}{KernelNames.Epilogue(Activation, Slope)}_{KernelNames.Of(A)}_{KernelNames.Of(B)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies => ActivationText.Dependencies(Activation);

    private bool IsPerChannel => B.Shape.Length == B.Shape.Channels && !A.Shape.Equals(B.Shape);

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string summary = $"{Function} {A.Shape} and {B.Shape}{ActivationText.Words(Activation)}; block is one of channels.";
        writer.Method(summary, $"public static void {Name}(float* a, float* b, float* y, int block)", () =>
        {
            if (IsPerChannel) writer.Line($"{set.Vector} other = {set.Load(KernelText.BlockAddress("b", B.Blocked(set)))};");
            List<WalkedTensor> tensors = [new("a", A.Blocked(set)), new("y", Output.Blocked(set))];
            if (!IsPerChannel) tensors.Add(new("b", B.Blocked(set)));
            new PixelLoop([.. tensors]).Emit(writer, pixel =>
            {
                string v = "v" + pixel.Suffix, other = IsPerChannel ? "other" : set.Load(pixel.In("b"));
                writer.Line($"{set.Vector} {v} = {set.Load(pixel.In("a"))} {(Function == CombineFunction.Add ? "+" : "*")} {other};");
                writer.Line(set.Store(ActivationText.Apply(Activation, Slope, v, set), pixel.In("y")));
            });
        });
    }
}
