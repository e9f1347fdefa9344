using System;
using System.Collections.Generic;
using NetGen.Generator.Graph;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>What a normalisation's scale and shift belong to.</summary>
internal enum NormAffine
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>A channel.</summary>
    PerChannel,

    /// <summary>An element, in the order of C×H×W.</summary>
    PerElement,
}

/// <summary>How a normalisation by groups of channels is divided: every group lies in one part, and every block of channels too.</summary>
/// <param name="Shape">The tensor.</param>
/// <param name="Groups">Groups of channels: 1 for LayerNorm, the channels for InstanceNorm.</param>
internal readonly record struct NormGroups(Shape Shape, int Groups)
{
    /// <summary>What the forward pass saves of an image: the mean of each group, then 1/σ of each.</summary>
    public TensorForm Statistics => new(Shape.Of(2 * Groups), Planar: true);

    /// <summary>Values of a group.</summary>
    public long Values => Shape.Length / Groups;

    /// <summary>Blocks of channels in a part, but for the last: the fewest that end where a group does.</summary>
    public int BlocksPerPart(InstructionSet set)
    {
        int perGroup = Shape.Channels / Groups;
        return perGroup / Divisor(perGroup, set.Lanes);
    }

    /// <summary>Parts that need nothing of each other.</summary>
    public int Parts(InstructionSet set)
    {
        int blocks = (Shape.Channels + set.Lanes - 1) / set.Lanes, perPart = BlocksPerPart(set);
        return (blocks + perPart - 1) / perPart;
    }

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}

/// <summary>
/// <c>(float* x, float* y, float* scale, float* shift, float* statistics, int part)</c>: normalisation of groups of channels of one image by
/// their mean and their biased variance. scale and shift are as the parameters lie, and not read where there are none.
/// </summary>
internal sealed record NormKernel(TensorForm Input, TensorForm Output, int Groups, float Epsilon, NormAffine Affine) : KernelSpec, IPartitioned
{
    public override string Name => $"Norm{KernelNames.Of(Groups)}{Affine}_e{KernelNames.Of(Epsilon)}_{KernelNames.Of(Input)}_{KernelNames.Of(Output)}";

    public override IEnumerable<KernelSpec> Dependencies => [Body];

    /// <summary>How it is divided, and what it saves.</summary>
    public NormGroups Division => new(Input.Shape, Groups);

    private NormBody Body => new(Affine == NormAffine.PerElement);

    public int Parts(InstructionSet set) => Division.Parts(set);

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"Normalisation of {Groups} groups of {Input.Shape}.",
        $"public static void {Name}(float* x, float* y, float* scale, float* shift, float* statistics, int part)",
        $"{Body.Name}({NormText.Arguments(set, ("x", Input), ("y", Output))}, {NormText.Parameters(Affine, "scale, shift")}, statistics, "
            + $"{KernelText.Literal(Epsilon)}, {NormText.GroupArguments(set, Division)}, part)");
}

/// <summary>
/// <c>(float* x, float* dy, float* dx, float* scale, float* statistics, int part)</c>: the gradient by the input of <see cref="NormKernel"/>
/// for one image. dx may be dy where the forms are equal.
/// </summary>
internal sealed record NormBackwardKernel(
    TensorForm Input, TensorForm OutputGradient, TensorForm InputGradient, int Groups, NormAffine Affine) : KernelSpec, IPartitioned
{
    public override string Name =>
        $"NormBackward{KernelNames.Of(Groups)}{Affine}_{KernelNames.Of(Input)}_{KernelNames.Of(OutputGradient)}_{KernelNames.Of(InputGradient)}";

    public override IEnumerable<KernelSpec> Dependencies => [Body];

    private NormBackwardBody Body => new(Affine == NormAffine.PerElement);

    public int Parts(InstructionSet set) => new NormGroups(Input.Shape, Groups).Parts(set);

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Calls(
        $"The gradient of the normalisation of {Groups} groups of {Input.Shape}.",
        $"public static void {Name}(float* x, float* dy, float* dx, float* scale, float* statistics, int part)",
        $"{Body.Name}({NormText.Arguments(set, ("x", Input), ("dy", OutputGradient), ("dx", InputGradient))}, "
            + $"{NormText.Parameters(Affine, "scale")}, statistics, {NormText.GroupArguments(set, new(Input.Shape, Groups))}, part)");
}

/// <summary>
/// <c>(float* x, float* dy, float* statistics, float* scaleGradient, float* shiftGradient, int images, int block)</c>: the gradients by
/// scale and shift of <see cref="NormKernel"/>, summed over the batch in the order of images; they are overwritten.
/// </summary>
internal sealed record NormParameterGradientKernel(TensorForm Input, TensorForm OutputGradient, int Groups, NormAffine Affine) : KernelSpec, IPartitioned
{
    public override string Name =>
        $"NormParameterGradient{KernelNames.Of(Groups)}{Affine}_{KernelNames.Of(Input)}_{KernelNames.Of(OutputGradient)}";

    public override IEnumerable<KernelSpec> Dependencies => [Body];

    private NormParameterGradientBody Body => Affine != NormAffine.None ? new(Affine == NormAffine.PerElement)
        : throw new InvalidOperationException($"Expected a normalisation with scale and shift, got {Name}.");

    public int Parts(InstructionSet set) => Input.For(set).Blocks;

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        var division = new NormGroups(Input.Shape, Groups);
        string images = $"{Input.For(set).ImageStride}, {OutputGradient.For(set).ImageStride}, {division.Statistics.For(set).ImageStride}";
        writer.Calls(
            $"The gradients by scale and shift of the normalisation of {Groups} groups of {Input.Shape}; block is one of channels.",
            $"public static void {Name}(float* x, float* dy, float* statistics, float* scaleGradient, float* shiftGradient, int images, int block)",
            $"{Body.Name}({NormText.Arguments(set, ("x", Input), ("dy", OutputGradient))}, statistics, scaleGradient, shiftGradient, "
                + $"images, {images}, {Input.Shape.Channels}, {Groups}, {Input.Shape.Pixels}, block)");
    }
}

/// <summary>The arguments that the three kernels pass alike.</summary>
internal static class NormText
{
    /// <summary>An image of each tensor, the distances of its blocks, and the strides.</summary>
    public static string Arguments(InstructionSet set, params (string Pointer, TensorForm Form)[] tensors)
    {
        List<string> arguments = [];
        foreach ((string pointer, TensorForm form) in tensors) arguments.Add(pointer + MethodText.Plus(form.Blocked(set).Origin));
        foreach ((_, TensorForm form) in tensors) arguments.Add(KernelText.Integer(form.For(set).BlockStride));
        return $"{string.Join(", ", arguments)}, {PixelWalk.StrideArguments(set, Array.ConvertAll(tensors, tensor => tensor.Form))}";
    }

    /// <summary>The parameters for those of <see cref="Arguments"/>; a body declares the pointers itself, block by block.</summary>
    public static string Parameters(PixelWalk walk, params string[] pointers) =>
        string.Join(", ", Array.ConvertAll(pointers, pointer => $"float* {pointer}Image")) + ", "
        + string.Join(", ", Array.ConvertAll(pointers, pointer => $"int {pointer}Block")) + ", " + walk.StrideParameters;

    /// <summary>Names of parameters, or null for each where there are none.</summary>
    public static string Parameters(NormAffine affine, string names) =>
        affine != NormAffine.None ? names : names.Contains(",") ? "null, null" : "null";

    /// <summary>Channels, groups, pixels, blocks and how many of them are a part.</summary>
    public static string GroupArguments(InstructionSet set, NormGroups division)
    {
        int blocks = (division.Shape.Channels + set.Lanes - 1) / set.Lanes;
        return $"{division.Shape.Channels}, {division.Groups}, {division.Shape.Pixels}, {blocks}, {division.BlocksPerPart(set)}";
    }
}
