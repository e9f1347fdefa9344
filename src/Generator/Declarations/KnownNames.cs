using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Declarations;

/// <summary>The attributes, by their metadata names.</summary>
internal static class KnownNames
{
    public const string Network = "NetGen.NetworkAttribute";

    /// <summary>What an attribute is to a network.</summary>
    public static AttributeRole RoleOf(INamedTypeSymbol? attribute)
    {
        if (attribute is null or { TypeKind: TypeKind.Error }) return AttributeRole.Unresolved;
        if (IsOurs(attribute, "NetworkAttribute")) return AttributeRole.Network;
        if (IsOurs(attribute, "InputAttribute")) return AttributeRole.Input;
        for (INamedTypeSymbol? type = attribute.BaseType; type is not null; type = type.BaseType)
        {
            if (IsOurs(type, "LayerAttribute")) return AttributeRole.Layer;
        }

        return AttributeRole.Foreign;
    }

    private static bool IsOurs(INamedTypeSymbol type, string name) =>
        type.Name == name && type.ContainingType is null
        && type.ContainingNamespace is { Name: "NetGen", ContainingNamespace.IsGlobalNamespace: true };
}

/// <summary>What an attribute is to a network.</summary>
internal enum AttributeRole
{
    /// <summary>Nothing.</summary>
    Foreign,

    /// <summary>A name that the compiler does not know either, and says so.</summary>
    Unresolved,

    /// <summary>The attribute that makes a class a network.</summary>
    Network,

    /// <summary>The input's shape.</summary>
    Input,

    /// <summary>A layer.</summary>
    Layer,
}
