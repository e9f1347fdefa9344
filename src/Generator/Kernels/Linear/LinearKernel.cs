using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Support;

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
    /// <summary>Outputs that a part has with the widest vectors, so that one image takes all of its tiles side by side.</summary>
    private const int LeastOutputs = 128;

    /// <summary>How the packed weights are stored, where the instruction set has it: see <see cref="StorageFor"/>.</summary>
    public WeightStorage Storage { get; init; }

    /// <summary>Whether targets without <see cref="TargetFeatures.FastDecoding"/> read 28 bits too, although that takes longer than reading 32.</summary>
    public bool SlowToo { get; init; }

    public override string Name =>
        $"Linear{LinearText.Suffix(Storage)}{(SlowToo ? "SlowToo" : "")}{(Bias ? "_Bias" : "")}{KernelNames.Epilogue(Activation, Slope)}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    /// <summary>The loops over tiles and images, and the register tiles.</summary>
    public override IEnumerable<KernelSpec> BodiesFor(InstructionSet set) => Part(set).Dependencies.Append(Part(set));

    /// <summary>
    /// How weights between two tensors are best stored for predictions, without loss: from so many on that the caches of a core do not hold them,
    /// storing them in 28 bits makes one image faster.
    /// </summary>
    public static WeightStorage Best(Machine machine, TensorForm input, TensorForm output) =>
        ElementType.Float32.BytesOf(input.Shape.Length * output.Shape.Length) >= machine.LargeLinearWeights && output.Shape.Length >= LeastOutputs
            ? WeightStorage.Bits28
            : WeightStorage.Plain;

    /// <summary>How an instruction set's packed weights are stored.</summary>
    public WeightStorage StorageFor(InstructionSet set) =>
        Storage == WeightStorage.Bits28 && !set.Has(TargetFeatures.FastDecoding) && !SlowToo ? WeightStorage.Plain : Storage;

    /// <summary>Vectors of the output in a tile. Tiles of 28 bits are narrow, so that many streams are read side by side.</summary>
    public int Tile(InstructionSet set) => Math.Min(Vectors(set), set.HasManyRegisters && StorageFor(set) != WeightStorage.Bits28 ? 4 : 2);

    /// <summary>Vectors of the output: blocks of channels times pixels.</summary>
    public int Vectors(InstructionSet set) => Output.For(set).Blocks * (int)Output.Shape.Pixels;

    /// <summary>Independent pieces: a group of tiles each.</summary>
    public int Parts(InstructionSet set) => Ceiling(Ceiling(Vectors(set), Tile(set)), TilesPerPart(set));

    /// <summary>The packed weights of the forward pass.</summary>
    public WeightPacking Weights(InstructionSet set) => LinearText.Weights(set, Tile(set), Input, Output) with { Storage = StorageFor(set) };

    /// <summary>Packed floats of either direction's weights.</summary>
    public long PackedLength(InstructionSet set)
    {
        long tiles = Ceiling(Vectors(set), Tile(set)), plain = tiles * Tile(set) * set.Lanes * Input.Shape.Length;
        return StorageFor(set) switch
        {
            WeightStorage.BFloat16 => plain / 2,
            WeightStorage.Bits28 => plain + (tiles * LinearText.TileHeader),
            _ => plain,
        };
    }

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

    private bool IsFar(Machine machine) => ElementType.Float32.BytesOf(Input.Shape.Length * Output.Shape.Length) >= machine.FarLinearWeights;

    /// <summary>
    /// Tiles that one image takes side by side. One image has an accumulator for every vector only, and at least eight are
    /// needed to hide the latency of the multiply-add.
    /// </summary>
    private int TilesPerPart(InstructionSet set) => Math.Max(1, Math.Min(8 / Tile(set), Vectors(set) / Tile(set)));

    private LinearPart Part(InstructionSet set)
    {
        int tile = Tile(set), rest = Vectors(set) % tile, tiles = TilesPerPart(set);
        bool leaky = EpilogueText.IsLeaky(Activation);
        return StorageFor(set) == WeightStorage.Bits28
            ? new LinearBits28PartKernel(set, tile, rest, tiles, leaky, Far: IsFar(set.Machine))
            : new LinearPartKernel(set, tile, rest, tiles, leaky, StorageFor(set));
    }

    private static int Ceiling(int a, int b) => (a + b - 1) / b;
}
