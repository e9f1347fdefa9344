namespace NetGen.Examples.Digits;

/// <summary>
/// How one digit is distorted from the form in the book to what a hand wrote: slant, rotation, size and place, and an
/// elastic field of three slow waves. All of it moves the pen's path, not pixels, so the edges stay sharp.
/// </summary>
internal readonly struct Handwriting
{
    private const int Waves = 3;
    private const float CenterX = 30, CenterY = 50;

    private readonly float _xx, _xy, _yx, _yy, _offsetX, _offsetY;
    private readonly WaveField _field;

    public Handwriting(ref Dice dice)
    {
        float height = dice.Between(0.165f, 0.225f);
        float width = height * dice.Between(0.75f, 1.2f);
        float angle = dice.Around(0.11f), slant = dice.Around(0.2f) + 0.08f;
        float cos = MathF.Cos(angle), sin = MathF.Sin(angle);
        _xx = width * cos;
        _xy = (-height * sin) - (width * slant * cos);
        _yx = width * sin;
        _yy = (height * cos) - (width * slant * sin);
        _offsetX = 14 + dice.Around(0.9f);
        _offsetY = 14 + dice.Around(0.9f);
        _field = new WaveField(ref dice);
    }

    /// <summary>From the glyph's box to pixels of a 28×28 image.</summary>
    public (float X, float Y) Place(float x, float y)
    {
        (float dx, float dy) = _field.At(x, y);
        float u = x + dx - CenterX, v = y + dy - CenterY;
        return (_offsetX + (_xx * u) + (_xy * v), _offsetY + (_yx * u) + (_yy * v));
    }

    /// <summary>Sine waves in random directions, a wavelength of about the glyph's height.</summary>
    private readonly struct WaveField
    {
        private readonly Wave[] _waves = new Wave[Waves];

        public WaveField(ref Dice dice)
        {
            for (int i = 0; i < Waves; i++)
            {
                _waves[i] = new Wave(
                    dice.Around(0.05f), dice.Around(0.05f), dice.Between(0, MathF.Tau), dice.Around(2.8f), dice.Around(2.8f));
            }
        }

        public (float X, float Y) At(float x, float y)
        {
            float dx = 0, dy = 0;
            foreach (Wave wave in _waves)
            {
                float height = MathF.Sin((wave.FrequencyX * x) + (wave.FrequencyY * y) + wave.Phase);
                dx += wave.PushX * height;
                dy += wave.PushY * height;
            }

            return (dx, dy);
        }
    }

    private readonly record struct Wave(float FrequencyX, float FrequencyY, float Phase, float PushX, float PushY);
}
