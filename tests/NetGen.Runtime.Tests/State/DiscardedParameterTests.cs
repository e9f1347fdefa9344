using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.State;

/// <summary>Networks that only predict.</summary>
public sealed class DiscardedParameterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_without_parameters_predicts_as_the_one_that_was_saved()
    {
        using NetworkState saved = LinearStates.Create(seed: 5);
        using NetworkState loaded = Load(saved);
        float[] images = LinearStates.Images(3);

        Assert.Equal(LinearStates.Predict(saved, images), LinearStates.Predict(loaded, images));
        Assert.Equal(LinearStates.Predict(saved, images), LinearStates.Predict(loaded, images));
    }

    [Fact]
    public void Fresh_parameters_may_be_discarded_too()
    {
        using NetworkState kept = LinearStates.Create(seed: 5);
        using NetworkState discarded = LinearStates.Create(out _, new NetworkOptions { Threads = 1, KeepParameters = false }, seed: 5);
        float[] images = LinearStates.Images(3);

        Assert.Equal(LinearStates.Predict(kept, images), LinearStates.Predict(discarded, images));
    }

    [Fact]
    public void What_needs_parameters_says_why_it_cannot_be_done()
    {
        using NetworkState saved = LinearStates.Create();
        using NetworkState loaded = Load(saved);
        float[] images = LinearStates.Images(1);
        Action[] calls =
        [
            () => _ = loaded.Parameters["fc1.bias"].Values.Length, () => loaded.Parameters["fc1.bias"].EditValues(),
            () => loaded.Parameters.Load(_folder.File("net.safetensors")), () => loaded.Save(_folder.File("other.safetensors")),
            () => _ = loaded.Forward(images).Length, () => loaded.Verify(),
        ];

        Assert.All(calls, call => Assert.Contains(
            "KeepParameters", Assert.Throws<InvalidOperationException>(call).Message, StringComparison.Ordinal));
        Assert.Equal(LinearStates.Predict(saved, images), LinearStates.Predict(loaded, images));
        Assert.False(File.Exists(_folder.File("other.safetensors")));
    }

    [Fact]
    public void Their_memory_is_freed_before_the_first_prediction_and_the_rest_with_the_network()
    {
        using NetworkState saved = LinearStates.Create();
        var allocator = new TrackingAllocator();
        using NetworkState loaded = Load(saved, allocator);

        // Packed weights and a workspace.
        Assert.Equal(2, allocator.Live);
        loaded.Dispose();
        Assert.Equal(0, allocator.Live);
        Assert.Throws<ObjectDisposedException>(() => loaded.Parameters["fc1.bias"].Values.Length);
    }

    [Fact]
    public void A_file_that_cannot_be_loaded_leaves_no_memory_behind()
    {
        var allocator = new TrackingAllocator();
        string path = _folder.File("broken.safetensors", [1, 2, 3]);

        Assert.Throws<InvalidDataException>(() => Load(path, allocator));

        Assert.Equal(0, allocator.Live);
    }

    private NetworkState Load(NetworkState saved, MemoryAllocator? allocator = null)
    {
        string path = _folder.File("net.safetensors");
        saved.Save(path);
        return Load(path, allocator);
    }

    private static NetworkState Load(string path, MemoryAllocator? allocator) => NetworkState.Load(
        LinearPlan.Info, codePath => new LinearPlan(codePath), path,
        new NetworkOptions { Threads = 1, KeepParameters = false, Allocator = allocator ?? MemoryAllocator.Default });
}
