namespace NetGen;

/// <summary>The parameters of a network in a safetensors file, named as in a PyTorch state_dict.</summary>
internal static class ParameterFile
{
    private const string RunningMeanSuffix = "running_mean";
    private const string StepsSuffix = "num_batches_tracked";

    private static readonly LoadOptions _asTheyAre = new();

    /// <summary>Replaces all values, or none if the file is not of this network.</summary>
    public static void Load(ParameterSet parameters, string path, LoadOptions? options)
    {
        using var file = SafetensorsFile.Open(path);
        Load(parameters, file, options ?? _asTheyAre);
    }

    /// <summary>Gives a new network its first values, read to where they stay; on an error nothing is left to use.</summary>
    public static void LoadFirst(ParameterSet parameters, string path, LoadOptions? options)
    {
        options ??= _asTheyAre;
        using var file = SafetensorsFile.Open(path);
        var tensors = new NamedTensors(file, options);
        ParameterMismatch.Refuse(parameters, tensors);
        foreach (Parameter parameter in parameters)
        {
            tensors.Read(parameter.Name, parameter.EditValues());
        }

        if (options.RequireFinite)
        {
            RefuseNonFinite(file, parameters.FindNonFinite());
        }

        ReadSteps(parameters, tensors).CopyTo(parameters.NormalizationSteps, 0);
    }

    /// <summary>Writes all values.</summary>
    public static void Save(ParameterSet parameters, string path)
    {
        var writer = new SafetensorsWriter();
        Add(writer, parameters, prefix: "");
        writer.Save(path);
    }

    /// <summary>Replaces all values with a file's; on an error all stay.</summary>
    public static void Load(ParameterSet parameters, SafetensorsFile file, LoadOptions options)
    {
        var tensors = new NamedTensors(file, options);
        ParameterMismatch.Refuse(parameters, tensors);
        float[][] values = [.. parameters.Select(parameter => new float[parameter.Length])];
        for (int i = 0; i < values.Length; i++)
        {
            tensors.Read(parameters[i].Name, values[i]);
        }

        if (options.RequireFinite)
        {
            RefuseNonFinite(file, [.. parameters.Select((parameter, i) => NonFiniteValue.Find(parameter, values[i])).OfType<NonFiniteValue>()]);
        }

        long[] steps = ReadSteps(parameters, tensors);
        for (int i = 0; i < values.Length; i++)
        {
            parameters[i].SetValues(values[i]);
        }

        steps.CopyTo(parameters.NormalizationSteps, 0);
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
    public static IEnumerable<string> StepNames(ParameterSet parameters) =>
        parameters.Where(parameter => parameter.Role == ParameterRole.RunningMean).Select(parameter => StepName(parameter.Name));

    private static string StepName(string runningMean) => runningMean.EndsWith(RunningMeanSuffix, StringComparison.Ordinal)
        ? runningMean[..^RunningMeanSuffix.Length] + StepsSuffix
        : runningMean + "." + StepsSuffix;

    private static long[] ReadSteps(ParameterSet parameters, NamedTensors tensors) => [.. StepNames(parameters).Select(tensors.ReadCounter)];

    private static void RefuseNonFinite(SafetensorsFile file, IReadOnlyList<NonFiniteValue> found)
    {
        if (found.Count > 0)
        {
            throw new InvalidDataException($"'{file.Path}' has values that are infinite or not numbers: {string.Join("; ", found)}.");
        }
    }
}
