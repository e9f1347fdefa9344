using System.Collections.Generic;

namespace NetGen.Generator.Declarations;

/// <summary>Names that the two generated parts of a class agree on.</summary>
internal static class SurfaceNames
{
    /// <summary>
    /// The partial method that the plan's file defines as <c>plan = path switch { … }</c>. Without that file, as in an editor
    /// that has not built, the call disappears and the class still compiles.
    /// </summary>
    public const string CreatePlan = "__netgenCreatePlan";

    /// <summary>The definition of <see cref="CreatePlan"/>, without its body.</summary>
    public const string CreatePlanSignature =
        "static partial void " + CreatePlan + "(global::NetGen.CodePath path, ref global::NetGen.Runtime.NetworkPlan? plan)";

    /// <summary>The field that holds a network's memory.</summary>
    public const string State = "__netgenState";

    /// <summary>The method that makes a plan, or throws.</summary>
    public const string Plan = "__netgenPlan";

    /// <summary>The method that makes the exception of a declaration with a mistake.</summary>
    public const string Failure = "__netgenFailure";

    /// <summary>The nested class that makes <c>Info</c>, lazily and whatever the order of static initialisers.</summary>
    public const string InfoHolder = "__NetGenInfo";

    /// <summary>Marks what must not be mistaken for the user's, with the version of this assembly.</summary>
    public static string GeneratedCode { get; } =
        $"global::System.CodeDom.Compiler.GeneratedCode(\"NetGen\", \"{typeof(SurfaceNames).Assembly.GetName().Version.ToString(3)}\")";

    /// <summary>The public members, which a class itself cannot be named after.</summary>
    public static HashSet<string> Reserved { get; } =
    [
        "InputLength", "OutputLength", "ParameterCount", "MultiplyAdds", "ActivationBytes", "Info", "Create", "Load", "Save",
        "Parameters", "Predict", "Forward", "Backward", "Verify", "Profile", "Threads", "RandomSeed", "Step", "Dispose",
    ];
}
