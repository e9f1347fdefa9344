using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator.Declarations;
using NetGen.Generator.Emission;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Support;

namespace NetGen.Generator;

/// <summary>A network and its compiled form.</summary>
internal sealed record CompiledModel(TypeDeclaration Type, CompiledNetwork Network);

/// <summary>The steps of the generator's pipeline.</summary>
internal static class NetworkSteps
{
    /// <summary>Several for each kernel of a large project, so that few share one.</summary>
    private const int SlotCount = 4096;

    public static bool IsClass(SyntaxNode node, CancellationToken cancellation) =>
        node is ClassDeclarationSyntax or RecordDeclarationSyntax;

    /// <summary>
    /// Reads a class; null for a further <c>[Network]</c> on one that has been read, which the compiler reports.
    /// </summary>
    public static NetworkModel? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        return IsHome(type, AttributeRole.Network, context.TargetNode, cancellation)
            ? NetworkReader.Read(type, context.SemanticModel.Compilation, cancellation).Model : null;
    }

    /// <summary>Reads a block's class; null where it is read elsewhere, as another part of a block or as a network.</summary>
    public static BlockModel? ReadBlock(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        bool isNetwork = AttributeOf(type, AttributeRole.Network) is not null;
        return !isNetwork && IsHome(type, AttributeRole.Block, context.TargetNode, cancellation) ? BlockReader.Read(type, cancellation) : null;
    }

    /// <summary>Whether a part of a class carries the first of the attributes that make it a network or a block.</summary>
    private static bool IsHome(INamedTypeSymbol type, AttributeRole role, SyntaxNode part, CancellationToken cancellation) =>
        AttributeOf(type, role)?.ApplicationSyntaxReference?.GetSyntax(cancellation).Parent?.Parent == part;

    private static AttributeData? AttributeOf(INamedTypeSymbol type, AttributeRole role) =>
        type.GetAttributes().FirstOrDefault(attribute => KnownNames.RoleOf(attribute.AttributeClass) == role);

    public static ImmutableArray<T> Present<T>(T? model, CancellationToken cancellation)
        where T : class => model is null ? [] : [model];

    /// <summary>The names that several files of the project would have.</summary>
    public static EquatableArray<string> Doubles((ImmutableArray<string> Networks, ImmutableArray<string> Blocks) types, CancellationToken cancellation) =>
        FileNames.Doubles(types.Networks.Concat(types.Blocks));

    /// <summary>The namespace of kernels and plans.</summary>
    public static string NamespaceOf(Compilation compilation, CancellationToken cancellation) => GeneratedNamespace.Of(compilation.AssemblyName);

    /// <summary>Whether pointers may be used; without them kernels would be nothing but errors, and the analyzer says so once.</summary>
    public static bool AllowsUnsafe(Compilation compilation) => compilation.Options is CSharpCompilationOptions { AllowUnsafe: true };

    public static ImmutableArray<CompiledModel> Compile((NetworkModel Model, bool AllowsUnsafe) project, CancellationToken cancellation) =>
        project is { Model.Graph: { } graph, AllowsUnsafe: true } ? [new CompiledModel(project.Model.Type, NetworkCompiler.Compile(graph, cancellation))] : [];

    public static IEnumerable<KernelEntry> Kernels(CompiledModel model, CancellationToken cancellation) => model.Network.Kernels;

    /// <summary>
    /// One of each, in slots that their names choose. The pipeline compares item by item, by position: a kernel that an edit adds or
    /// takes away must not move the others, or all of them would be emitted anew.
    /// </summary>
    public static IEnumerable<EquatableArray<KernelEntry>> Slots(ImmutableArray<KernelEntry> kernels, CancellationToken cancellation)
    {
        // What one network calls may be to another one of the kernels that only kernels call.
        var distinct = new Dictionary<KernelSpec, KernelEntry>();
        foreach (KernelEntry kernel in kernels)
        {
            if (!distinct.TryGetValue(kernel.Spec, out KernelEntry known) || known.Arguments is null) distinct[kernel.Spec] = kernel;
        }

        // A name takes much longer to make than to compare.
        var slots = new List<(string Name, KernelEntry Kernel)>?[SlotCount];
        foreach (KernelEntry kernel in distinct.Values)
        {
            string name = kernel.Spec.Name;
            (slots[Slot(name)] ??= []).Add((name, kernel));
        }

        return slots.Select(slot => slot is null
            ? EquatableArray<KernelEntry>.Empty
            : slot.OrderBy(entry => entry.Name, StringComparer.Ordinal).Select(entry => entry.Kernel).ToEquatableArray());
    }

    /// <summary>Whether there is any network that kernels are needed for.</summary>
    public static bool HasAny(ImmutableArray<CompiledModel> models, CancellationToken cancellation) => models.Length > 0;

    public static void EmitSurface(SourceProductionContext context, (NetworkModel Model, EquatableArray<string> Doubles) network)
    {
        if (SurfaceEmitter.Emit(network.Model) is { } text) Add(context, FileNames.OfType(network.Model.Type, network.Doubles), text);
    }

    public static void EmitBlock(SourceProductionContext context, (BlockModel Model, EquatableArray<string> Doubles) block)
    {
        if (BlockEmitter.Emit(block.Model) is { } text) Add(context, FileNames.OfType(block.Model.Type, block.Doubles), text);
    }

    public static void EmitPlan(
        SourceProductionContext context, ((CompiledModel Model, EquatableArray<string> Doubles) Network, string Namespace) project)
    {
        (CompiledModel model, EquatableArray<string> doubles) = project.Network;
        Add(context, FileNames.OfPlan(model.Type, doubles), PlanEmitter.Emit(model.Type, model.Network, project.Namespace));
    }

    public static void EmitKernels(SourceProductionContext context, (EquatableArray<KernelEntry> Slot, string Namespace) project)
    {
        foreach (KernelEntry kernel in project.Slot) Add(context, FileNames.OfKernel(kernel.Spec.Name), KernelFile.Emit(kernel, project.Namespace));
    }

    public static void EmitCommon(SourceProductionContext context, (bool HasNetworks, string Namespace) project)
    {
        if (project.HasNetworks) Add(context, FileNames.Common, KernelFile.EmitCommon(project.Namespace));
    }

    private static int Slot(string name) => (int)(StableHash.Of(name) % SlotCount);

    private static void Add(SourceProductionContext context, string name, string text) =>
        context.AddSource(name, SourceText.From(text, Encoding.UTF8));
}

/// <summary>The names under which tests find the pipeline's steps.</summary>
internal static class TrackingNames
{
    public const string Networks = "NetGen.Networks";
    public const string Blocks = "NetGen.Blocks";
    public const string Compiled = "NetGen.Compiled";
    public const string Kernels = "NetGen.Kernels";
}
