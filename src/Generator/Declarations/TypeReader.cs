using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Support;

namespace NetGen.Generator.Declarations;

/// <summary>Reads what kind of class carries the attributes, and whether a network can be added to it.</summary>
internal static class TypeReader
{
    /// <summary>Reads the class and reports what is wrong with it.</summary>
    public static TypeDeclaration Read(INamedTypeSymbol type, Action<Mistake> report, CancellationToken cancellation)
    {
        INamedTypeSymbol[] containers = [.. ContainersOf(type)];
        foreach (Mistake mistake in MistakesOf(type, containers, cancellation)) report(mistake);
        return Declare(type, cancellation);
    }

    /// <summary>Why stages of a class cannot be given bodies, or null.</summary>
    public static string? ReasonAgainstStages(INamedTypeSymbol type, CancellationToken cancellation)
    {
        INamedTypeSymbol[] all = [.. ContainersOf(type), type];
        if (all.FirstOrDefault(t => !IsPartial(t, cancellation)) is { } whole) return $"'{whole.Name}' is not partial";
        if (all.FirstOrDefault(t => t.TypeParameters.Length > 0) is { } generic) return $"'{generic.Name}' is generic";
        if (all.FirstOrDefault(t => t.IsFileLocal) is { } local) return $"'{local.Name}' is file-local";
        return type.IsRecord ? "it is a record" : type.IsStatic ? "it is static, and a static class cannot be named in Block<…>: make it abstract" : null;
    }

    /// <summary>What must be known of a class to write another part of it.</summary>
    public static TypeDeclaration Declare(INamedTypeSymbol type, CancellationToken cancellation)
    {
        INamedTypeSymbol[] containers = [.. ContainersOf(type)];
        return new TypeDeclaration(
            NameOf(type.ContainingNamespace),
            containers.Select(ToContainingType).ToEquatableArray(),
            type.Name,
            TypeParametersOf(type),
            FormOf(type, containers, cancellation));
    }

    /// <summary>The name without the @ of keywords, unlike the compiler's own way to write it.</summary>
    private static string NameOf(INamespaceSymbol name) =>
        name.IsGlobalNamespace ? ""
        : name.ContainingNamespace.IsGlobalNamespace ? name.Name
        : NameOf(name.ContainingNamespace) + "." + name.Name;

    private static IEnumerable<INamedTypeSymbol> ContainersOf(INamedTypeSymbol type) =>
        type.ContainingType is { } container ? ContainersOf(container).Append(container) : [];

    private static IEnumerable<Mistake> MistakesOf(INamedTypeSymbol type, INamedTypeSymbol[] containers, CancellationToken cancellation)
    {
        if (!IsPartial(type, cancellation)) yield return At(type, Descriptors.NotPartial, type.Name);
        foreach (INamedTypeSymbol container in containers.Where(container => !IsPartial(container, cancellation)))
        {
            yield return At(container, Descriptors.ContainerNotPartial, type.Name, container.Name);
        }

        if (containers.Append(type).FirstOrDefault(t => t.TypeParameters.Length > 0) is { } generic)
        {
            yield return At(generic, Descriptors.Generic, type.Name, generic.Name);
        }

        if (type.IsStatic || type.IsAbstract) yield return At(type, Descriptors.AbstractOrStatic, type.Name, type.IsStatic ? "static" : "abstract");
        if (type.IsRecord) yield return At(type, Descriptors.Record, type.Name);
        if (containers.Append(type).Any(t => t.IsFileLocal)) yield return At(type, Descriptors.FileLocal, type.Name);
        if (SurfaceNames.Reserved.Contains(type.Name)) yield return At(type, Descriptors.ReservedName, type.Name);
        if (ConstructionMistake(type, cancellation) is { } mistake) yield return mistake;
    }

    private static Mistake? ConstructionMistake(INamedTypeSymbol type, CancellationToken cancellation)
    {
        SyntaxToken? constructor = FreeConstructor(type, cancellation);
        if (ReasonForMore(type) is { } reason)
        {
            // A class without any constructor gets one from the compiler, which then complains of the base class itself.
            return constructor is null && BaseNeedsArguments(type) ? null : At(type, Descriptors.NeedsMore, type.Name, reason);
        }

        return type.IsRecord || constructor is not { } free ? null : new Mistake(Descriptors.Constructor, _ => free.GetLocation(), [type.Name]);
    }

    /// <summary>What a new instance needs beside a seed, or null.</summary>
    private static string? ReasonForMore(INamedTypeSymbol type)
    {
        if (BaseNeedsArguments(type)) return $"its base class '{type.BaseType!.Name}' has no constructor without arguments";
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            ISymbol? required = t.GetMembers().FirstOrDefault(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true });
            if (required is not null) return $"'{required.Name}' is required";
        }

        return null;
    }

    private static bool BaseNeedsArguments(INamedTypeSymbol type) =>
        type.BaseType is { TypeKind: TypeKind.Class } parent
        && !parent.InstanceConstructors.Any(constructor =>
            constructor.DeclaredAccessibility != Accessibility.Private
            && constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams));

    private static Mistake At(INamedTypeSymbol type, DiagnosticDescriptor descriptor, params object[] arguments) =>
        new(descriptor, cancellation => NameLocation(type, cancellation), [.. arguments]);

    private static Location NameLocation(INamedTypeSymbol type, CancellationToken cancellation) =>
        Declarations(type, cancellation).FirstOrDefault()?.Identifier.GetLocation() ?? Location.None;

    private static IEnumerable<TypeDeclarationSyntax> Declarations(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(cancellation)).OfType<TypeDeclarationSyntax>();

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) =>
        Declarations(type, cancellation).Any(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    /// <summary>A constructor that would leave the network without its memory, because it does not call the generated one.</summary>
    private static SyntaxToken? FreeConstructor(INamedTypeSymbol type, CancellationToken cancellation)
    {
        foreach (TypeDeclarationSyntax declaration in Declarations(type, cancellation))
        {
            if (declaration.ParameterList is not null) return declaration.Identifier;
            ConstructorDeclarationSyntax? free = declaration.Members.OfType<ConstructorDeclarationSyntax>().FirstOrDefault(constructor =>
                !constructor.Modifiers.Any(SyntaxKind.StaticKeyword)
                && !constructor.Initializer.IsKind(SyntaxKind.ThisConstructorInitializer)
                && !IsGenerated(constructor));
            if (free is not null) return free.Identifier;
        }

        return null;
    }

    /// <summary>The analyzer sees the generated part too; its constructors carry <see cref="System.CodeDom.Compiler.GeneratedCodeAttribute"/>.</summary>
    private static bool IsGenerated(ConstructorDeclarationSyntax constructor) =>
        constructor.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.ToString() == SurfaceNames.GeneratedCode);

    private static TypeForm FormOf(INamedTypeSymbol type, INamedTypeSymbol[] containers, CancellationToken cancellation)
    {
        bool closed = containers.Append(type).Any(t => !IsPartial(t, cancellation) || t.IsFileLocal);
        if (closed || SurfaceNames.Reserved.Contains(type.Name)) return TypeForm.Closed;
        if (type.IsRecord) return TypeForm.Record;
        if (type.IsStatic) return TypeForm.Static;
        bool primary = Declarations(type, cancellation).Any(declaration => declaration.ParameterList is not null);
        return primary || BaseNeedsArguments(type) ? TypeForm.NoConstructor : TypeForm.Class;
    }

    private static ContainingType ToContainingType(INamedTypeSymbol type)
    {
        string keyword = type.TypeKind switch
        {
            TypeKind.Interface => "interface",
            TypeKind.Struct => type.IsRecord ? "record struct" : "struct",
            _ => type.IsRecord ? "record" : "class",
        };
        return new ContainingType(keyword, type.Name, TypeParametersOf(type));
    }

    private static string TypeParametersOf(INamedTypeSymbol type) => type.TypeParameters.Length == 0 ? ""
        : "<" + string.Join(", ", type.TypeParameters.Select(parameter => TypeDeclaration.Escape(parameter.Name))) + ">";
}
