using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Kernels;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes.Steps;

/// <summary>What a kernel expects behind its pointers.</summary>
internal enum KernelArguments
{
    /// <summary>Nothing: one image at a time.</summary>
    None,

    /// <summary>The part.</summary>
    Part,

    /// <summary>The number of images and the part.</summary>
    ImagesPart,

    /// <summary>The random key, the image's number and the part.</summary>
    KeyImagePart,
}

/// <summary>A call of a shared kernel.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Spec">The kernel.</param>
/// <param name="Pointers">Its pointer arguments.</param>
/// <param name="Arguments">What follows them.</param>
/// <param name="Blocks">The tensor whose blocks of channels are the parts; null where the kernel itself says how many.</param>
/// <param name="Work">Multiply-adds or moved floats for an image.</param>
internal sealed record KernelStep(
    string Title, KernelSpec Spec, EquatableArray<Operand> Pointers, KernelArguments Arguments, TensorForm? Blocks, long Work) : Step(Title)
{
    public override EquatableArray<Operand> Operands => Pointers;

    public override StepScope Scope => Arguments == KernelArguments.ImagesPart ? StepScope.Batch : StepScope.Image;

    public override long Work { get; } = Work;

    public override KernelSpec Kernel => Spec;

    public override int Parts(InstructionSet set) =>
        Blocks is not null ? Blocks.For(set).Blocks
        : Spec is IPartitioned partitioned ? partitioned.Parts(set)
        : 1;

    public override string Call(InstructionSet set, CallNames names)
    {
        IEnumerable<string> scalars = Arguments switch
        {
            KernelArguments.Part => [names.Part],
            KernelArguments.ImagesPart => [names.Images, names.Part],
            KernelArguments.KeyImagePart => [names.Key, names.Image, names.Part],
            _ => [],
        };
        string arguments = string.Join(", ", names.Addresses(Pointers).Concat(scalars));
        return $"global::NetGen.Generated.{set.KernelClass}.{Spec.Name}({arguments});";
    }
}
