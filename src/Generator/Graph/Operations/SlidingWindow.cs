namespace NetGen.Generator.Graph.Operations;

/// <summary>The shape rule that convolutions and pools share.</summary>
/// <param name="Kind">The operation, for messages.</param>
/// <param name="Kernel">Taps.</param>
/// <param name="Stride">Pixels from one window to the next.</param>
/// <param name="Padding">Pixels added at each edge.</param>
/// <param name="Dilation">Pixels from one tap to the next.</param>
internal sealed record SlidingWindow(string Kind, Size Kernel, Size Stride, Edges Padding, Size Dilation)
{
    /// <summary>The pixels that one result reads.</summary>
    public Window Window => new(
        new Size(Window.Cover(Kernel.Height, Dilation.Height), Window.Cover(Kernel.Width, Dilation.Width)), Stride);

    /// <summary>The result's shape: ⌊(H + padding − extent) / stride⌋ + 1 rows and as many columns by their numbers.</summary>
    public Inference Infer(Shape input, int outChannels)
    {
        if (CheckArguments() is { } wrong) return wrong;
        long height = (long)input.Height + Padding.Top + Padding.Bottom;
        long width = (long)input.Width + Padding.Left + Padding.Right;
        if (height < Window.Extent.Height || width < Window.Extent.Width) return DoesNotFit(input);
        if (Budget.Multiply(Budget.Multiply(input.Channels, height), width) > Budget.TensorLength) return PadsTooFar(input);
        return Shape.Of(
            outChannels,
            (int)((height - Window.Extent.Height) / Stride.Height) + 1,
            (int)((width - Window.Extent.Width) / Stride.Width) + 1);
    }

    private ShapeError? CheckArguments() =>
        Positive("kernelHeight", Kernel.Height == Kernel.Width ? "kernel" : "kernel height", Kernel.Height)
        ?? Positive("kernelWidth", "kernel width", Kernel.Width)
        ?? Positive("Stride", "Stride", Stride.Height)
        ?? Positive("Stride", "Stride", Stride.Width)
        ?? Positive("Dilation", "Dilation", Dilation.Height)
        ?? Positive("Dilation", "Dilation", Dilation.Width)
        ?? NotNegative(Padding.Top) ?? NotNegative(Padding.Left) ?? NotNegative(Padding.Bottom) ?? NotNegative(Padding.Right);

    private ShapeError? Positive(string argument, string words, int value) => value >= 1 ? null
        : new ShapeError(ShapeRule.PositiveSize, argument, Sentence.Of($"{Kind}: {words} must be at least 1, but is {value}"));

    private ShapeError? NotNegative(int value) => value >= 0 ? null
        : new ShapeError(ShapeRule.Padding, "Padding", Sentence.Of($"{Kind}: Padding must be at least 0, but is {value}"));

    private ShapeError DoesNotFit(Shape input)
    {
        string argument = (long)input.Height + Padding.Top + Padding.Bottom < Window.Extent.Height ? "kernelHeight" : "kernelWidth";
        string kernel = Kernel.Height == Kernel.Width ? $"kernel {Kernel.Height}" : $"kernel {Kernel.Height}×{Kernel.Width}";
        string stride = Stride.Height == 1 ? "" : $" with stride {Stride.Height}";
        string dilation = Dilation.Height == 1 ? "" : $"{(stride.Length > 0 ? " and" : " with")} dilation {Dilation.Height}";
        string padding = Padding == Edges.None ? "" : $" padded by {Padding.Top}";
        return new ShapeError(
            ShapeRule.WindowFits, argument, Sentence.Of($"{Kind}: {kernel}{stride}{dilation} does not fit an input of {input}{padding}"));
    }

    private ShapeError PadsTooFar(Shape input) => new(ShapeRule.Budget, "Padding", Sentence.Of(
        $"{Kind}: Padding = {Padding.Top} makes the input of {input} larger than the {Budget.TensorLength} values that a tensor may have"));
}
