using System;
using System.Collections.Generic;
using System.Linq;

namespace NetGen.Generator.Kernels;

/// <summary>A kernel as the plans of a project need it: called by them, or by other kernels only.</summary>
/// <param name="Spec">The kernel.</param>
/// <param name="Pointers">Its tensors.</param>
/// <param name="Arguments">What follows them; null for a kernel that only others call.</param>
internal sealed record KernelEntry(KernelSpec Spec, int Pointers, KernelArguments? Arguments)
{
    /// <summary>The expression of the method, in a plan.</summary>
    public static string RunOf(KernelSpec spec) => spec.Name + "<K>.Run";

    /// <summary>The expression of the number of a kernel's parts.</summary>
    public static string PartsOf(KernelSpec spec) => spec.Name + "<K>.Parts";

    /// <summary>The expression that says how a kernel's weights are packed.</summary>
    public static string WeightsOf(KernelSpec spec) => spec.Name + "<K>.Weights";

    /// <summary>The expression that says how the weights of a cascade's stage are packed.</summary>
    public static string WeightsOf(CascadeKernel spec, int stage) => $"{spec.Name}<K>.Weights{stage}";

    /// <summary>The expression of a kernel that works in scratch memory, with all that its call needs to know.</summary>
    public static string CallOf(KernelSpec spec) => spec.Name + "<K>.Call";

    /// <summary>The expression of the vectors in a tile of a fully connected kernel.</summary>
    public static string TileOf(KernelSpec spec) => spec.Name + "<K>.Tile";

    /// <summary>The types of the method's parameters; a kernel with scratch memory has those of the runtime's ScratchKernel.</summary>
    public string ParameterTypes
    {
        get
        {
            string[] scalars = Arguments switch
            {
                KernelArguments.Part => ["int"],
                KernelArguments.ImagesPart => ["int", "int"],
                KernelArguments.KeyImagePart => ["ulong", "int", "int"],
                _ => [],
            };
            return string.Join(", ", Enumerable.Repeat("float*", Pointers).Concat(scalars));
        }
    }

    /// <summary>What plans ask for beside the method.</summary>
    public IEnumerable<KernelProperty> Properties
    {
        get
        {
            if (Spec is IPartitioned parts and not IScratch) yield return new("int", "Parts", set => KernelText.Integer(parts.Parts(set)));
            if (Spec is IWeighted weighted) yield return new("WeightLayout", "Weights", set => weighted.Weights(set).Literal());
            if (Spec is CascadeKernel cascade)
            {
                for (int i = 0; i < cascade.Stages.Count; i++)
                {
                    if (cascade.Stages[i] is IWeighted stage) yield return new("WeightLayout", $"Weights{i}", set => stage.Weights(set).Literal());
                }
            }

            if (Spec is WinogradKernel winograd) yield return new("WinogradLayout", "Weights", set => winograd.Weights(set).Literal());
            if (Spec is StrassenKernel strassen) yield return new("StrassenLayout", "Weights", set => strassen.Weights(set).Literal());
            if (Spec is IScratch scratch and IPartitioned pieces)
            {
                yield return new("ScratchKernel", "Call", set =>
                    $"new(&{set.KernelClass}.{Spec.Name}, {MethodText.Arguments(pieces.Parts(set), scratch.ScratchLength(set), scratch.PartsOfChunk(set))})");
            }
            if (Spec is LinearKernel linear) yield return new("int", "Tile", set => KernelText.Integer(linear.Tile(set)));
        }
    }
}

/// <summary>A number that depends on the instruction set.</summary>
/// <param name="Type">Its type in C#.</param>
/// <param name="Name">The property.</param>
/// <param name="Value">Its value in C#.</param>
internal sealed record KernelProperty(string Type, string Name, Func<InstructionSet, string> Value);
