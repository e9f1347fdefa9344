using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Kernels;

/// <summary>
/// A fully connected layer over a batch, in either direction: every vector of the output is a bias plus the products of
/// all inputs with the weights. Weights lie as [tile of vectors][input][vector in tile][lane], with the inputs in the order
/// in which the input's layout holds them. One image is bound by the memory that weights come from; in a batch a tile of
/// images shares each weight that is loaded.
/// </summary>
/// <param name="Input">The input: a vector, or an image in blocks that is read as if it were flattened. No halo.</param>
/// <param name="Output">The output: a vector, or an image in blocks for the gradient of a flattened input. No halo.</param>
/// <param name="Bias">Whether sums begin with a bias instead of zero.</param>
/// <param name="Activation">What is applied before the store: identity, ReLU, ReLU6, or leaky ReLU with a slope in [0, 1].</param>
/// <param name="Slope">The leaky ReLU's.</param>
internal sealed record LinearKernel(
    TensorForm Input, TensorForm Output, bool Bias,
    ActivationFunction Activation = ActivationFunction.Identity, float Slope = 0) : KernelSpec, IPartitioned, IWeighted, IPackedWeights
{
    /// <summary>Whether the packed weights are bfloat16, of half the length.</summary>
    public bool BFloat16 { get; init; }

    public override string Name =>
        $"Linear{(BFloat16 ? "_BFloat16" : "")}{(Bias ? "_Bias" : "")}{KernelNames.Epilogue(Activation, Slope)}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    /// <summary>The loops over tiles and images, and the register tiles.</summary>
    public override IEnumerable<KernelSpec> Dependencies =>
        InstructionSet.All.Select(Part).SelectMany(part => part.Dependencies.Append(part));

    /// <summary>Vectors of the output in a tile.</summary>
    public int Tile(InstructionSet set) => Math.Min(Vectors(set), set.Registers == 32 ? 4 : 2);

    /// <summary>Vectors of the output: blocks of channels times pixels.</summary>
    public int Vectors(InstructionSet set) => Output.For(set).Blocks * (int)Output.Shape.Pixels;

    /// <summary>Independent pieces: a group of tiles each.</summary>
    public int Parts(InstructionSet set) => Ceiling(Ceiling(Vectors(set), Tile(set)), TilesPerPart(set));

    /// <summary>The packed weights of the forward pass.</summary>
    public WeightPacking Weights(InstructionSet set) => LinearText.Weights(set, Tile(set), Input, Output);

    /// <summary>Packed floats of either direction's weights.</summary>
    public long PackedLength(InstructionSet set) =>
        (long)Ceiling(Vectors(set), Tile(set)) * Tile(set) * set.Lanes * Input.Shape.Length / (BFloat16 ? 2 : 1);

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string summary = $"Fully connected, {Input.Shape} to {Output.Shape}, over a batch; part is {TilesPerPart(set)} tiles of {Tile(set) * set.Lanes} outputs.";
        writer.Method(summary, $"public static void {Name}(float* x, float* w, float* bias, float* y, int images, int part)", () =>
        {
            string numbers = LinearText.Walk(set, Vectors(set), Input, Output);
            writer.Line($"LinearWalk walk = new({numbers}, {EpilogueText.Argument(Activation, Slope)});");
            writer.Line(Part(set).Call(Bias ? "bias" : "null"));
        });
    }

    /// <summary>
    /// Tiles that one image takes side by side. One image has an accumulator for every vector only, and at least eight are
    /// needed to hide the latency of the multiply-add.
    /// </summary>
    private int TilesPerPart(InstructionSet set) => Math.Max(1, Math.Min(8 / Tile(set), Vectors(set) / Tile(set)));

    private LinearPartKernel Part(InstructionSet set) =>
        new(set, Tile(set), Vectors(set) % Tile(set), TilesPerPart(set), EpilogueText.IsLeaky(Activation), BFloat16);

    private static int Ceiling(int a, int b) => (a + b - 1) / b;
}
