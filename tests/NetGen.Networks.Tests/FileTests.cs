using NetGen.Examples;

namespace NetGen.Networks.Tests;

public sealed class FileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".safetensors");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_saved_network_predicts_the_same_after_loading()
    {
        using var network = new LeNet5(seed: 5);
        network.Save(_path);
        using LeNet5 loaded = LeNet5.Load(_path);

        Compare.SameBits(network.Parameters, loaded.Parameters);
        Assert.Equal(Predict(network), Predict(loaded));
    }

    [Fact]
    public void Running_statistics_are_saved_as_well()
    {
        using var network = new ConvTraps(seed: 5);
        network.Forward(PortableNumbers.Uniform("images", 4 * ConvTraps.InputLength));
        network.Save(_path);
        using ConvTraps loaded = ConvTraps.Load(_path);

        Assert.NotEqual(0, loaded.Parameters["bn1.running_mean"].Values[0]);
        Compare.SameBits(network.Parameters, loaded.Parameters);
    }

    [Fact]
    public void Another_networks_file_is_refused()
    {
        using var network = new VectorInput(seed: 1);
        network.Save(_path);

        var problem = Assert.Throws<InvalidDataException>(() => LeNet5.Load(_path));
        Assert.Contains(_path, problem.Message, StringComparison.Ordinal);
    }

    private static float[] Predict(LeNet5 network)
    {
        var logits = new float[LeNet5.OutputLength];
        network.Predict(PortableNumbers.Uniform("image", LeNet5.InputLength), logits);
        return logits;
    }
}
