namespace NetGen.Runtime.Tests.Fakes;

/// <summary>What can happen to a file.</summary>
internal static class Corruptions
{
    /// <summary>The file cut off before every byte.</summary>
    public static IEnumerable<byte[]> Truncations(byte[] content) => Enumerable.Range(0, content.Length).Select(length => content[..length]);

    /// <summary>The file with each of the first bytes replaced by several others.</summary>
    public static IEnumerable<byte[]> Flips(byte[] content, int length)
    {
        for (int i = 0; i < length; i++)
        {
            foreach (byte mask in new byte[] { 0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xFF })
            {
                byte[] copy = [.. content];
                copy[i] ^= mask;
                yield return copy;
            }
        }
    }
}
