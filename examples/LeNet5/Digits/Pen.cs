namespace NetGen.Examples.Digits;

/// <summary>A round pen on 28×28 pixels. A pixel's ink is how much of it, seen along the nearest stroke, the pen covers.</summary>
internal struct Pen
{
    private readonly float[] _ink;
    private readonly float _nominalRadius;
    private float _x, _y, _radius, _targetRadius;

    public Pen(float[] ink, float radius)
    {
        _ink = ink;
        _nominalRadius = _radius = _targetRadius = radius;
    }

    /// <summary>Sets the pen down.</summary>
    public void MoveTo(float x, float y) => (_x, _y) = (x, y);

    /// <summary>From here on the line grows by this fraction of its width, little by little.</summary>
    public void Press(float change) => _targetRadius = _nominalRadius * (1 + change);

    /// <summary>Draws a straight line with round ends.</summary>
    public void LineTo(float x, float y)
    {
        _radius += 0.3f * (_targetRadius - _radius);
        float reach = _radius + 0.5f;
        int left = Pixel(MathF.Min(_x, x) - reach), right = Pixel(MathF.Max(_x, x) + reach);
        int top = Pixel(MathF.Min(_y, y) - reach), bottom = Pixel(MathF.Max(_y, y) + reach);
        float dx = x - _x, dy = y - _y;
        float perLength = 1 / MathF.Max((dx * dx) + (dy * dy), 1e-6f);
        for (int row = top; row <= bottom; row++)
        {
            float v = row + 0.5f - _y;
            for (int column = left; column <= right; column++)
            {
                float u = column + 0.5f - _x;
                float along = Math.Clamp(((u * dx) + (v * dy)) * perLength, 0, 1);
                float offX = u - (along * dx), offY = v - (along * dy);
                float cover = MathF.Min(reach - MathF.Sqrt((offX * offX) + (offY * offY)), 1);
                ref float pixel = ref _ink[(row * DigitRenderer.Size) + column];
                pixel = MathF.Max(pixel, cover);
            }
        }

        (_x, _y) = (x, y);
    }

    private static int Pixel(float position) => Math.Clamp((int)position, 0, DigitRenderer.Size - 1);
}
