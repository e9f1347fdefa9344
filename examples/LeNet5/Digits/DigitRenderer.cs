namespace NetGen.Examples.Digits;

/// <summary>Draws handwritten-like digits: light strokes on a dark ground, 28×28 bytes, a pure function of seed and index.</summary>
internal sealed class DigitRenderer
{
    /// <summary>Rows and columns of an image.</summary>
    public const int Size = 28;

    /// <summary>Bytes of an image.</summary>
    public const int Length = Size * Size;

    private const int StepsPerCurve = 5;

    private readonly float[] _ink = new float[Length];

    /// <summary>Draws the image of a seed and an index, and returns the digit that it shows.</summary>
    public int Render(int seed, int index, Span<byte> image)
    {
        var dice = Dice.For(seed, index);
        int digit = dice.Pick(10);
        PenPoint[][][] forms = Glyphs.All[digit];
        PenPoint[][] form = forms[dice.Pick(forms.Length)];
        var hand = new Handwriting(ref dice);
        var pen = new Pen(_ink, dice.Between(0.75f, 1.9f));
        Array.Clear(_ink);
        foreach (PenPoint[] stroke in form) Draw(stroke, hand, ref pen, ref dice);
        Develop(image, ref dice);
        return digit;
    }

    /// <summary>A Catmull–Rom curve through the stroke's points, each moved a little, as straight lines.</summary>
    private static void Draw(PenPoint[] stroke, Handwriting hand, ref Pen pen, ref Dice dice)
    {
        Span<PenPoint> points = stackalloc PenPoint[stroke.Length];
        for (int i = 0; i < points.Length; i++)
        {
            PenPoint point = stroke[i];
            points[i] = point with { X = point.X + dice.Around(1.8f), Y = point.Y + dice.Around(1.8f) };
        }

        (float startX, float startY) = hand.Place(points[0].X, points[0].Y);
        pen.MoveTo(startX, startY);
        for (int i = 0; i + 1 < points.Length; i++)
        {
            PenPoint from = points[i], to = points[i + 1];
            PenPoint before = i == 0 || from.Corner ? from : points[i - 1];
            PenPoint behind = i + 2 == points.Length || to.Corner ? to : points[i + 2];
            pen.Press(dice.Around(0.08f));
            for (int step = 1; step <= StepsPerCurve; step++)
            {
                float t = step / (float)StepsPerCurve;
                (float x, float y) = hand.Place(
                    CatmullRom(before.X, from.X, to.X, behind.X, t), CatmullRom(before.Y, from.Y, to.Y, behind.Y, t));
                pen.LineTo(x, y);
            }
        }
    }

    private static float CatmullRom(float before, float from, float to, float behind, float t)
    {
        float slope = to - before, bend = (2 * before) - (5 * from) + (4 * to) - behind;
        float twist = (3 * (from - to)) + behind - before;
        return from + (0.5f * t * (slope + (t * (bend + (t * twist)))));
    }

    /// <summary>Ink to grey: how black the pen writes, and the grain of paper and scanner.</summary>
    private void Develop(Span<byte> image, ref Dice dice)
    {
        float strength = dice.Between(185, 255), grain = MathF.Max(0, dice.Between(-6, 14));
        for (int i = 0; i < Length; i++)
        {
            image[i] = (byte)Math.Clamp((_ink[i] * strength) + dice.Around(grain), 0, 255);
        }
    }
}
