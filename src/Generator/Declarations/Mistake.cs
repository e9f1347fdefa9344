using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Declarations;

/// <summary>
/// Something wrong in a declaration. It lives only while a declaration is read; the analyzer asks it for its location, the
/// generator keeps no more than its sentence.
/// </summary>
/// <param name="Descriptor">The diagnostic.</param>
/// <param name="Locate">Finds the code to underline.</param>
/// <param name="Arguments">Of the diagnostic's message.</param>
internal sealed record Mistake(
    DiagnosticDescriptor Descriptor, Func<CancellationToken, Location> Locate, ImmutableArray<object> Arguments)
{
    /// <summary>Finds a second place that the message speaks of, or null.</summary>
    public Func<CancellationToken, Location>? LocateOther { get; init; }

    /// <summary>The diagnostic as one line of text.</summary>
    public string Text =>
        Descriptor.Id + ": " + string.Format(CultureInfo.InvariantCulture, Descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture), [.. Arguments]);

    /// <summary>The diagnostic at its place in the source.</summary>
    public Diagnostic ToDiagnostic(CancellationToken cancellation) =>
        Diagnostic.Create(
        Descriptor, Locate(cancellation), LocateOther is null ? [] : [LocateOther(cancellation)], [.. Arguments]);
}
