using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Emission;

/// <summary>
/// The class that a kernel has beside its methods, <c>Conv_…&lt;K&gt;</c>: by it a plan that is written once for all instruction sets
/// finds a kernel's method and the numbers that go with it. What plans ask for and what the class declares stand here side by side.
/// </summary>
internal static class KernelChoice
{
    private const string Run = "Run", Parts = "Parts", Weights = "Weights", Call = "Call", Tile = "Tile";

    /// <summary>The expression of the method, in a plan.</summary>
    public static string RunOf(KernelSpec spec) => Member(spec, Run);

    /// <summary>The expression of the number of a kernel's parts.</summary>
    public static string PartsOf(KernelSpec spec) => Member(spec, Parts);

    /// <summary>The expression that says how the weights of a kernel, or of one stage of a cascade, are packed.</summary>
    public static string WeightsOf(KernelSpec spec, int? stage = null) => Member(spec, Weights + stage);

    /// <summary>The expression of a kernel that works in scratch memory, with all that its call needs to know.</summary>
    public static string CallOf(KernelSpec spec) => Member(spec, Call);

    /// <summary>The expression of the vectors in a tile of a fully connected kernel.</summary>
    public static string TileOf(KernelSpec spec) => Member(spec, Tile);

    /// <summary>What the class declares for a kernel that plans call.</summary>
    public static IEnumerable<KernelProperty> Properties(KernelEntry kernel)
    {
        KernelSpec spec = kernel.Spec;
        string method = $"delegate*<{ParameterTypes(kernel)}, void>";
        if (spec is not IScratch) yield return new(method, Run, set => $"&{set.KernelClass}.{spec.Name}");
        if (spec is IPartitioned parts and not IScratch) yield return new("int", Parts, set => KernelText.Integer(parts.Parts(set)));
        if (spec is IWeighted weighted) yield return new("WeightLayout", Weights, set => weighted.Weights(set).Literal());
        if (spec is CascadeKernel cascade)
        {
            foreach (KernelProperty property in StageWeights(cascade)) yield return property;
        }

        if (spec is WinogradKernel winograd) yield return new("WinogradLayout", Weights, set => winograd.Weights(set).Literal());
        if (spec is StrassenKernel strassen) yield return new("StrassenLayout", Weights, set => strassen.Weights(set).Literal());
        if (spec is IScratch and IPartitioned) yield return new("ScratchKernel", Call, set => ScratchCall(spec, set));
        if (spec is LinearKernel linear) yield return new("int", Tile, set => KernelText.Integer(linear.Tile(set)));
    }

    private static string Member(KernelSpec spec, string name) => $"{spec.Name}<K>.{name}";

    private static IEnumerable<KernelProperty> StageWeights(CascadeKernel cascade)
    {
        for (int i = 0; i < cascade.Stages.Count; i++)
        {
            if (cascade.Stages[i] is IWeighted stage) yield return new("WeightLayout", Weights + i, set => stage.Weights(set).Literal());
        }
    }

    private static string ScratchCall(KernelSpec spec, InstructionSet set)
    {
        var scratch = (IScratch)spec;
        string numbers = MethodText.Arguments(((IPartitioned)spec).Parts(set), scratch.ScratchLength(set), scratch.PartsOfChunk(set));
        return $"new(&{set.KernelClass}.{spec.Name}, {numbers})";
    }

    /// <summary>The types of the method's parameters; a kernel with scratch memory has those of the runtime's ScratchKernel.</summary>
    private static string ParameterTypes(KernelEntry kernel)
    {
        string[] scalars = kernel.Arguments switch
        {
            KernelArguments.Part => ["int"],
            KernelArguments.ImagesPart => ["int", "int"],
            KernelArguments.KeyImagePart => ["ulong", "int", "int"],
            _ => [],
        };
        return string.Join(", ", Enumerable.Repeat("float*", kernel.Pointers).Concat(scalars));
    }
}

/// <summary>A member whose value depends on the instruction set.</summary>
/// <param name="Type">Its type in C#.</param>
/// <param name="Name">The property.</param>
/// <param name="Value">Its value in C#.</param>
internal sealed record KernelProperty(string Type, string Name, Func<InstructionSet, string> Value);
