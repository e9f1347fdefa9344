using NetGen.Generator.Declarations;
using NetGen.Generator.Support;

namespace NetGen.Generator.Emission;

/// <summary>Writes the private members behind a network's surface.</summary>
internal static class SurfaceState
{
    /// <summary>Writes the field, the constructor that takes over a loaded state, and the way to the plans.</summary>
    public static void Emit(CodeWriter writer, TypeDeclaration type) => writer.Line(
        $$"""

        private readonly global::NetGen.Runtime.NetworkState {{SurfaceNames.State}};

        [{{SurfaceNames.GeneratedCode}}]
        private {{type.Identifier}}(global::NetGen.Runtime.NetworkState state) => {{SurfaceNames.State}} = state;

        /// <summary>Defined in the file with the network's code.</summary>
        {{SurfaceNames.CreatePlanSignature}};

        private static global::NetGen.Runtime.NetworkPlan {{SurfaceNames.Plan}}(global::NetGen.CodePath path)
        {
            global::NetGen.Runtime.NetworkPlan? plan = null;
            {{SurfaceNames.CreatePlan}}(path, ref plan);
            return plan ?? throw new global::System.PlatformNotSupportedException("{{type.Name}} has no code for the path " + path.ToString() + ".");
        }
        """);
}
