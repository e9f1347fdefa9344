using System;
using System.Globalization;

namespace NetGen.Generator.Graph;

/// <summary>Writes numbers in messages: the same in every culture, with commas between the thousands of large ones.</summary>
internal static class Sentence
{
    public static string Of(FormattableString text)
    {
        object?[] arguments = text.GetArguments();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is long number) arguments[i] = Write(number);
        }

        return string.Format(CultureInfo.InvariantCulture, text.Format, arguments);
    }

    private static string Write(long number) =>
        number == long.MaxValue ? "more than 9×10¹⁸" : number.ToString("#,0", CultureInfo.InvariantCulture);
}
