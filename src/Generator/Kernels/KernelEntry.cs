using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Kernels;

/// <summary>A kernel as the plans of a project need it: called by them, or by other kernels only.</summary>
/// <param name="Spec">The kernel.</param>
/// <param name="Pointers">Its tensors.</param>
/// <param name="Arguments">What follows them; null for a kernel that only others call.</param>
internal sealed record KernelEntry(KernelSpec Spec, int Pointers, KernelArguments? Arguments)
{
    /// <summary>The member that gives the number of a kernel's parts.</summary>
    public static string PartsOf(KernelSpec spec) => spec.Name + "_Parts";

    /// <summary>The member that says how a kernel's weights are packed.</summary>
    public static string WeightsOf(KernelSpec spec) => spec.Name + "_Weights";

    /// <summary>The member that gives the vectors in a tile of a fully connected kernel.</summary>
    public static string TileOf(KernelSpec spec) => spec.Name + "_Tile";

    /// <summary>The parameters of the method, as an interface declares them.</summary>
    public string Parameters
    {
        get
        {
            IEnumerable<string> pointers = Enumerable.Range(0, Pointers).Select(index => "float* " + (char)('a' + index));
            string[] scalars = Arguments switch
            {
                KernelArguments.Part => ["int part"],
                KernelArguments.ImagesPart => ["int images", "int part"],
                KernelArguments.KeyImagePart => ["ulong key", "int image", "int part"],
                _ => [],
            };
            return string.Join(", ", pointers.Concat(scalars));
        }
    }

    /// <summary>Properties that plans ask for, with their types.</summary>
    public IEnumerable<(string Type, string Name)> Properties
    {
        get
        {
            if (Spec is IPartitioned) yield return ("int", PartsOf(Spec));
            if (Spec is IWeighted) yield return ("WeightLayout", WeightsOf(Spec));
            if (Spec is LinearKernel) yield return ("int", TileOf(Spec));
        }
    }

    /// <summary>The value of a property for an instruction set, in C#.</summary>
    public string Value(string property, InstructionSet set) =>
        property == PartsOf(Spec) ? KernelText.Integer(((IPartitioned)Spec).Parts(set))
        : property == WeightsOf(Spec) ? ((IWeighted)Spec).Weights(set).Literal()
        : KernelText.Integer(((LinearKernel)Spec).Tile(set));
}
