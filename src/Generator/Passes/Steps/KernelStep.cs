using NetGen.Generator.Kernels;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes.Steps;

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

    /// <inheritdoc/>
    public override long MultiplyAdds => CountsMultiplyAdds ? Work : 0;

    /// <summary>Whether the work is multiply-adds of an operation that counts them.</summary>
    public bool CountsMultiplyAdds { get; init; }

    public override KernelEntry Kernel => new(Spec, Pointers.Count, Arguments);
}
