using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The gradient of a fully connected layer's weights, summed over a batch in order: the products of the output's gradient
/// with the input. Packed as the forward weights are: [tile of vectors][input][vector in tile][lane].
/// </summary>
/// <param name="Input">The layer's input.</param>
/// <param name="OutputGradient">The gradient by its output, a vector.</param>
internal sealed record LinearWeightGradientKernel(TensorForm Input, TensorForm OutputGradient) : KernelSpec, IPartitioned, IWeighted
{
    public override string Name => $"LinearWeightGradient_{KernelNames.Of(Input)}_{KernelNames.Of(OutputGradient)}";

    /// <summary>The register tiles.</summary>
    public override IEnumerable<KernelSpec> BodiesFor(InstructionSet set) =>
        from vectors in new[] { Tile(set), Rest(set) }
        where vectors > 0
        select new LinearWeightGradientTileKernel(set, vectors);

    /// <summary>Vectors of the output in a tile.</summary>
    public int Tile(InstructionSet set) => Math.Min(OutputGradient.For(set).Blocks, set.HasManyRegisters ? 4 : 2);

    /// <summary>Independent pieces: a tile each.</summary>
    public int Parts(InstructionSet set) => (OutputGradient.For(set).Blocks + Tile(set) - 1) / Tile(set);

    /// <summary>The packed gradient.</summary>
    public WeightPacking Weights(InstructionSet set) => LinearText.Weights(set, Tile(set), Input, OutputGradient);

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        int tile = Tile(set), blocks = OutputGradient.For(set).Blocks;
        string summary = $"The gradient of {Input.Shape} to {OutputGradient.Shape} weights over a batch; part is a tile of {tile * set.Lanes} outputs.";
        writer.Method(summary, $"public static void {Name}(float* x, float* dy, float* dw, int images, int part)", () =>
        {
            writer.Line($"dy += part * {tile * set.Lanes};");
            writer.Line($"dw += (nint)part * {tile * set.Lanes * (int)Input.Shape.Length};");
            writer.Line($"LinearWalk walk = new({LinearText.Walk(set, blocks, Input, OutputGradient)});");
            writer.Branch(
                Rest(set) == 0 ? "" : $"part < {blocks / tile}",
                () => writer.Line(new LinearWeightGradientTileKernel(set, tile).Call),
                () => writer.Line(new LinearWeightGradientTileKernel(set, Rest(set)).Call));
        });
    }

    private int Rest(InstructionSet set) => OutputGradient.For(set).Blocks % Tile(set);
}
