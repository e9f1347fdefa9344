using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generator.Declarations;

/// <summary>A constant as C# sees it.</summary>
/// <param name="Type">Its type; null for the literal null.</param>
/// <param name="Value">Its value; the number of an enumeration's member.</param>
internal readonly record struct Constant(ITypeSymbol? Type, object? Value)
{
    private bool IsZero => IsInteger(Type!.SpecialType) && System.Convert.ToDecimal(Value, CultureInfo.InvariantCulture) == 0;

    /// <summary>The constant as it is written in messages.</summary>
    public override string ToString()
    {
        if (Type is { TypeKind: TypeKind.Enum })
        {
            foreach (ISymbol member in Type.GetMembers())
            {
                if (member is IFieldSymbol { HasConstantValue: true } field && Equals(Value, field.ConstantValue)) return Type.Name + "." + field.Name;
            }
        }

        return Value is null ? "null" : SymbolDisplay.FormatPrimitive(Value, quoteStrings: true, useHexadecimalNumbers: false) ?? "null";
    }

    /// <summary>Converts it to a type without a cast, as C# converts what initialises a constant.</summary>
    public bool TryConvert(ITypeSymbol target, Compilation compilation, out object? value)
    {
        value = null;
        if (Type is null || Value is null) return Value is null && target.IsReferenceType;
        if (IsSame(Type, target)) value = Value;
        else if (target is INamedTypeSymbol { EnumUnderlyingType: { } number }) value = IsZero ? Number(0m, number.SpecialType) : null;
        else if (ConvertsTo(target, compilation)) value = Number(Value, target.SpecialType);
        return value is not null;
    }

    /// <summary>By their types, or because an int that is constant fits into every type of integers that holds its value.</summary>
    private bool ConvertsTo(ITypeSymbol target, Compilation compilation) =>
        (Type!.SpecialType == SpecialType.System_Int32 && IsInteger(target.SpecialType))
        || (Type.SpecialType == SpecialType.System_Int64 && target.SpecialType == SpecialType.System_UInt64)
        || ((CSharpCompilation)compilation).ClassifyConversion(Type, target) is { IsImplicit: true, IsNumeric: true };

    /// <summary>Symbols of one type differ between compilations, of which a network's blocks may have several.</summary>
    private static bool IsSame(ITypeSymbol a, ITypeSymbol b) =>
        SymbolEqualityComparer.Default.Equals(a, b)
        || (a.GetDocumentationCommentId() == b.GetDocumentationCommentId() && Equals(a.ContainingAssembly?.Identity, b.ContainingAssembly?.Identity));

    private static bool IsInteger(SpecialType type) => type is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;

    /// <summary>The number as a value of a type, or null where it does not fit.</summary>
    private static object? Number(object value, SpecialType type)
    {
        if (type == SpecialType.System_Double) return value is char letter ? (double)letter : System.Convert.ToDouble(value, CultureInfo.InvariantCulture);
        if (type == SpecialType.System_Single) return value is char sign ? (float)sign : System.Convert.ToSingle(value, CultureInfo.InvariantCulture);
        decimal number = value is char character ? character : System.Convert.ToDecimal(value, CultureInfo.InvariantCulture);
        return type switch
        {
            SpecialType.System_SByte when number is >= sbyte.MinValue and <= sbyte.MaxValue => (sbyte)number,
            SpecialType.System_Byte when number is >= byte.MinValue and <= byte.MaxValue => (byte)number,
            SpecialType.System_Int16 when number is >= short.MinValue and <= short.MaxValue => (short)number,
            SpecialType.System_UInt16 when number is >= ushort.MinValue and <= ushort.MaxValue => (ushort)number,
            SpecialType.System_Int32 when number is >= int.MinValue and <= int.MaxValue => (int)number,
            SpecialType.System_UInt32 when number is >= uint.MinValue and <= uint.MaxValue => (uint)number,
            SpecialType.System_Int64 when number is >= long.MinValue and <= long.MaxValue => (long)number,
            SpecialType.System_UInt64 when number is >= ulong.MinValue and <= ulong.MaxValue => (object)(ulong)number,
            SpecialType.System_Decimal => number,
            _ => null,
        };
    }
}
