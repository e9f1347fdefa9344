namespace NetGen.Examples.Images;

/// <summary>A colour; 0 is none and 1 is all of it.</summary>
internal readonly record struct Rgb(float Red, float Green, float Blue)
{
    /// <summary>A grey.</summary>
    public Rgb(float level)
        : this(level, level, level)
    {
    }

    /// <summary>How bright it looks: 0.299 red + 0.587 green + 0.114 blue. A grey's is its level, to the last bit.</summary>
    public float Luma => Green + (0.299f * (Red - Green)) + (0.114f * (Blue - Green));

    /// <summary>Laid over white paper, which an alpha of 0 shows and an alpha of 1 hides.</summary>
    public Rgb OnWhite(float alpha) => new(OnWhite(Red, alpha), OnWhite(Green, alpha), OnWhite(Blue, alpha));

    private static float OnWhite(float level, float alpha) => (level * alpha) + 1 - alpha;
}
