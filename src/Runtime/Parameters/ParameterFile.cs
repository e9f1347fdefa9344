namespace NetGen;

/// <summary>The parameters of a network in a safetensors file, named as in a PyTorch state_dict.</summary>
internal static class ParameterFile
{
    private const string RunningMeanSuffix = "running_mean";
    private const string StepsSuffix = "num_batches_tracked";

    /// <summary>Replaces all values, or none if the file is not of this network.</summary>
    public static void Load(ParameterSet parameters, string path)
    {
        using var file = SafetensorsFile.Open(path);
        RefuseUnlike(parameters, file, prefix: "");
        RefuseUnexpected(parameters, file);
        Read(parameters, file, prefix: "");
    }

    /// <summary>Gives a new network its first values, read to where they stay; on an error nothing is left to use.</summary>
    public static void LoadFirst(ParameterSet parameters, string path)
    {
        using var file = SafetensorsFile.Open(path);
        RefuseUnlike(parameters, file, prefix: "");
        RefuseUnexpected(parameters, file);
        foreach (Parameter parameter in parameters)
        {
            file.Read(parameter.Name, parameter.EditValues());
        }

        ReadSteps(parameters, file, prefix: "").CopyTo(parameters.NormalizationSteps, 0);
    }

    /// <summary>Writes all values.</summary>
    public static void Save(ParameterSet parameters, string path)
    {
        var writer = new SafetensorsWriter();
        Add(writer, parameters, prefix: "");
        writer.Save(path);
    }

    /// <summary>Replaces all values with tensors whose names begin with a prefix; on an error all stay.</summary>
    public static void Load(ParameterSet parameters, SafetensorsFile file, string prefix)
    {
        RefuseUnlike(parameters, file, prefix);
        Read(parameters, file, prefix);
    }

    /// <summary>Adds all values to a file under names that begin with a prefix.</summary>
    public static void Add(SafetensorsWriter writer, ParameterSet parameters, string prefix)
    {
        foreach (Parameter parameter in parameters)
        {
            writer.Add(prefix + parameter.Name, LongShape(parameter), () => parameter.Values);
        }

        foreach ((string name, long steps) in StepNames(parameters).Zip(parameters.NormalizationSteps))
        {
            writer.Add(prefix + name, steps);
        }
    }

    /// <summary>A parameter's dimensions as a file has them.</summary>
    public static long[] LongShape(Parameter parameter) => [.. parameter.Shape.Dimensions.ToArray().Select(dimension => (long)dimension)];

    /// <summary>The names of the step counters that PyTorch keeps beside each running mean.</summary>
    private static IEnumerable<string> StepNames(ParameterSet parameters) =>
        parameters.Where(parameter => parameter.Role == ParameterRole.RunningMean).Select(parameter =>
            (parameter.Name.EndsWith(RunningMeanSuffix, StringComparison.Ordinal) ? parameter.Name[..^RunningMeanSuffix.Length] : parameter.Name + ".") + StepsSuffix);

    private static void Read(ParameterSet parameters, SafetensorsFile file, string prefix)
    {
        var values = new float[parameters.Count][];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = new float[parameters[i].Length];
            file.Read(prefix + parameters[i].Name, values[i]);
        }

        long[] steps = ReadSteps(parameters, file, prefix);
        for (int i = 0; i < values.Length; i++)
        {
            parameters[i].SetValues(values[i]);
        }

        steps.CopyTo(parameters.NormalizationSteps, 0);
    }

    private static long[] ReadSteps(ParameterSet parameters, SafetensorsFile file, string prefix) =>
        [.. StepNames(parameters).Select(name => file.TryGetTensor(prefix + name, out _) ? file.ReadInt64(prefix + name) : 0)];

    private static void RefuseUnlike(ParameterSet parameters, SafetensorsFile file, string prefix)
    {
        string[] missing = [.. parameters.Select(parameter => prefix + parameter.Name).Where(name => !file.TryGetTensor(name, out _))];
        if (missing.Length > 0)
        {
            throw new InvalidDataException($"'{file.Path}' lacks {Join(missing)} of {parameters.Info.Name}.");
        }

        foreach (Parameter parameter in parameters)
        {
            file.TryGetTensor(prefix + parameter.Name, out SafetensorsTensor? tensor);
            if (!tensor!.Shape.SequenceEqual(LongShape(parameter)) || !FloatConversion.IsSupported(tensor.Type))
            {
                throw new InvalidDataException(
                    $"'{file.Path}': {tensor} does not fit {parameters.Info.Name}, which needs floats of shape [{string.Join(", ", LongShape(parameter))}].");
            }
        }
    }

    private static void RefuseUnexpected(ParameterSet parameters, SafetensorsFile file)
    {
        var expected = parameters.Select(parameter => parameter.Name).Concat(StepNames(parameters)).ToHashSet(StringComparer.Ordinal);
        string[] unexpected = [.. file.Tensors.Select(tensor => tensor.Name).Where(name => !expected.Contains(name))];
        if (unexpected.Length > 0)
        {
            throw new InvalidDataException($"'{file.Path}' has {Join(unexpected)}, which {parameters.Info.Name} does not have.");
        }
    }

    private static string Join(string[] names)
    {
        const int Shown = 5;
        string more = names.Length > Shown ? $" and {names.Length - Shown} more" : "";
        return string.Join(", ", names.Take(Shown).Select(name => $"'{name}'")) + more;
    }
}
