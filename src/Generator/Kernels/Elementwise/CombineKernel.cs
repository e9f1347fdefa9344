using System.Collections.Generic;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

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

    public override IEnumerable<KernelSpec> Dependencies => [Body];

    private CombineBody Body => new(Function, B.Shape.Pixels == 1 && !A.Shape.Equals(B.Shape), Activation, Slope);

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string arguments = Body.PerChannel
            ? PixelWalk.Arguments(set, false, ("a", A), ("y", Output)) + ", " + KernelText.BlockAddress("b", B.Blocked(set))
            : PixelWalk.Arguments(set, false, ("a", A), ("y", Output), ("b", B));
        writer.Calls(
            $"{Function} {A.Shape} and {B.Shape}{ActivationText.Words(Activation)}; block is one of channels.",
            $"public static void {Name}(float* a, float* b, float* y, int block)",
            $"{Body.Name}({arguments})");
    }
}

/// <summary>Sums and products of two tensors, for all shapes.</summary>
internal sealed record CombineBody(CombineFunction Function, bool PerChannel, ActivationFunction Activation, float Slope) : KernelSpec
{
    public override string Name => $"{Function}{(PerChannel ? "PerChannel" : "")}Body{KernelNames.Epilogue(Activation, Slope)}";

    public override IEnumerable<KernelSpec> Dependencies => ActivationText.Dependencies(Activation);

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string[] pointers = PerChannel ? ["a", "y"] : ["a", "y", "b"];
        var walk = new PixelWalk(pointers) { Unroll = ActivationText.IsLong(Activation) ? 1 : 4 };
        string signature = $"private static void {Name}({walk.Parameters}{(PerChannel ? ", float* b" : "")})";
        writer.Method($"{Function} two tensors{ActivationText.Words(Activation)}.", signature, () =>
        {
            if (PerChannel) writer.Line($"{set.Vector} other = {set.Load("b")};");
            walk.Emit(writer, set, pixel =>
            {
                string v = "v" + pixel.Suffix, other = PerChannel ? "other" : set.Load(pixel.In("b"));
                writer.Line($"{set.Vector} {v} = {set.Load(pixel.In("a"))} {(Function == CombineFunction.Add ? "+" : "*")} {other};");
                writer.Line(set.Store(ActivationText.Apply(Activation, Slope, v, set), pixel.In("y")));
            });
        });
    }
}
