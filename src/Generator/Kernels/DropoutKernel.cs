using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float* x, float* y, ulong key, int image, int block)</c>: inverted dropout, x/(1 − p) or 0. Whether an element is
/// kept is a function of the key, the salt, the image and the element's index in C×H×W: the same for every instruction
/// set, layout and number of threads, so that the kernel takes dy to dx as well. x may be y where the forms are equal.
/// </summary>
/// <param name="Input">What is read.</param>
/// <param name="Output">What is written.</param>
/// <param name="Probability">Of an element to be dropped, in [0, 1).</param>
/// <param name="Salt">Distinguishes the layers of a network.</param>
internal sealed record DropoutKernel(TensorForm Input, TensorForm Output, float Probability, int Salt) : KernelSpec
{
    private static readonly RandomBitsKernel _random = new();

    public override string Name =>
        $"Dropout{KernelNames.Of(Probability)}_salt{KernelNames.Of(Salt)}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies => [_random];

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        Layout input = Input.Blocked(set);
        string vector = set.Static + "<uint>";
        string summary = $"Dropout of {Input.Shape}; block is one of channels.";
        writer.Method(summary, $"public static void {Name}(float* x, float* y, ulong key, int image, int block)", () =>
        {
            writer.Line($"ulong mixed = {_random.Key("key", KernelText.Integer(Salt), "image")};");
            writer.Line($"{vector} upperHalf = {set.Static}.Create((uint)(mixed >> 32));");
            writer.Line($"{vector} counters = {set.Static}.Create((uint)mixed + ((uint)block * {(uint)(set.Lanes * Pixels(input))}u)) + {Lanes(set, input)};");
            writer.Line($"{vector} one = {set.Static}.Create(1u);");
            new PixelLoop(new("x", input), new("y", Output.Blocked(set))) { Unroll = 2 }.Emit(writer, pixel => EmitPixel(writer, set, pixel));
        });
    }

    /// <summary>31 bits are compared, because a comparison of signed numbers is one instruction everywhere.</summary>
    private void EmitPixel(CodeWriter writer, InstructionSet set, WalkedPixel pixel)
    {
        int threshold = (int)(Probability * (double)(1u << 31));
        string scale = set.Broadcast(KernelText.Literal((float)(1 / (1 - (double)Probability))));
        string bits = $"{set.Static}.ShiftRightLogical({_random.Of("counters", "upperHalf")}, 1)";
        string keep = "keep" + pixel.Suffix;
        writer.Line($"{set.Vector} {keep} = {set.Static}.AsSingle({set.Static}.GreaterThan("
            + $"{set.Static}.AsInt32({bits}), {set.Static}.Create({KernelText.Integer(threshold - 1)})));");
        writer.Line(set.Store($"({set.Load(pixel.In("x"))} * {scale}) & {keep}", pixel.In("y")));
        writer.Line("counters += one;");
    }

    private static int Pixels(Layout layout) => layout.Height * layout.Width;

    /// <summary>The first element of each of the block's channels, from the block's first.</summary>
    private static string Lanes(InstructionSet set, Layout layout)
    {
        IEnumerable<string> firsts = Enumerable.Range(0, set.Lanes)
            .Select(lane => (lane * Pixels(layout)).ToString(CultureInfo.InvariantCulture) + "u");
        return $"{set.Static}.Create({string.Join(", ", firsts)})";
    }
}
