using System.Globalization;

namespace NetGen.Examples.Digits;

/// <summary>A point that a pen passes; at a corner the curve before it does not blend into the curve behind it.</summary>
internal readonly record struct PenPoint(float X, float Y, bool Corner);

/// <summary>
/// The ways in which each digit is written. A form is a line of strokes, divided by <c>|</c>; a stroke is a smooth curve
/// through its points x,y on a box 60 wide and 100 high, y down; <c>*</c> marks a corner.
/// </summary>
internal static class Glyphs
{
    private static readonly string[][] _forms =
    [
        [
            "30,0 8,16 0,50 8,84 30,100 52,84 60,50 52,16 30,0",
            "42,4 18,8 3,40 8,80 30,98 54,76 58,35 42,8 22,6",
            "24,3 6,30 4,66 22,98 46,90 58,56 52,20 34,2 16,12",
            "34,0 14,22 10,62 24,98 44,82 50,40 40,8 28,2",
            "10,20 2,60 20,98 46,94 60,54 50,12 26,0 8,24",
        ],
        [
            "30,0 30,100",
            "12,22 32,0* 32,100",
            "10,24 32,0* 32,100 | 8,100 56,100",
            "36,0 26,100",
            "18,16 34,0* 30,100",
            "28,0 32,50 28,100",
        ],
        [
            "6,24 14,6 32,0 52,10 54,32 36,62 4,98* 34,96 62,98",
            "8,22 24,2 48,8 52,34 34,68 12,94 4,86 14,76 34,88 62,96",
            "4,14 28,0 54,16 46,46 22,74 2,100* 60,100",
            "6,8 30,2 52,10 44,40 4,96* 60,92",
            "4,20 24,0 48,6 48,34 20,78 6,98 2,88 18,82 40,98 60,88",
        ],
        [
            "6,14 26,0 50,8 50,32 24,46* 52,56 58,80 34,100 4,90",
            "6,4 54,4* 24,40* 50,50 58,76 36,98 4,90",
            "8,10 34,0 52,18 40,40 20,46 42,52 58,74 36,100 6,92",
            "4,16 24,0 48,12 40,38 20,44* 46,50 54,76 30,100 0,84",
            "8,6 40,2 50,20 18,44* 44,44 58,66 44,94 4,100",
        ],
        [
            "14,0 4,56* 60,54 | 46,20 44,100",
            "44,100 44,0* 2,66* 62,66",
            "18,4 6,50 20,60 58,50 | 54,4 44,100",
            "36,0 4,60* 60,62 | 42,34 40,100",
            "10,2 8,46 24,54 54,44 | 54,0 50,50 52,100",
        ],
        [
            "52,2 12,2* 8,44* 34,36 58,62 42,94 4,96",
            "12,4 8,46* 36,40 56,66 38,98 4,90 | 12,4 56,2",
            "54,4 20,6 8,36 32,46 54,68 36,98 4,92",
            "50,0 14,6* 14,46* 44,46 54,78 22,100 0,88",
            "56,0 18,4* 12,42* 38,42 50,70 24,96 0,98",
        ],
        [
            "46,2 18,26 4,66 20,98 48,92 54,68 34,52 8,68",
            "36,0 10,40 4,76 24,100 50,84 44,58 20,58 6,78",
            "24,0 6,48 6,86 32,100 56,80 44,58 18,62 6,80",
            "52,6 22,10 4,50 8,88 34,100 56,78 42,54 12,64",
            "40,0 14,34 2,72 16,98 42,96 50,72 30,58 10,80",
        ],
        [
            "2,4 58,2* 22,100",
            "2,6 56,4* 36,48 26,100 | 12,52 54,48",
            "4,18 6,2* 58,4* 34,50 24,100",
            "2,8 30,2 56,8 44,40 18,98",
            "4,4 56,4* 26,100 | 14,50 52,50",
        ],
        [
            "48,14 26,0 8,20 28,44 52,70 36,100 8,84 16,58 40,40 52,16 40,4",
            "30,0 10,10 10,36 30,46 50,36 50,10 30,0 | 30,46 6,60 4,88 30,100 56,88 54,60 30,46",
            "54,8 28,0 10,18 30,46 54,78 30,100 6,80 28,50 54,10",
            "30,46 10,26 26,2 50,14 44,36 20,54 4,80 26,100 54,84 48,60 28,46",
            "50,10 22,2 10,24 44,58 48,86 22,100 6,82 24,52 52,22 40,2",
        ],
        [
            "52,18 30,0 6,20 14,44 38,46 52,16* 50,100",
            "50,20 28,2 6,26 24,50 50,24* 48,70 30,100 8,94",
            "46,10 20,4 6,30 26,48 50,28 54,8* 40,100",
            "54,24 36,0 8,16 12,42 40,46 54,22 52,64 36,98",
            "50,12 26,0 8,22 22,46 48,32 52,10* 44,56 26,100",
        ],
    ];

    /// <summary>For each digit its forms, each a list of strokes.</summary>
    public static PenPoint[][][][] All { get; } =
        Array.ConvertAll(_forms, forms => Array.ConvertAll(forms, ParseForm));

    private static PenPoint[][] ParseForm(string form) =>
        Array.ConvertAll(form.Split('|', StringSplitOptions.TrimEntries), ParseStroke);

    private static PenPoint[] ParseStroke(string stroke) => Array.ConvertAll(stroke.Split(' '), ParsePoint);

    private static PenPoint ParsePoint(string point)
    {
        string[] parts = point.TrimEnd('*').Split(',');
        return new PenPoint(
            float.Parse(parts[0], CultureInfo.InvariantCulture),
            float.Parse(parts[1], CultureInfo.InvariantCulture),
            point.EndsWith('*'));
    }
}
