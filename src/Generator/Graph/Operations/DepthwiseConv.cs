namespace NetGen.Generator.Graph.Operations;

/// <summary>A <see cref="Conv"/> with as many groups as its input has channels, and <paramref name="Multiplier"/> filters for each.</summary>
internal sealed record DepthwiseConv(Size Kernel, Size Stride, Edges Padding, Size Dilation, int Multiplier, bool Bias) : OpenOperation
{
    /// <summary>How the weights begin, if it is declared.</summary>
    public Initialization? WeightInit { get; init; }

    /// <summary>How the bias begins, if it is declared.</summary>
    public Initialization? BiasInit { get; init; }

    public override string Kind => "DepthwiseConv2d";

    public override string Stem => "conv";

    protected override ShapeError? Check(Shape input)
    {
        ShapeError? error = NeedsRank(input, 2) ?? Positive("Multiplier", "Multiplier", Multiplier)
            ?? Initialization.Check(Kind, WeightInit, BiasInit);
        if (error is not null) return error;
        long channels = Budget.Multiply(input.Channels, Multiplier);
        if (channels > int.MaxValue)
        {
            return new ShapeError(ShapeRule.Budget, "Multiplier", Sentence.Of(
                $"{Kind}: {input.Channels} channels times Multiplier = {Multiplier} are more than the {Budget.TensorLength} values that a tensor may have"));
        }

        return new SlidingWindow(Kind, 2, Kernel, Stride, Padding, Dilation).Infer(input, (int)channels).Error;
    }

    protected override Operation Close(Shape input) =>
        new Conv(2, input.Channels * Multiplier, Kernel, Stride, Padding, Dilation, input.Channels, Bias)
        {
            WeightInit = WeightInit,
            BiasInit = BiasInit,
        };
}
