using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetGen.Generator.Support;

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
    /// <summary>Whether all pixels of a channel share their fate, which is that of the element with the channel's number.</summary>
    public bool WholeChannels { get; init; }

    public override string Name =>
        $"Dropout{(WholeChannels ? "Channels" : "")}{KernelNames.Of(Probability)}_salt{KernelNames.Of(Salt)}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies => [new DropoutBody(WholeChannels)];

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        int threshold = (int)(Probability * (double)(1u << 31));
        string scale = KernelText.Literal((float)(1 / (1 - (double)Probability)));
        writer.Calls(
            $"Dropout of {(WholeChannels ? "whole channels of " : "")}{Input.Shape}; block is one of channels.",
            $"public static void {Name}(float* x, float* y, ulong key, int image, int block)",
            $"{new DropoutBody(WholeChannels).Name}({PixelWalk.Arguments(set, false, ("x", Input), ("y", Output))}, key, "
                + $"{KernelText.Integer(Salt)}, image, block, {(WholeChannels ? 1 : Input.Shape.Pixels)}u, {KernelText.Integer(threshold - 1)}, {scale})");
    }
}

/// <summary>Inverted dropout, for all shapes.</summary>
internal sealed record DropoutBody(bool WholeChannels) : KernelSpec
{
    private static readonly RandomBitsKernel _random = new();

    public override string Name => WholeChannels ? "DropoutChannelsBody" : "DropoutBody";

    public override IEnumerable<KernelSpec> Dependencies => [_random];

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var walk = new PixelWalk("x", "y") { Unroll = WholeChannels ? 4 : 2 };
        string vector = set.Static + "<uint>";
        string signature = $"private static void {Name}({walk.Parameters}, ulong key, int salt, int image, int block, uint pixels, int threshold, float scale)";
        writer.Method($"Dropout of {(WholeChannels ? "whole channels" : "elements")}.", signature, () =>
        {
            writer.Line($"ulong mixed = {_random.Key("key", "salt", "image")};");
            writer.Line($"{vector} upperHalf = {set.Static}.Create((uint)(mixed >> 32));");
            writer.Line($"{vector} lanes = {Lanes(set)} * {set.Static}.Create(pixels);");
            writer.Line($"{vector} counters = {set.Static}.Create((uint)mixed + ((uint)block * ({set.Lanes}u * pixels))) + lanes;");
            if (WholeChannels) writer.Line($"{set.Vector} keep = {Keep(set)};");
            walk.Emit(writer, set, pixel => EmitPixel(writer, set, pixel));
        });
    }

    private void EmitPixel(CodeWriter writer, InstructionSet set, WalkedPixel pixel)
    {
        string keep = WholeChannels ? "keep" : "keep" + pixel.Suffix;
        if (!WholeChannels)
        {
            writer.Line($"{set.Vector} {keep} = {Keep(set)};");
            writer.Line($"counters += {set.Static}<uint>.One;");
        }

        writer.Line(set.Store($"({set.Load(pixel.In("x"))} * {set.Broadcast("scale")}) & {keep}", pixel.In("y")));
    }

    /// <summary>31 bits are compared, because a comparison of signed numbers is one instruction everywhere.</summary>
    private static string Keep(InstructionSet set)
    {
        string bits = $"{set.Static}.ShiftRightLogical({_random.Of("counters", "upperHalf")}, 1)";
        return $"{set.Static}.AsSingle({set.Static}.GreaterThan({set.Static}.AsInt32({bits}), {set.Static}.Create(threshold)))";
    }

    private static string Lanes(InstructionSet set) =>
        $"{set.Static}.Create({string.Join(", ", Enumerable.Range(0, set.Lanes).Select(lane => lane.ToString(CultureInfo.InvariantCulture) + "u"))})";
}
