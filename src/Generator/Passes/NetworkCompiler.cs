using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes;

/// <summary>A network as kernels.</summary>
internal sealed record CompiledNetwork(EquatableArray<KernelSpec> Kernels);

/// <summary>Lowers a graph to kernels.</summary>
internal static class NetworkCompiler
{
    internal static CompiledNetwork Compile(NetworkGraph graph) => new(EquatableArray<KernelSpec>.Empty);
}
