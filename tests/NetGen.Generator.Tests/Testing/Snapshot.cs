using System.Runtime.CompilerServices;
using System.Text;

namespace NetGen.Generator.Tests.Testing;

/// <summary>
/// Compares text with a file beside the test, by the conventions of Verify: <c>Class.Method.verified.txt</c> is committed,
/// <c>Class.Method.received.txt</c> is what a failed test leaves; renaming the one to the other accepts it.
/// </summary>
internal static class Snapshot
{
    public static void Verify(string text, [CallerFilePath] string file = "", [CallerMemberName] string method = "")
    {
        string stem = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{method}");
        string verifiedPath = stem + ".verified.txt";
        string receivedPath = stem + ".received.txt";
        string received = Normalize(text);
        string verified = File.Exists(verifiedPath) ? Normalize(File.ReadAllText(verifiedPath)) : "";
        if (received == verified && received.Length > 0)
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, received, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        Assert.Fail($"{Path.GetFileName(receivedPath)} differs from {Path.GetFileName(verifiedPath)}:\n{Difference(verified, received)}");
    }

    private static string Normalize(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n');

    /// <summary>The first lines that differ, with one line before them.</summary>
    private static string Difference(string verified, string received)
    {
        string[] old = verified.Split('\n'), now = received.Split('\n');
        int first = 0;
        while (first < old.Length && first < now.Length && old[first] == now[first]) first++;
        var text = new StringBuilder();
        if (first > 0) text.AppendLine($"  {first,4}  {now[first - 1]}");
        for (int i = first; i < Math.Min(first + 5, old.Length); i++) text.AppendLine($"- {i + 1,4}  {old[i]}");
        for (int i = first; i < Math.Min(first + 5, now.Length); i++) text.AppendLine($"+ {i + 1,4}  {now[i]}");
        return text.ToString();
    }
}
