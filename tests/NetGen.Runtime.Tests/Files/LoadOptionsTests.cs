using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.Files;

public sealed class LoadOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("module.", "torch.nn.DataParallel")]
    [InlineData("_orig_mod.", "torch.compile")]
    [InlineData("_orig_mod.module.", "torch.compile and torch.nn.DataParallel")]
    [InlineData("net.body.", "")]
    public void A_prefix_of_all_names_is_named_with_the_call_that_leaves_it_off(string prefix, string writer)
    {
        string path = Write(name => prefix + name);

        string message = Refuse(path);

        Assert.Contains($"All 5 names of the file begin with '{prefix}'", message, StringComparison.Ordinal);
        Assert.Contains($"Load(path, \"{prefix}\")", message, StringComparison.Ordinal);
        Assert.Contains(writer, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_prefix_is_stripped_when_it_is_given_and_other_tensors_are_left_out()
    {
        string path = Write(name => "module." + name, "optimizer.lr");
        Assert.Contains("5 of the 6 names of the file begin with 'module.'", Refuse(path), StringComparison.Ordinal);

        using LinearNetwork loaded = LinearNetwork.Load(path, "module.", null);
        using NetworkState changed = LinearStates.Create();
        changed.Parameters.Load(path, "module.");

        Assert.Equal([1, 1, 1, 1], loaded.Parameters["fc1.bias"].Values.ToArray());
        Assert.Equal([1, 1, 1, 1], changed.Parameters["fc1.bias"].Values.ToArray());
        Assert.Equal([9], loaded.Parameters.NormalizationSteps);
    }

    [Fact]
    public void A_prefix_that_no_name_has_is_told_with_a_name()
    {
        using NetworkState state = LinearStates.Create();

        string message = Assert.Throws<InvalidDataException>(() => state.Parameters.Load(Write(name => name), "modul.")).Message;

        Assert.Contains("none of its 5 names begins with 'modul.'; one of them is 'bn1.num_batches_tracked'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_without_the_networks_own_prefix_are_told_how_to_be_renamed()
    {
        string path = Write(name => name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..], only: "fc1");
        using NetworkState state = LinearStates.Create();

        string message = Assert.Throws<InvalidDataException>(() => state.Parameters.Load(path)).Message;

        Assert.Contains("names of Linear begin with 'fc1.'", message, StringComparison.Ordinal);
        Assert.Contains("Rename = name => \"fc1.\" + name", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_names_can_be_renamed_and_tensors_left_out()
    {
        string path = Write(name => "net/" + name.Replace('.', '/'), "net/head/unused");
        var options = new LoadOptions
        {
            Prefix = "net/",
            Rename = name => name.StartsWith("head/", StringComparison.Ordinal) ? null : name.Replace('/', '.'),
        };

        using LinearNetwork loaded = LinearNetwork.Load(path, options, null);

        Assert.Equal([1, 1, 1, 1], loaded.Parameters["fc1.bias"].Values.ToArray());
        Assert.Equal([9], loaded.Parameters.NormalizationSteps);
    }

    [Fact]
    public void Two_tensors_cannot_become_one()
    {
        using NetworkState state = LinearStates.Create();
        var options = new LoadOptions { Rename = _ => "fc1.bias" };

        string message = Assert.Throws<InvalidDataException>(() => state.Parameters.Load(Write(name => name), options)).Message;

        Assert.Contains("are both renamed to 'fc1.bias'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_does_not_fit_is_told_at_once_with_the_nearest_names()
    {
        var writer = new SafetensorsWriter();
        writer.Add("fc1.weigth", [4, 6], () => new float[24]);
        writer.Add("fc1.bias", [5], () => new float[5]);
        writer.Add("bn1.running_mean", [6], () => new float[6]);
        writer.Add("head", [1], () => new float[1]);
        writer.Save(_folder.File("net"));

        string message = Refuse(_folder.File("net"));

        string[] lines = message.Split(Environment.NewLine);
        Assert.Equal($"'{_folder.File("net")}' does not fit Linear:", lines[0]);
        Assert.Equal(
            [
                "- it lacks 'fc1.weight' of Linear; the nearest name that is left over is 'fc1.weigth'",
                "- it lacks 'bn1.running_var' of Linear",
                "- fc1.bias F32 [5] does not fit Linear, which needs floats of shape [4]",
                "- it has 'fc1.weigth', which Linear does not have",
                "- it has 'head', which Linear does not have",
            ],
            lines[1..]);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void Values_that_are_not_finite_are_found_with_name_place_and_value(float value, string text)
    {
        using NetworkState state = LinearStates.Create();
        Assert.Empty(state.Parameters.FindNonFinite());
        state.Parameters["fc1.weight"].EditValues()[(2 * LinearPlan.Inputs) + 1] = value;
        state.Parameters["fc1.weight"].EditValues()[23] = float.NaN;
        state.Save(_folder.File("net"));

        NonFiniteValue found = Assert.Single(state.Parameters.FindNonFinite());

        Assert.Equal(("fc1.weight", 13, value, 2), (found.Parameter.Name, found.Index, found.Value, found.Count));
        string sentence = $"fc1.weight[2, 1] is {text}, and 1 more of its 24 values are infinite or not numbers";
        Assert.Equal(sentence, found.ToString());
        using LinearNetwork loaded = LinearNetwork.Load(_folder.File("net"), null);
        var strict = new LoadOptions { RequireFinite = true };
        AssertSays(sentence, () => LinearNetwork.Load(_folder.File("net"), strict, null).Dispose());
        using NetworkState other = LinearStates.Create(seed: 9);
        float[] before = other.Parameters["fc1.weight"].Values.ToArray();
        AssertSays(sentence, () => other.Parameters.Load(_folder.File("net"), strict));
        Assert.Equal(before, other.Parameters["fc1.weight"].Values.ToArray());
    }

    private static void AssertSays(string sentence, Action load) =>
        Assert.Contains(sentence, Assert.Throws<InvalidDataException>(load).Message, StringComparison.Ordinal);

    /// <summary>The message that both ways of loading give.</summary>
    private static string Refuse(string path)
    {
        using NetworkState state = LinearStates.Create();
        string message = Assert.Throws<InvalidDataException>(() => state.Parameters.Load(path)).Message;
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => LinearNetwork.Load(path, null)).Message);
        return message;
    }

    /// <summary>A file of ones with the network's tensors and counter, or those of one layer, under other names.</summary>
    private string Write(Func<string, string> rename, string? extra = null, string only = "")
    {
        var writer = new SafetensorsWriter();
        foreach (ParameterInfo parameter in LinearPlan.Info.Parameters.Where(parameter => parameter.Name.StartsWith(only, StringComparison.Ordinal)))
        {
            float[] ones = [.. Enumerable.Repeat(1f, parameter.Length)];
            writer.Add(rename(parameter.Name), [.. parameter.Shape.Dimensions.ToArray().Select(dimension => (long)dimension)], () => ones);
        }

        if (only.Length == 0)
        {
            writer.Add(rename("bn1.num_batches_tracked"), 9);
        }

        if (extra is not null)
        {
            writer.Add(extra, 1);
        }

        string path = _folder.File("renamed.safetensors");
        writer.Save(path);
        return path;
    }
}
