using System.Globalization;

namespace NetGen.Generator.Tests.Declarations;

/// <summary>
/// Draws constant expressions of C# over the constants of a block: of every primitive type and two enumerations, with all
/// operators, casts, contexts and ways to name a constant. Most have a value; some overflow, or do not compile.
/// </summary>
internal sealed class RandomExpressions(Random random)
{
    private static readonly string[] _integers = ["sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong"];
    private static readonly string[] _numbers = [.. _integers, "char", "float", "double", "decimal"];
    private static readonly string[] _usual = ["int", "int", "int", "double", "bool", "string", "long", "float"];
    private static readonly string[] _comparisons = ["==", "!=", "<", "<=", ">", ">="];

    private bool _isUsual;

    /// <summary>The types of constants; each has two constants of its own, such as byte0 and byte1.</summary>
    public static string[] Types { get; } = [.. _numbers, "bool", "string", "Color", "Flags"];

    /// <summary>The name of one of a type's constants.</summary>
    public static string NameOf(string type, int index) => string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(type[0])}{type[1..]}{index}");

    /// <summary>An expression whose value an attribute can take, which decimals are not; one in three of the types that layers take.</summary>
    public string Next()
    {
        _isUsual = random.Next(3) == 0;
        string type = AnyType();
        return type == "decimal" ? $"(double)({Draw(type, 3)})" : Draw(type, random.Next(1, 4));
    }

    /// <summary>A value as it is written in source.</summary>
    public string Value(string type) => type switch
    {
        "bool" => Pick("true", "false"),
        "char" => Pick("'a'", "'\\u0000'", "'\\uffff'", "'7'"),
        "string" => Pick("\"\"", "\"x\"", "\"a\\\"b{}\\n\"", "null", "\"C0\""),
        "float" => Pick("0f", "1.5f", "-2.25f", "1e20f", "3.4028235e38f", "0.1f", "float.NaN", "float.NegativeInfinity", "-0f", "16777217f"),
        "double" => Pick("0.0", "1.5", "-2.25", "1e200", "0.1", "double.NaN", "double.PositiveInfinity", "-0.0", "4294967296.5", "1e18"),
        "decimal" => Pick("0m", "1.5m", "-2.25m", "0.1m", "79228162514264337593543950335m", "100m"),
        "Color" => Pick("Color.Red", "Color.Green", "(Color)77", "(Color)(-1)", "0"),
        "Flags" => Pick("Flags.A", "Flags.B", "(Flags)255", "0", "Flags.A | Flags.B"),
        _ => Integer(type),
    };

    private string Draw(string type, int depth)
    {
        if (depth == 0 || random.Next(6) == 0) return Leaf(type);
        return random.Next(10) switch
        {
            0 => $"({Draw("bool", depth - 1)} ? {Draw(type, depth - 1)} : {Draw(type, depth - 1)})",
            1 when IsNumber(type) => $"({type})({Draw(Number(), depth - 1)})",
            2 when IsNumber(type) && !_isUsual => $"unchecked(({type})({Draw(Number(), depth - 1)}))",
            3 when IsNumber(type) && !_isUsual => $"checked(({type})({Draw(type, depth - 1)} {Pick("+", "-", "*")} {Draw(type, depth - 1)}))",
            4 => $"({Draw(type, depth - 1)})",
            _ => Composite(type, depth - 1),
        };
    }

    private string Composite(string type, int depth) => type switch
    {
        "bool" => Condition(depth),
        "string" => Text(depth),
        "Color" or "Flags" => Enumeration(type, depth),
        "float" or "double" or "decimal" => $"({Draw(type, depth)} {Pick("+", "-", "*", "/", "%")} {Draw(Pick(type, type, "int", "byte"), depth)})",
        _ => Arithmetic(type, depth),
    };

    private string Condition(int depth)
    {
        string type = AnyType();
        return random.Next(6) switch
        {
            0 => $"!{Draw("bool", depth)}",
            1 => $"({Draw("bool", depth)} {Pick("&&", "||", "&", "|", "^", "==", "!=")} {Draw("bool", depth)})",
            2 => $"({Draw(Number(), depth)} {Pick(_comparisons)} {Draw(Number(), depth)})",
            _ when type is "bool" or "string" => $"({Draw(type, depth)} {Pick("==", "!=")} {Draw(type, depth)})",
            _ => $"({Draw(type, depth)} {Pick(_comparisons)} {Draw(type, depth)})",
        };
    }

    private string Text(int depth) => random.Next(4) switch
    {
        0 => $"({Draw("string", depth)} + {Draw("string", depth)})",
        1 => $"$\"a{{{Draw("string", 0)}}}_{{{Draw("string", 0)}}}\"",
        2 => $"$@\"{{{{{{{Draw("string", 0)}}}\"",
        _ => $"nameof({NameOf(Pick(Types), random.Next(2))})",
    };

    private string Enumeration(string type, int depth) => random.Next(5) switch
    {
        0 => $"({Draw(type, depth)} {Pick("|", "&", "^")} {Draw(type, depth)})",
        1 => $"({Draw(type, depth)} {Pick("+", "-")} {Draw(type == "Color" ? "int" : "byte", 0)})",
        2 => $"({type})({Draw(Pick(_integers), depth)})",
        3 => $"unchecked(({type})({Draw(Number(), depth)}))",
        _ => $"~{Draw(type, 0)}",
    };

    /// <summary>The operators give int at least, so that a smaller type is cast; now and then it is left as it is.</summary>
    private string Arithmetic(string type, int depth)
    {
        string sum = random.Next(8) switch
        {
            0 => $"({Pick("-", "+", "~")}{Draw(type, 0)})",
            1 => $"({Draw(type, depth)} {Pick("<<", ">>", ">>>")} {Draw(Pick("int", "byte", "short"), 0)})",
            2 => $"({Draw(type, depth)} {Pick("&", "|", "^")} {Draw(Pick(type, AnyInteger()), depth)})",
            3 => $"({Draw("Color", 0)} - {Draw("Color", 0)})",
            _ => $"({Draw(type, depth)} {Pick("+", "-", "*", "/", "%")} {Draw(Pick(type, type, AnyInteger()), depth)})",
        };
        return type == "int" || random.Next(8) == 0 ? sum : $"({type}){sum}";
    }

    private string Leaf(string type)
    {
        if (random.Next(4) == 0) return random.Next(6) == 0 ? Oddity(type) : Literal(type);
        return (_isUsual ? "" : Pick("", "", "", "Part.", "Shop.Part.", "global::Shop.Part.", "Alias.")) + NameOf(type, random.Next(2));
    }

    private string Oddity(string type) => type switch
    {
        "int" => Pick("sizeof(ulong)", "sizeof(Color)", "Elsewhere.Twice", "Derived", "(int)Counted.Second", "Generic<int>.Half", "default"),
        "string" => Pick("Joined", "nameof(Elsewhere)", "default(string)"),
        "double" => Pick("DerivedDouble", "double.Epsilon", "System.Math.PI"),
        _ => $"default({type})",
    };

    private string Literal(string type) => type switch
    {
        "int" => random.Next(-5, 70).ToString(CultureInfo.InvariantCulture).Replace("-", "- ", StringComparison.Ordinal),
        "uint" or "ulong" or "long" => random.Next(70).ToString(CultureInfo.InvariantCulture) + Pick(type == "uint" ? "u" : type == "long" ? "L" : "UL"),
        "sbyte" or "byte" or "short" or "ushort" => $"({type}){random.Next(100)}",
        _ => $"({Value(type)})",
    };

    private string Integer(string type)
    {
        string extreme = $"{type}.{Pick("MinValue", "MaxValue")}";
        return Pick("0", "1", "2", "3", "5", "8", "16", "31", "33", "64", "100", "127", type is "byte" or "ushort" or "uint" or "ulong" ? "7" : "-7", extreme);
    }

    private string AnyType() => _isUsual ? Pick(_usual) : Pick(Types);

    private string Number() => _isUsual ? Pick("int", "double", "float", "long") : Pick(_numbers);

    private string AnyInteger() => _isUsual ? Pick("int", "long") : Pick(_integers);

    private static bool IsNumber(string type) => Array.IndexOf(_numbers, type) >= 0;

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
