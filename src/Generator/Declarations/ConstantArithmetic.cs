using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generator.Declarations;

/// <summary>
/// C#'s arithmetic on constants of bool, string, int, long, float and double, whose types and values decide each other in one way
/// only. What it gives is what C# gives; what it does not give may still have a value in C#, or be an error.
/// </summary>
internal static class ConstantArithmetic
{
    /// <summary>Applies a unary operator.</summary>
    public static bool TryApply(SyntaxKind kind, object? operand, out object? value)
    {
        value = (kind, operand) switch
        {
            (SyntaxKind.UnaryPlusExpression, int or long or float or double) => operand,
            (SyntaxKind.UnaryMinusExpression, int and not int.MinValue) => -(int)operand,
            (SyntaxKind.UnaryMinusExpression, long and not long.MinValue) => -(long)operand,
            (SyntaxKind.UnaryMinusExpression, float number) => -number,
            (SyntaxKind.UnaryMinusExpression, double number) => -number,
            (SyntaxKind.BitwiseNotExpression, int number) => ~number,
            (SyntaxKind.BitwiseNotExpression, long number) => ~number,
            (SyntaxKind.LogicalNotExpression, bool truth) => !truth,
            _ => null,
        };
        return value is not null;
    }

    /// <summary>Applies a binary operator to operands promoted as in C#.</summary>
    public static bool TryApply(SyntaxKind kind, object? left, object? right, out object? value)
    {
        try
        {
            value = (left, right) switch
            {
                (bool a, bool b) => OnBools(kind, a, b),
                (string a, string b) => OnStrings(kind, a, b),
                (int a, int b) => OnInts(kind, a, b),
                (long a, int b) when IsShift(kind) => Shift(kind, a, b),
                (int or long, int or long) => OnLongs(kind, Convert.ToInt64(left), Convert.ToInt64(right)),
                (int or long or float, int or long or float) => OnFloats(kind, Convert.ToSingle(left), Convert.ToSingle(right)),
                (int or long or float or double, int or long or float or double) =>
                    OnDoubles(kind, Convert.ToDouble(left), Convert.ToDouble(right)),
                _ => null,
            };
        }
        catch (ArithmeticException)
        {
            value = null;
        }

        return value is not null;
    }

    /// <summary>The value of a condition's branch in the type that both have in common.</summary>
    public static bool TryChoose(bool condition, object? whenTrue, object? whenFalse, out object? value)
    {
        value = null;
        if (whenTrue is null || whenFalse is null) return false;
        (object chosen, object other) = condition ? (whenTrue, whenFalse) : (whenFalse, whenTrue);
        return TryConvert(chosen, TypeOf(other), out value) || (TryConvert(other, TypeOf(chosen), out _) && (value = chosen) is not null);
    }

    /// <summary>Converts a value to a type as an assignment does.</summary>
    public static bool TryConvert(object? source, SpecialType type, out object? value)
    {
        value = (type, source) switch
        {
            (SpecialType.System_Int32, int) => source,
            (SpecialType.System_Int64, int or long) => Convert.ToInt64(source),
            (SpecialType.System_Single, int or long or float) => Convert.ToSingle(source),
            (SpecialType.System_Double, int or long or float or double) => Convert.ToDouble(source),
            (SpecialType.System_Boolean, bool) => source,
            (SpecialType.System_String, string) => source,
            _ => null,
        };
        return value is not null;
    }

    /// <summary>Converts a value to a type as a cast does where nothing overflows.</summary>
    public static bool TryCast(object? source, SpecialType type, out object? value)
    {
        if (TryConvert(source, type, out value)) return true;
        value = (type, source) switch
        {
            (SpecialType.System_Int32, long number) when number is >= int.MinValue and <= int.MaxValue => (int)number,
            (SpecialType.System_Int32, float or double) when IsBetween(source, int.MinValue, int.MaxValue) => (int)Convert.ToDouble(source),
            (SpecialType.System_Int64, float or double) when IsBetween(source, long.MinValue, long.MaxValue) => (long)Convert.ToDouble(source),
            (SpecialType.System_Single, double number) => (float)number,
            _ => null,
        };
        return value is not null;
    }

    /// <summary>The type of a value.</summary>
    public static SpecialType TypeOf(object value) => value switch
    {
        int => SpecialType.System_Int32,
        long => SpecialType.System_Int64,
        float => SpecialType.System_Single,
        double => SpecialType.System_Double,
        bool => SpecialType.System_Boolean,
        string => SpecialType.System_String,
        _ => SpecialType.None,
    };

    private static bool IsBetween(object source, double low, double high) => Convert.ToDouble(source) > low && Convert.ToDouble(source) < high;

    private static bool IsShift(SyntaxKind kind) =>
        kind is SyntaxKind.LeftShiftExpression or SyntaxKind.RightShiftExpression or SyntaxKind.UnsignedRightShiftExpression;

    private static object? OnBools(SyntaxKind kind, bool a, bool b) => kind switch
    {
        SyntaxKind.LogicalAndExpression or SyntaxKind.BitwiseAndExpression => a && b,
        SyntaxKind.LogicalOrExpression or SyntaxKind.BitwiseOrExpression => a || b,
        SyntaxKind.ExclusiveOrExpression or SyntaxKind.NotEqualsExpression => a != b,
        SyntaxKind.EqualsExpression => a == b,
        _ => null,
    };

    private static object? OnStrings(SyntaxKind kind, string a, string b) => kind switch
    {
        SyntaxKind.AddExpression => a + b,
        SyntaxKind.EqualsExpression => a == b,
        SyntaxKind.NotEqualsExpression => a != b,
        _ => null,
    };

    private static long Shift(SyntaxKind kind, long a, int b) => kind switch
    {
        SyntaxKind.LeftShiftExpression => a << b,
        SyntaxKind.RightShiftExpression => a >> b,
        _ => a >>> b,
    };

    private static object? OnInts(SyntaxKind kind, int a, int b) => checked(kind switch
    {
        SyntaxKind.AddExpression => a + b,
        SyntaxKind.SubtractExpression => a - b,
        SyntaxKind.MultiplyExpression => a * b,
        SyntaxKind.DivideExpression => a / b,
        SyntaxKind.ModuloExpression => a % b,
        SyntaxKind.LeftShiftExpression => a << b,
        SyntaxKind.RightShiftExpression => a >> b,
        SyntaxKind.UnsignedRightShiftExpression => a >>> b,
        SyntaxKind.BitwiseAndExpression => a & b,
        SyntaxKind.BitwiseOrExpression => a | b,
        SyntaxKind.ExclusiveOrExpression => a ^ b,
        _ => Compare(kind, a.CompareTo(b)),
    });

    private static object? OnLongs(SyntaxKind kind, long a, long b) => checked(kind switch
    {
        SyntaxKind.AddExpression => a + b,
        SyntaxKind.SubtractExpression => a - b,
        SyntaxKind.MultiplyExpression => a * b,
        SyntaxKind.DivideExpression => a / b,
        SyntaxKind.ModuloExpression => a % b,
        SyntaxKind.BitwiseAndExpression => a & b,
        SyntaxKind.BitwiseOrExpression => a | b,
        SyntaxKind.ExclusiveOrExpression => a ^ b,
        _ => Compare(kind, a.CompareTo(b)),
    });

    private static object? OnFloats(SyntaxKind kind, float a, float b) => kind switch
    {
        SyntaxKind.AddExpression => a + b,
        SyntaxKind.SubtractExpression => a - b,
        SyntaxKind.MultiplyExpression => a * b,
        SyntaxKind.DivideExpression => a / b,
        SyntaxKind.ModuloExpression => a % b,
        _ => CompareDoubles(kind, a, b),
    };

    private static object? OnDoubles(SyntaxKind kind, double a, double b) => kind switch
    {
        SyntaxKind.AddExpression => a + b,
        SyntaxKind.SubtractExpression => a - b,
        SyntaxKind.MultiplyExpression => a * b,
        SyntaxKind.DivideExpression => a / b,
        SyntaxKind.ModuloExpression => a % b,
        _ => CompareDoubles(kind, a, b),
    };

    private static object? CompareDoubles(SyntaxKind kind, double a, double b) => kind switch
    {
        SyntaxKind.EqualsExpression => a == b,
        SyntaxKind.NotEqualsExpression => a != b,
        SyntaxKind.LessThanExpression => a < b,
        SyntaxKind.LessThanOrEqualExpression => a <= b,
        SyntaxKind.GreaterThanExpression => a > b,
        SyntaxKind.GreaterThanOrEqualExpression => a >= b,
        _ => null,
    };

    private static object? Compare(SyntaxKind kind, int order) => kind switch
    {
        SyntaxKind.EqualsExpression => order == 0,
        SyntaxKind.NotEqualsExpression => order != 0,
        SyntaxKind.LessThanExpression => order < 0,
        SyntaxKind.LessThanOrEqualExpression => order <= 0,
        SyntaxKind.GreaterThanExpression => order > 0,
        SyntaxKind.GreaterThanOrEqualExpression => order >= 0,
        _ => null,
    };
}
