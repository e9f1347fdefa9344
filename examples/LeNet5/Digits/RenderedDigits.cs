namespace NetGen.Examples.Digits;

/// <summary>Sets of labelled digits that are drawn here instead of read from a file.</summary>
internal static class RenderedDigits
{
    /// <summary>Draws so many digits on all processors; a seed gives the same set everywhere.</summary>
    public static ImageDataset Create(int seed, int count)
    {
        var images = new byte[count * DigitRenderer.Length];
        var labels = new byte[count];
        Parallel.For(0, count, () => new DigitRenderer(), (index, _, renderer) =>
        {
            Span<byte> image = images.AsSpan(index * DigitRenderer.Length, DigitRenderer.Length);
            labels[index] = (byte)renderer.Render(seed, index, image);
            return renderer;
        }, _ => { });
        return new ImageDataset(images, labels, new TensorShape(1, DigitRenderer.Size, DigitRenderer.Size), classes: 10);
    }
}
