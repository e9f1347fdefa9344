namespace NetGen;

/// <summary>Says at once all that keeps a file from being a network's: what it lacks, what does not fit, what it has besides.</summary>
internal static class ParameterMismatch
{
    /// <summary>Lines of each kind; a file of another network would fill pages.</summary>
    private const int Shown = 8;

    /// <summary>An error unless every parameter has its tensor, of its shape, and every tensor is of a parameter or a step counter.</summary>
    /// <exception cref="InvalidDataException">The file is not of this network.</exception>
    public static void Refuse(ParameterSet parameters, NamedTensors tensors)
    {
        string[] missing = [.. parameters.Select(parameter => parameter.Name).Where(name => !tensors.TryGet(name, out _))];
        var expected = parameters.Select(parameter => parameter.Name).Concat(ParameterFile.StepNames(parameters)).ToHashSet(StringComparer.Ordinal);
        string[] unexpected = [.. tensors.Names.Where(name => !expected.Contains(name))];
        string network = parameters.Info.Name;
        string[] lines =
        [
            .. Shorten([.. missing.Select(name => $"it lacks '{name}' of {network}{Nearest(name, unexpected)}")]),
            .. Shorten([.. parameters.Select(parameter => Unlike(parameter, tensors, network)).OfType<string>()]),
            .. Shorten([.. unexpected.Select(name => $"it has '{name}', which {network} does not have")]),
        ];
        if (lines.Length > 0)
        {
            throw new InvalidDataException(string.Join(
                Environment.NewLine, [$"'{tensors.File.Path}' does not fit {network}:", .. lines.Select(line => "- " + line), .. Advice(parameters, tensors)]));
        }
    }

    private static IEnumerable<string> Shorten(string[] lines) =>
        lines.Length <= Shown ? lines : lines.Take(Shown).Append($"and so on, {lines.Length - Shown} more");

    private static string Nearest(string name, string[] unexpected) =>
        NearestName.Find(name, unexpected) is string nearest ? $"; the nearest name that is left over is '{nearest}'" : "";

    private static string? Unlike(Parameter parameter, NamedTensors tensors, string network)
    {
        long[] shape = ParameterFile.LongShape(parameter);
        if (!tensors.TryGet(parameter.Name, out SafetensorsTensor? tensor)
            || (tensor.Shape.SequenceEqual(shape) && FloatConversion.IsSupported(tensor.Type)))
        {
            return null;
        }

        return $"{tensor} does not fit {network}, which needs floats of shape [{string.Join(", ", shape)}]";
    }

    private static IEnumerable<string> Advice(ParameterSet parameters, NamedTensors tensors)
    {
        string[] names = [.. parameters.Select(parameter => parameter.Name)];
        string[] inFile = [.. tensors.File.Tensors.Select(tensor => tensor.Name)];
        if (NamePrefix.Find(names, inFile) is { } extra)
        {
            yield return extra.Describe("the file", $"Load(path, \"{extra.Text}\") reads them without it");
        }
        else if (NamePrefix.Find(inFile, names) is { } lacking)
        {
            yield return lacking.Describe(
                parameters.Info.Name,
                $"Load(path, new LoadOptions {{ Rename = name => \"{lacking.Text}\" + name }}) adds it to those of the file");
        }
    }
}
