namespace NetGen.Generator.Graph.Operations;

/// <summary>Cross-correlation, as torch.nn.Conv2d; weights O×(I/groups)×kH×kW.</summary>
internal sealed record Conv2d(
    int OutChannels, Size2 Kernel, Size2 Stride, Edges Padding, Size2 Dilation, int Groups, bool Bias) : Operation
{
    public override string Kind => "Conv2d";

    public override string Stem => "conv";
}
