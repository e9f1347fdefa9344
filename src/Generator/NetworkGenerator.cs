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
        IncrementalValuesProvider<BlockModel> blocks = context.SyntaxProvider
            .ForAttributeWithMetadataName(KnownNames.Block, NetworkSteps.IsClass, NetworkSteps.ReadBlock)
            .SelectMany(NetworkSteps.Present)
            .WithTrackingName(TrackingNames.Blocks);

        IncrementalValueProvider<EquatableArray<string>> doubles = networks.Select((network, _) => network.Type.FullName).Collect()
            .Combine(blocks.Select((block, _) => block.Type.FullName).Collect())
            .Select(NetworkSteps.Doubles);
        context.RegisterSourceOutput(networks.Combine(doubles), NetworkSteps.EmitSurface);
        context.RegisterSourceOutput(blocks.Combine(doubles), NetworkSteps.EmitBlock);

        IncrementalValueProvider<bool> allowsUnsafe = context.CompilationProvider.Select((compilation, _) => NetworkSteps.AllowsUnsafe(compilation));
        IncrementalValuesProvider<CompiledModel> compiled = networks
            .Combine(allowsUnsafe)
            .SelectMany(NetworkSteps.Compile)
            .WithTrackingName(TrackingNames.Compiled);
        IncrementalValueProvider<string> home = context.CompilationProvider.Select(NetworkSteps.NamespaceOf);
        context.RegisterImplementationSourceOutput(compiled.Combine(doubles).Combine(home), NetworkSteps.EmitPlan);
        context.RegisterImplementationSourceOutput(compiled.Collect().Select(NetworkSteps.HasAny).Combine(home), NetworkSteps.EmitCommon);

        IncrementalValuesProvider<EquatableArray<KernelEntry>> kernels = compiled
            .SelectMany(NetworkSteps.Kernels)
            .Collect()
            .SelectMany(NetworkSteps.Slots)
            .WithTrackingName(TrackingNames.Kernels);
        context.RegisterImplementationSourceOutput(kernels.Combine(home), NetworkSteps.EmitKernels);
    }
}
