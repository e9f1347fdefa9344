using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.Files;

public sealed class ParameterFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_saved_network_is_loaded_bit_for_bit()
    {
        string path = _folder.File("net.safetensors");
        using NetworkState state = LinearStates.Create(seed: 5);
        state.Forward(LinearStates.Images(3));
        state.Save(path);

        using var loaded = NetworkState.Load(LinearPlan.Info, codePath => new LinearPlan(codePath), path, null);

        Assert.Equal(state.Parameters.SelectMany(parameter => parameter.Values.ToArray()), loaded.Parameters.SelectMany(parameter => parameter.Values.ToArray()));
        Assert.Equal([1], loaded.Parameters.NormalizationSteps);
    }

    [Fact]
    public void Batch_normalisations_get_their_step_counter_as_in_PyTorch()
    {
        string path = _folder.File("net.safetensors");
        using NetworkState state = LinearStates.Create();
        state.Forward(LinearStates.Images(1));
        state.Forward(LinearStates.Images(1));
        state.Save(path);

        using var file = SafetensorsFile.Open(path);
        Assert.Equal(2, file.ReadInt64("bn1.num_batches_tracked"));
        Assert.True(file.TryGetTensor("bn1.num_batches_tracked", out SafetensorsTensor? tensor));
        Assert.Equal(0, tensor.Shape.Length);
    }

    [Fact]
    public void A_missing_step_counter_is_accepted()
    {
        using NetworkState state = LinearStates.Create();

        state.Parameters.Load(Write(_ => { }));

        Assert.Equal([1, 1, 1, 1], state.Parameters["fc1.bias"].Values.ToArray());
        Assert.Equal([0], state.Parameters.NormalizationSteps);
    }

    [Fact]
    public void A_missing_tensor_is_named_and_the_network_keeps_what_it_had() =>
        AssertRefused(Write(tensors => tensors.Remove("fc1.bias")), "lacks 'fc1.bias' of Linear");

    [Fact]
    public void An_unexpected_tensor_is_named_and_the_network_keeps_what_it_had() =>
        AssertRefused(Write(tensors => tensors["fc2.bias"] = [4]), "has 'fc2.bias', which Linear does not have");

    [Fact]
    public void A_wrong_shape_is_named_and_the_network_keeps_what_it_had() =>
        AssertRefused(Write(tensors => tensors["fc1.weight"] = [6, 4]), "fc1.weight F32 [6, 4] does not fit Linear, which needs floats of shape [4, 6]");

    [Fact]
    public void A_corrupted_file_leaves_the_network_as_it_was()
    {
        byte[] content = File.ReadAllBytes(Write(_ => { }));
        using NetworkState state = LinearStates.Create();
        float[] before = [.. state.Parameters.SelectMany(parameter => parameter.Values.ToArray())];
        foreach (byte[] truncated in Corruptions.Truncations(content))
        {
            Assert.Throws<InvalidDataException>(() => state.Parameters.Load(_folder.File("truncated", truncated)));
        }

        Assert.Equal(before, state.Parameters.SelectMany(parameter => parameter.Values.ToArray()));
    }

    private static void AssertRefused(string path, string reason)
    {
        using NetworkState state = LinearStates.Create();
        float[] before = [.. state.Parameters.SelectMany(parameter => parameter.Values.ToArray())];

        string message = Assert.Throws<InvalidDataException>(() => state.Parameters.Load(path)).Message;

        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Equal(before, state.Parameters.SelectMany(parameter => parameter.Values.ToArray()));
    }

    /// <summary>A file of ones with the network's tensors, after a change to their list.</summary>
    private string Write(Action<Dictionary<string, long[]>> change)
    {
        var tensors = LinearPlan.Info.Parameters.ToDictionary(
            parameter => parameter.Name, parameter => parameter.Shape.Dimensions.ToArray().Select(dimension => (long)dimension).ToArray());
        change(tensors);
        var writer = new SafetensorsWriter();
        foreach ((string name, long[] shape) in tensors)
        {
            float[] ones = [.. Enumerable.Repeat(1f, (int)shape.Aggregate(1L, (product, dimension) => product * dimension))];
            writer.Add(name, shape, () => ones);
        }

        string path = _folder.File("net.safetensors");
        writer.Save(path);
        return path;
    }
}
