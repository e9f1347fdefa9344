using Microsoft.CodeAnalysis;
using NetGen.Generator.Declarations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Support;

namespace NetGen.Generator;

/// <summary>
/// The pipeline: classes with <c>[Network]</c> → models → the public surface; and, only when code is built, models → kernels
/// and plans. Kernels are items of their own, so that a change of one layer emits only what it touches.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<NetworkModel> networks = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.Network, NetworkSteps.IsClass, NetworkSteps.Read)
            .SelectMany(NetworkSteps.Present)
            .WithTrackingName(TrackingNames.Networks);
        context.RegisterSourceOutput(networks, NetworkSteps.EmitSurface);

        IncrementalValuesProvider<BlockModel> blocks = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.Block, NetworkSteps.IsClass, NetworkSteps.ReadBlock)
            .WithTrackingName(TrackingNames.Blocks);
        context.RegisterSourceOutput(blocks, NetworkSteps.EmitBlock);

        IncrementalValueProvider<bool> allowsUnsafe = context.CompilationProvider.Select((compilation, _) => NetworkSteps.AllowsUnsafe(compilation));
        IncrementalValuesProvider<CompiledModel> compiled = networks
            .Combine(allowsUnsafe)
            .SelectMany(NetworkSteps.Compile)
            .WithTrackingName(TrackingNames.Compiled);
        context.RegisterImplementationSourceOutput(compiled, NetworkSteps.EmitPlan);
        context.RegisterImplementationSourceOutput(compiled.Collect().Select(NetworkSteps.HasAny), NetworkSteps.EmitCommon);

        IncrementalValuesProvider<EquatableArray<KernelEntry>> kernels = compiled
            .SelectMany(NetworkSteps.Kernels)
            .Collect()
            .SelectMany(NetworkSteps.Slots)
            .WithTrackingName(TrackingNames.Kernels);
        context.RegisterImplementationSourceOutput(kernels, NetworkSteps.EmitKernels);
    }
}
