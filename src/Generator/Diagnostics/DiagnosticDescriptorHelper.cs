using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>Makes descriptors, whose help links follow from their ids.</summary>
internal static class DiagnosticDescriptorHelper
{
    public static DiagnosticDescriptor Create(string id, string title, string message) => new(
        id: id,
        title: title,
        messageFormat: message,
        category: "NetGen",
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: $"https://github.com/netgen/netgen/blob/main/docs/diagnostics/{id}.md");
}
