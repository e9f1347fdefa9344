namespace NetGen;

/// <summary>Replaces files so that a crash leaves either the old content or the new one.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes under a temporary name in the same folder, flushes to the disk, and moves into place. A symbolic link stays and what it
    /// leads to is replaced; a file that is there keeps its mode.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Target(path);
        string folder = Path.GetDirectoryName(target) ?? throw new IOException($"'{path}' is a folder, not a file.");
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}' for the file '{path}'.");
        }

        // Of a fixed length, because the file's own name may already be as long as the system allows.
        string temporary = Path.Combine(folder, Path.GetRandomFileName());
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                KeepMode(target, temporary);
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>The file that a path leads to, whether there is one or not.</summary>
    private static string Target(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    /// <summary>Gives a new file the mode of the one that it is to replace.</summary>
    private static void KeepMode(string from, string to)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(from))
        {
            File.SetUnixFileMode(to, File.GetUnixFileMode(from));
        }
    }
}
