using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generator.Declarations;

/// <summary>The attributes, by their metadata names.</summary>
internal static class KnownNames
{
    /// <summary>The oldest C# that generated code is written in.</summary>
    public const LanguageVersion Language = LanguageVersion.CSharp12;

    public const string Network = "NetGen.NetworkAttribute";

    public const string Block = "NetGen.BlockAttribute";

    /// <summary>What an attribute is to a network.</summary>
    public static AttributeRole RoleOf(INamedTypeSymbol? attribute)
    {
        if (attribute is null or { TypeKind: TypeKind.Error }) return AttributeRole.Unresolved;
        if (IsOurs(attribute, "NetworkAttribute")) return AttributeRole.Network;
        if (IsOurs(attribute, "InputAttribute")) return AttributeRole.Input;
        if (IsOurs(attribute, "AuxiliaryAttribute")) return AttributeRole.Auxiliary;
        if (IsOurs(attribute, "BlockAttribute")) return attribute.IsGenericType ? AttributeRole.Layer : AttributeRole.Block;
        for (INamedTypeSymbol? type = attribute.BaseType; type is not null; type = type.BaseType)
        {
            if (IsOurs(type, "LayerAttribute")) return AttributeRole.Layer;
        }

        return AttributeRole.Foreign;
    }

    /// <summary>Whether a layer is the use of a block.</summary>
    public static bool IsBlockUse(INamedTypeSymbol? attribute) => attribute is { IsGenericType: true } && IsOurs(attribute, "BlockAttribute");

    /// <summary>Whether a layer joins several tensors to one.</summary>
    public static bool IsCombination(INamedTypeSymbol? attribute) => attribute is not null
        && (IsOurs(attribute, "AddAttribute") || IsOurs(attribute, "MultiplyAttribute") || IsOurs(attribute, "ConcatAttribute"));

    /// <summary>Whether a type is the tensor of declarations.</summary>
    public static bool IsTensor(ITypeSymbol type) => type is INamedTypeSymbol named && IsOurs(named, "Tensor");

    /// <summary>Whether a type is one of NetGen's, by its name without type parameters.</summary>
    public static bool IsOurs(INamedTypeSymbol type, string name) =>
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

    /// <summary>The attribute that makes a class a block.</summary>
    Block,

    /// <summary>The input's shape.</summary>
    Input,

    /// <summary>A layer, or the use of a block.</summary>
    Layer,

    /// <summary>The attribute that makes a stage exist in training only.</summary>
    Auxiliary,
}
