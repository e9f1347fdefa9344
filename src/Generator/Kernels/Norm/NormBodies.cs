using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>What the bodies of normalisations by groups of channels write alike.</summary>
internal abstract record NormBodyKernel(bool PerElement) : KernelSpec
{
    protected const string GroupParameters = "int channels, int groups, int pixels, int blocks, int blocksPerPart, int part";

    protected static PartialVectorKernel Partial { get; } = new();

    protected static GroupLanesKernel Lanes { get; } = new();

    public override IEnumerable<KernelSpec> Dependencies => [Partial, Lanes];

    /// <summary>The end of the names of bodies for parameters of single elements.</summary>
    protected string Token => PerElement ? "PerElement" : "";

    /// <summary>Pixels that are unrolled; a gather is long.</summary>
    protected int Unroll => PerElement ? 1 : 4;

    /// <summary>Declares which blocks and groups the part holds; groups are counted from its first.</summary>
    protected static void EmitPart(CodeWriter writer, InstructionSet set)
    {
        writer.Line("int perGroup = channels / groups;");
        writer.Line("int firstBlock = part * blocksPerPart, endBlock = Math.Min(firstBlock + blocksPerPart, blocks);");
        writer.Line($"int firstChannel = firstBlock * {set.Lanes}, firstGroup = firstChannel / perGroup;");
        writer.Line($"int partGroups = Math.Min(endBlock * {set.Lanes}, channels) / perGroup - firstGroup;");
        writer.Line("float* mean = statistics + firstGroup, inverseStd = mean + groups;");
        writer.Line("double values = (double)perGroup * pixels;");
    }

    /// <summary>Writes a loop over the part's blocks with pointers to each tensor's block.</summary>
    protected static void EmitBlocks(CodeWriter writer, InstructionSet set, string[] pointers, Action body)
    {
        using CodeWriter.Scope loop = writer.Block("for (int block = firstBlock; block < endBlock; block++)");
        writer.Line($"int channel = block * {set.Lanes}, first = channel - firstChannel, count = Math.Min({set.Lanes}, channels - channel);");
        writer.Line($"float* {string.Join(", ", pointers.Select(pointer => $"{pointer} = {pointer}Image + ((nint)block * {pointer}Block)"))};");
        body();
    }

    /// <summary>Writes a loop over the part's groups.</summary>
    protected static void EmitGroups(CodeWriter writer, params string[] lines)
    {
        using CodeWriter.Scope loop = writer.Block("for (int group = 0; group < partGroups; group++)");
        foreach (string line in lines) writer.Line(line);
    }

    /// <summary>Declares sums of the part's groups. There are no more groups than lanes, since fewer blocks would do then.</summary>
    protected static void EmitSums(CodeWriter writer, InstructionSet set, string a, string b)
    {
        writer.Line($"double* {a} = stackalloc double[{2 * set.Lanes}], {b} = {a} + {set.Lanes};");
        writer.Line($"new Span<double>({a}, {2 * set.Lanes}).Clear();");
    }

    /// <summary>The parameters of the present pixel's elements, in the order of C×H×W.</summary>
    protected static string Element(string array) => Partial.Gather($"{array} + ((nint)channel * pixels) + pixel", "pixels", "count");
}

/// <summary>The normalisation of one part of an image, for all shapes.</summary>
internal sealed record NormBody(bool PerElement) : NormBodyKernel(PerElement)
{
    private static readonly string[] _pointers = ["x", "y"];

    public override string Name => $"NormBody{Token}";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var walk = new PixelWalk(_pointers);
        string signature = $"private static void {Name}({NormText.Parameters(walk, _pointers)}, float* scale, float* shift, float* statistics, "
            + $"float epsilon, {GroupParameters})";
        writer.Method($"Normalisation of groups of channels{(PerElement ? " with parameters of single elements" : "")}.", signature, () =>
        {
            EmitPart(writer, set);
            EmitStatistics(writer, set, walk);
            EmitBlocks(writer, set, _pointers, () => EmitNormalise(writer, set));
        });
    }

    /// <summary>
    /// As in batch normalisation, the second pass sums the deviations from the rounded mean besides their squares.
    /// </summary>
    private static void EmitStatistics(CodeWriter writer, InstructionSet set, PixelWalk walk)
    {
        EmitSums(writer, set, "sums", "offsets");
        EmitBlocks(writer, set, _pointers, () =>
        {
            walk.EmitSums(writer, set, ["sum"], (pixel, sums) => writer.Line($"{sums[0]} += {set.Load(pixel.In("x"))};"));
            writer.Line(Lanes.Add("sum", "first", "sums"));
        });
        EmitGroups(writer, "mean[group] = (float)(sums[group] / values);", "sums[group] = 0;");
        EmitBlocks(writer, set, _pointers, () =>
        {
            writer.Line($"{set.Vector} means = {Lanes.Spread("mean", "first")};");
            walk.EmitSums(writer, set, ["offset", "square"], (pixel, sums) =>
            {
                string d = "d" + pixel.Suffix;
                writer.Line($"{set.Vector} {d} = {set.Load(pixel.In("x"))} - means;");
                writer.Line($"{sums[0]} += {d};");
                writer.Line($"{sums[1]} = {set.MultiplyAdd(d, d, sums[1])};");
            });
            writer.Line(Lanes.Add("offset", "first", "offsets"));
            writer.Line(Lanes.Add("square", "first", "sums"));
        });
        EmitGroups(
            writer, "double offset = offsets[group] / values;", "mean[group] += (float)offset;",
            "inverseStd[group] = (float)(1 / Math.Sqrt(Math.Max((sums[group] / values) - (offset * offset), 0) + epsilon));");
    }

    private void EmitNormalise(CodeWriter writer, InstructionSet set)
    {
        writer.Line($"{set.Vector} means = {Lanes.Spread("mean", "first")}, factor = {Lanes.Spread("inverseStd", "first")}, summand = {set.Zero};");
        if (PerElement)
        {
            writer.Line("int pixel = 0;");
        }
        else
        {
            using CodeWriter.Scope affine = writer.Block("if (scale != null)");
            writer.Line($"factor *= {Partial.Load("scale + channel", "count")};");
            writer.Line($"summand = {Partial.Load("shift + channel", "count")};");
        }

        new PixelWalk(_pointers) { Unroll = Unroll }.Emit(writer, set, pixel =>
        {
            string centred = $"{set.Load(pixel.In("x"))} - means";
            string value = PerElement
                ? set.MultiplyAdd($"({centred}) * factor", Element("scale"), Element("shift"))
                : set.MultiplyAdd(centred, "factor", "summand");
            writer.Line(set.Store(value, pixel.In("y")));
            if (PerElement) writer.Line("pixel++;");
        });
    }
}

/// <summary>The gradient by the input of a normalisation, of one part of an image, for all shapes.</summary>
internal sealed record NormBackwardBody(bool PerElement) : NormBodyKernel(PerElement)
{
    private static readonly string[] _pointers = ["x", "dy", "dx"];

    public override string Name => $"NormBackwardBody{Token}";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var walk = new PixelWalk(_pointers) { Unroll = Unroll };
        string signature = $"private static void {Name}({NormText.Parameters(walk, _pointers)}, float* scale, float* statistics, {GroupParameters})";
        writer.Method($"The gradient of a normalisation of groups{(PerElement ? " with parameters of single elements" : "")}.", signature, () =>
        {
            EmitPart(writer, set);
            EmitSums(writer, set, "sums", "products");
            EmitBlocks(writer, set, _pointers, () => EmitGroupSums(writer, set, walk));
            writer.Line($"float* shares = stackalloc float[{2 * set.Lanes}], slopes = shares + {set.Lanes};");
            EmitGroups(
                writer, "shares[group] = (float)(sums[group] / values);",
                "slopes[group] = (float)(products[group] / values * inverseStd[group] * inverseStd[group]);");
            EmitBlocks(writer, set, _pointers, () => EmitGradient(writer, set, walk));
        });
    }

    private void EmitGroupSums(CodeWriter writer, InstructionSet set, PixelWalk walk)
    {
        EmitBlock(writer, set);
        walk.EmitSums(writer, set, ["sum", "product"], (pixel, sums) =>
        {
            string g = EmitOutputGradient(writer, set, pixel);
            writer.Line($"{sums[0]} += {g};");
            writer.Line($"{sums[1]} = {set.MultiplyAdd(g, $"{set.Load(pixel.In("x"))} - means", sums[1])};");
        });
        writer.Line(Lanes.Add(PerElement ? "sum" : "sum * factor", "first", "sums"));
        writer.Line(Lanes.Add(PerElement ? "product" : "product * factor", "first", "products"));
    }

    /// <summary>dx = (γ·dy − mean(γ·dy) − x̂ · mean(γ·dy·x̂)) / σ over each group, because the statistics depend on x too.</summary>
    private void EmitGradient(CodeWriter writer, InstructionSet set, PixelWalk walk)
    {
        EmitBlock(writer, set);
        writer.Line($"{set.Vector} inverse = {Lanes.Spread("inverseStd", "first")};");
        writer.Line($"{set.Vector} share = {Lanes.Spread("shares", "first")}, slope = {Lanes.Spread("slopes", "first")};");
        walk.Emit(writer, set, pixel =>
        {
            string g = EmitOutputGradient(writer, set, pixel), v = "v" + pixel.Suffix;
            writer.Line($"{set.Vector} {v} = (means - {set.Load(pixel.In("x"))}) * slope;");
            writer.Line(set.Store($"({(PerElement ? g : $"({g} * factor)")} - share + {v}) * inverse", pixel.In("dx")));
        });
    }

    private void EmitBlock(CodeWriter writer, InstructionSet set)
    {
        writer.Line($"{set.Vector} means = {Lanes.Spread("mean", "first")};");
        writer.Line(PerElement
            ? "int pixel = 0;"
            : $"{set.Vector} factor = scale == null ? {set.Broadcast("1f")} : {Partial.Load("scale + channel", "count")};");
    }

    private string EmitOutputGradient(CodeWriter writer, InstructionSet set, WalkedPixel pixel)
    {
        string g = "g" + pixel.Suffix, value = set.Load(pixel.In("dy"));
        writer.Line($"{set.Vector} {g} = {(PerElement ? $"{value} * {Element("scale")}" : value)};");
        if (PerElement) writer.Line("pixel++;");
        return g;
    }
}

/// <summary>The gradients by a normalisation's scale and shift for one block of channels, for all shapes.</summary>
internal sealed record NormParameterGradientBody(bool PerElement) : NormBodyKernel(PerElement)
{
    private static readonly string[] _pointers = ["x", "dy"];

    public override string Name => $"NormParameterGradientBody{Token}";

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var walk = new PixelWalk(_pointers) { Unroll = Unroll };
        string signature = $"private static void {Name}({NormText.Parameters(walk, _pointers)}, float* statistics, float* scaleGradient, float* shiftGradient, "
            + "int images, int xStep, int dyStep, int statisticsStep, int channels, int groups, int pixels, int block)";
        writer.Method($"The gradients by scale and shift{(PerElement ? " of single elements" : "")}.", signature, () =>
        {
            writer.Line($"int perGroup = channels / groups, channel = block * {set.Lanes}, count = Math.Min({set.Lanes}, channels - channel);");
            if (!PerElement) LongSum.Declare(writer, set, "scaleSum", "shiftSum");
            using (writer.Block("for (int image = 0; image < images; image++, statistics += statisticsStep)"))
            {
                writer.Line($"{set.Vector} means = {Lanes.Spread("statistics", "channel")}, inverse = {Lanes.Spread("statistics + groups", "channel")};");
                writer.Line("float* x = xImage + ((nint)image * xStep) + ((nint)block * xBlock), dy = dyImage + ((nint)image * dyStep) + ((nint)block * dyBlock);");
                EmitImage(writer, set, walk);
            }

            if (PerElement) return;
            writer.Line(Partial.Store(LongSum.Value(set, "scaleSum"), "scaleGradient + channel", "count"));
            writer.Line(Partial.Store(LongSum.Value(set, "shiftSum"), "shiftGradient + channel", "count"));
        });
    }

    private void EmitImage(CodeWriter writer, InstructionSet set, PixelWalk walk)
    {
        if (PerElement)
        {
            EmitElements(writer, set, walk);
            return;
        }

        walk.EmitSums(writer, set, ["sum", "product"], (pixel, sums) =>
        {
            string g = "g" + pixel.Suffix;
            writer.Line($"{set.Vector} {g} = {set.Load(pixel.In("dy"))};");
            writer.Line($"{sums[0]} += {g};");
            writer.Line($"{sums[1]} = {set.MultiplyAdd(g, $"{set.Load(pixel.In("x"))} - means", sums[1])};");
        });
        writer.Line("product *= inverse;");
        LongSum.Add(writer, set, "shiftSum", "sum");
        LongSum.Add(writer, set, "scaleSum", "product");
    }

    private static void EmitElements(CodeWriter writer, InstructionSet set, PixelWalk walk)
    {
        string At(string array) => $"{array} + ((nint)channel * pixels) + pixel";
        string Before(string array) => $"image == 0 ? {set.Zero} : {Element(array)}";
        writer.Line("int pixel = 0;");
        walk.Emit(writer, set, pixel =>
        {
            writer.Line($"{set.Vector} g = {set.Load(pixel.In("dy"))}, scaleSum = {Before("scaleGradient")}, shiftSum = {Before("shiftGradient")};");
            writer.Line($"scaleSum = {set.MultiplyAdd($"g * inverse", $"{set.Load(pixel.In("x"))} - means", "scaleSum")};");
            writer.Line(Partial.Scatter("scaleSum", At("scaleGradient"), "pixels", "count"));
            writer.Line(Partial.Scatter("shiftSum + g", At("shiftGradient"), "pixels", "count"));
            writer.Line("pixel++;");
        });
    }
}
