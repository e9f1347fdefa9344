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

    public override string Statement(StepText text)
    {
        if (Arguments == KernelArguments.ScratchPart) return $"{text.Call}.Scratch({KernelEntry.CallOf(Spec)}, [{text.Addresses(Pointers)}]);";
        string kind = Arguments switch
        {
            KernelArguments.None => "Image",
            KernelArguments.Part => "Part",
            KernelArguments.ImagesPart => "Batch",
            _ => "Key",
        };
        string parts = Arguments == KernelArguments.None ? "" : Parts(text.Runner) + ", ";
        return $"{text.Call}.{kind}({KernelEntry.RunOf(Spec)}, {parts}{text.Addresses(Pointers)});";
    }

    private string Parts(string runner) =>
        Blocks is { } form ? $"{runner}.Blocks({KernelText.Integer(form.Shape.Channels)})"
        : Spec is IPartitioned ? KernelEntry.PartsOf(Spec)
        : "1";
}
