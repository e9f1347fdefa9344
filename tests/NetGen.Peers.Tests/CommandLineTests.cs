namespace NetGen.Peers.Tests;

public class CommandLineTests
{
    [Theory]
    [InlineData("--networks LeNet-6", "There is no network 'LeNet-6'")]
    [InlineData("--threads 0", "--threads must be a whole number from 1 to 1024, not '0'")]
    [InlineData("--rounds many", "--rounds must be a whole number from 1 to 1024, not 'many'")]
    [InlineData("--seconds -1", "--seconds must be a number above 0 and up to 600, not '-1'")]
    [InlineData("--peers tvm", "--peers must be ort, torch, both with a comma, or none, not 'tvm'")]
    [InlineData("--path sse", "--path must be avx2 or avx512, not 'sse'")]
    [InlineData("--kit /nowhere", "The peer kit is not at '/nowhere'; name its folder, the one with nets.py, by --kit")]
    public void MistakeIsNamedInOneLine(string arguments, string message)
    {
        using StringWriter output = new(), error = new();

        int code = CommandLine.Run(["inference", .. arguments.Split(' ')], output, error);

        Assert.Equal(1, code);
        Assert.StartsWith("error: " + message, error.ToString(), StringComparison.Ordinal);
        Assert.Single(error.ToString().TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("ort", Peers.Ort)]
    [InlineData("torch,ort", Peers.Both)]
    [InlineData("none", Peers.None)]
    internal void PeersAreNamed(string text, Peers expected) => Assert.Equal(expected, PeerNames.Parse(text));

    [Theory]
    [InlineData(CodePath.Avx512, true, Peers.Both)]
    [InlineData(CodePath.Avx2, true, Peers.Torch)]
    [InlineData(CodePath.Avx2, false, Peers.Both)]
    internal void WithoutAvx512OnlyThosePeersTakePartThatCanLeaveItOut(CodePath path, bool hasAvx512, Peers expected) =>
        Assert.Equal(expected, PeerNames.Choose(null, path, hasAvx512));

    [Fact]
    public void PeerThatCannotLeaveOutAvx512IsRefused() =>
        Assert.Throws<ArgumentException>(() => PeerNames.Choose(Peers.Both, CodePath.Avx2, hasAvx512: true));
}
