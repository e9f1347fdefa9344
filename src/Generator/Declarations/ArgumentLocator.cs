using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetGen.Generator.Declarations;

/// <summary>Finds the source of an attribute's argument.</summary>
internal static class ArgumentLocator
{
    private static readonly (string Ending, string Common)[] _common =
    [
        ("Top", "Height"), ("Bottom", "Height"), ("Left", "Width"), ("Right", "Width"), ("Front", "Depth"), ("Back", "Depth"),
        ("Height", ""), ("Width", ""), ("Depth", ""),
    ];

    /// <summary>The argument, or the whole attribute when the argument is null or not written out.</summary>
    public static Location Locate(AttributeData attribute, string? argument, CancellationToken cancellation)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax) return Location.None;
        return (Place(syntax, attribute, argument) ?? (SyntaxNode)syntax).GetLocation();
    }

    /// <summary>The argument as it is written, or null where it is left out.</summary>
    public static AttributeArgumentSyntax? Find(AttributeSyntax syntax, AttributeData attribute, string argument)
    {
        int element = 0;
        int bracket = argument.IndexOf('[');
        if (bracket > 0)
        {
            element = int.Parse(argument.Substring(bracket + 1).TrimEnd(']'), CultureInfo.InvariantCulture);
            argument = argument.Substring(0, bracket);
        }

        return ByName(syntax, argument) ?? ByPosition(syntax, attribute, argument, element);
    }

    /// <summary>The argument, or the one that stands for it and for others.</summary>
    private static AttributeArgumentSyntax? Place(AttributeSyntax syntax, AttributeData attribute, string? argument) =>
        argument is null ? null : Find(syntax, attribute, argument) ?? Place(syntax, attribute, Common(argument));

    /// <summary>The argument that stands for this one and others where it is not written: Padding for PaddingHeight, that for PaddingTop.</summary>
    private static string? Common(string argument)
    {
        if (argument is "height" or "width") return "size";
        if (argument is "top" or "left" or "bottom" or "right") return "all";
        foreach ((string ending, string common) in _common)
        {
            if (argument.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return argument.Substring(0, argument.Length - ending.Length) + common;
        }

        return null;
    }

    private static AttributeArgumentSyntax? ByName(AttributeSyntax syntax, string name) =>
        syntax.ArgumentList?.Arguments.FirstOrDefault(argument =>
            (argument.NameEquals?.Name ?? argument.NameColon?.Name)?.Identifier.ValueText == name);

    private static AttributeArgumentSyntax? ByPosition(AttributeSyntax syntax, AttributeData attribute, string name, int element)
    {
        IParameterSymbol? parameter = attribute.AttributeConstructor?.Parameters.FirstOrDefault(p => p.Name == name);
        if (parameter is null || syntax.ArgumentList is not { } list) return null;
        AttributeArgumentSyntax[] positional = [.. list.Arguments.Where(argument => argument.NameEquals is null && argument.NameColon is null)];
        if (parameter.Ordinal >= positional.Length) return null;

        // The elements of a params array are arguments of their own, unless the array was written out.
        int position = parameter.Ordinal + element;
        return positional[position < positional.Length ? position : parameter.Ordinal];
    }
}
