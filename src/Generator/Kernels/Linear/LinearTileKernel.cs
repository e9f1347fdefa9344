using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// The body that fully connected layers share: some vectors of outputs for some images of a batch, or several tiles of
/// vectors side by side for one image. Sums begin with what lies at a pointer, the bias for all images or the sums so far of each;
/// a null pointer means zeros. Strides and lengths come as the runtime's LinearWalk. Weights of 28 bits are decoded in registers, for one image.
/// </summary>
/// <param name="Set">The only instruction set that it is written for.</param>
/// <param name="Vectors">Vectors of a tile.</param>
/// <param name="Images">Images that share each weight.</param>
/// <param name="Tiles">Tiles side by side; more than one only with one image.</param>
/// <param name="Leaky">Whether the activation is a leaky ReLU; otherwise bounds are applied.</param>
/// <param name="Storage">How weights are stored.</param>
internal sealed record LinearTileKernel(InstructionSet Set, int Vectors, int Images, int Tiles, bool Leaky, WeightStorage Storage) : KernelSpec
{
    /// <summary>Whether weights are expected in main memory rather than in a cache: what hides that latency costs instructions.</summary>
    public bool Far { get; init; }

    public override string Name =>
        $"LinearTile_{Set.Name}_v{Vectors}n{Images}{(Tiles == 1 ? "" : $"t{Tiles}")}{(Leaky ? "_Leaky" : "")}{LinearText.Suffix(Storage)}{(Far ? "Far" : "")}";

    /// <summary>A call.</summary>
    public string Call(string x, string w, string sums, string sumsImage, string y, string walk) => $"{Name}({x}, {w}, {sums}, {sumsImage}, {y}, {walk});";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        if (set != Set) return;
        string summary = $"{Vectors * Tiles} vectors of {set.Lanes} outputs for {Images} images in {Vectors * Tiles * Images} registers.";
        writer.Method(summary, $"private static void {Name}(float* x, {Weight}* w, float* sums, nint sumsImage, float* y, in LinearWalk walk)", () =>
        {
            MultiplyAddTile registers = new(set, Vectors * Tiles, Images);
            registers.BeginWithSums(writer);
            writer.Line("float* x0 = x;");
            for (int image = 1; image < Images; image++) writer.Line($"float* x{image} = x{image - 1} + walk.InputStride;");
            for (int tile = 1; tile < Tiles; tile++)
                writer.Line($"{Weight}* {Pointer(tile)} = {Pointer(tile - 1)} + {LinearText.TileLength(set, Vectors, Storage)};");
            writer.Line("nint at = 0;");
            if (Storage == WeightStorage.Bits28) EmitGroups(writer, registers);
            EmitReduction(writer, registers);
            EmitStores(writer, registers);
        });
    }

    /// <summary>Inputs in the order of memory: those side by side, then the channels of each pixel of a partial block.</summary>
    private void EmitReduction(CodeWriter writer, MultiplyAddTile registers)
    {
        string left = Storage == WeightStorage.Bits28 ? "walk.Contiguous - walk.Grouped" : "walk.Contiguous";
        using (writer.Block($"for (int n = {left}; n > 0; n--, at++)")) EmitStep(writer, registers);
        using (writer.Block("for (int pixel = walk.Pixels; pixel > 0; pixel--, at += walk.PixelStride - walk.PixelSteps)"))
        using (writer.Block("for (int n = walk.PixelSteps; n > 0; n--, at++)"))
        {
            EmitStep(writer, registers);
        }
    }

    private void EmitStep(CodeWriter writer, MultiplyAddTile registers)
    {
        int width = Vectors * Set.Lanes;
        registers.StepOf(writer, vector => Load(Pointer(vector / Vectors) + MethodText.Plus(vector % Vectors * Set.Lanes)), image => $"x{image}[at]");
        writer.Line(string.Join(" ", Enumerable.Range(0, Tiles).Select(tile => $"{Pointer(tile)} += {width};")));
    }

    /// <summary>
    /// The inputs whose weights have 28 bits, as many in a step as fill groups. Each tile is a stream of its own; streams that are read side by
    /// side, and lines that are asked for early, keep memory busy while the processor decodes.
    /// </summary>
    private void EmitGroups(CodeWriter writer, MultiplyAddTile registers)
    {
        int inputs = InputsPerStep;
        Bits28Text.EmitMasks(writer, Set);
        for (int tile = 0; tile < Tiles; tile++) writer.Line($"{Set.Vector} scale{tile} = {Set.Broadcast("*" + Pointer(tile))};");
        for (int tile = 0; tile < Tiles; tile++) writer.Line($"{Pointer(tile)} += {LinearText.TileHeader};");
        using (writer.Block($"for (int n = walk.Grouped; n > 0; n -= {inputs}, at += {inputs})"))
        {
            for (int input = 0; input < inputs; input++) writer.Line($"{Set.Vector} s{input} = {Set.Broadcast($"x0[at{MethodText.Plus(input)}]")};");
            for (int tile = 0; tile < Tiles; tile++)
            {
                for (int group = 0; group < inputs * Vectors / Bits28Text.Group; group++) EmitGroup(writer, registers, tile, group);
                writer.Line($"{Pointer(tile)} += {inputs * Vectors / Bits28Text.Group * (Bits28Text.Group - 1) * Set.Lanes};");
            }
        }
    }

    private void EmitGroup(CodeWriter writer, MultiplyAddTile registers, int tile, int group)
    {
        int stored = group * (Bits28Text.Group - 1) * Set.Lanes;
        Bits28Text.EmitGroup(writer, Set, Pointer(tile), stored, $"{tile}_{group}", $"scale{tile}", Use, Prefetch);

        void Use(int place, string weight)
        {
            int number = (group * Bits28Text.Group) + place;
            writer.Line(registers.Add((tile * Vectors) + (number % Vectors), 0, weight, $"s{number / Vectors}"));
        }

        void Prefetch(int place)
        {
            Machine machine = Set.Machine;
            int at = stored + (place * Set.Lanes);
            if (!Set.Has(TargetFeatures.Prefetch) || at % (machine.LineBytes / sizeof(float)) > 0) return;
            int far = at + (machine.FarPrefetch / sizeof(float)), near = at + (machine.NearPrefetch / sizeof(float));
            if (Far) writer.Line(Set.PrefetchFar($"{Pointer(tile)} + {far}"));
            writer.Line(Set.PrefetchNear($"{Pointer(tile)} + {(Far ? near : far)}"));
        }
    }

    /// <summary>Inputs whose weights, to all vectors of a tile, are whole groups: 8 at most.</summary>
    private int InputsPerStep => Enumerable.Range(1, Bits28Text.Group).First(inputs => inputs * Vectors % Bits28Text.Group == 0);

    private string Weight => Storage == WeightStorage.BFloat16 ? "ushort" : "float";

    private string Load(string pointer) => Storage == WeightStorage.BFloat16 ? Set.LoadBFloat16(pointer) : Set.Load(pointer);

    private static string Pointer(int tile) => tile == 0 ? "w" : $"tile{tile}";

    private void EmitStores(CodeWriter writer, MultiplyAddTile registers)
    {
        registers.BeginEpilogue(writer, Leaky);
        for (int image = 0; image < Images; image++)
        {
            for (int vector = 0; vector < Vectors * Tiles; vector++)
                writer.Line(Set.Store(registers.Activated(vector, image, Leaky), "y" + MethodText.Plus(vector * Set.Lanes)));
            if (image + 1 < Images) writer.Line("y += walk.OutputStride;");
        }
    }
}
