using System;
using System.Collections.Generic;
using System.Linq;

namespace NetGen.Generator.Graph.Operations;

/// <summary>The shape rule that convolutions and pools share.</summary>
/// <param name="Kind">The operation, for messages.</param>
/// <param name="Rank">Directions in which it moves, 1 to 3.</param>
/// <param name="Kernel">Taps.</param>
/// <param name="Stride">Pixels from one window to the next.</param>
/// <param name="Padding">Pixels added at each edge; both edges of a direction may say <see cref="WindowAxis.SameUpper"/>.</param>
/// <param name="Dilation">Pixels from one tap to the next.</param>
/// <param name="CeilMode">Whether a last window may reach beyond the padded input.</param>
internal sealed record SlidingWindow(
    string Kind, int Rank, Size Kernel, Size Stride, Edges Padding, Size Dilation, bool CeilMode = false)
{
    /// <summary>The pixels that one result reads.</summary>
    public Window Window => new(
        new Size(Window.Cover(Kernel.Height, Dilation.Height), Window.Cover(Kernel.Width, Dilation.Width), Window.Cover(Kernel.Depth, Dilation.Depth)),
        Stride);

    /// <summary>The directions, outermost first.</summary>
    public IEnumerable<WindowAxis> Axes => new WindowAxis[]
    {
        new("Depth", Kernel.Depth, Stride.Depth, Dilation.Depth, Padding.Front, Padding.Back),
        new("Height", Kernel.Height, Stride.Height, Dilation.Height, Padding.Top, Padding.Bottom),
        new("Width", Kernel.Width, Stride.Width, Dilation.Width, Padding.Left, Padding.Right),
    }.Skip(3 - Rank);

    /// <summary>The padding in numbers: what <c>Padding.Same</c> means on an input. As it is where another argument is wrong.</summary>
    public Edges PaddingOn(Shape input)
    {
        if (input.SpatialRank != Rank || CheckArguments() is not null) return Padding;
        Edges edges = Padding;
        foreach (WindowAxis axis in Axes)
        {
            (int before, int after) = axis.PaddingOn(input.Along(axis.Name));
            edges = axis.Name switch
            {
                "Depth" => edges with { Front = before, Back = after },
                "Height" => edges with { Top = before, Bottom = after },
                _ => edges with { Left = before, Right = after },
            };
        }

        return edges;
    }

    /// <summary>The result's shape: ⌊(H + padding − extent) / stride⌋ + 1 rows, and as many columns and planes by their numbers.</summary>
    public Inference Infer(Shape input, int outChannels)
    {
        if (CheckArguments() is { } wrong) return wrong;
        SlidingWindow closed = this with { Padding = PaddingOn(input) };
        return closed.InferClosed(input, outChannels);
    }

    /// <summary>A size as it is written in messages: one number where all directions agree, otherwise 3×5.</summary>
    public string Write(Size size)
    {
        int[] numbers = [.. new[] { size.Depth, size.Height, size.Width }.Skip(3 - Rank)];
        return numbers.All(number => number == numbers[0]) ? Sentence.Of($"{numbers[0]}") : string.Join("×", numbers.Select(n => Sentence.Of($"{n}")));
    }

    /// <summary>The argument that most likely set the padding: that of all directions, of one, or of one edge.</summary>
    public string WritePaddingArgument(WindowAxis axis, bool behind) =>
        Padding == Edges.Cube(Rank, axis.Before) ? "Padding"
        : axis.Before == axis.After ? "Padding" + axis.Name
        : axis.PaddingArgument(behind);

    private Inference InferClosed(Shape input, int outChannels)
    {
        long volume = input.Channels;
        int planes = 1, rows = 1, columns = 1;
        foreach (WindowAxis axis in Axes)
        {
            int size = input.Along(axis.Name);
            long count = axis.Count(size, CeilMode);
            if (count < 1) return DoesNotFit(axis, input);
            volume = Budget.Multiply(volume, (long)size + axis.Before + axis.After);
            (planes, rows, columns) = (rows, columns, (int)Math.Min(count, int.MaxValue));
        }

        return volume > Budget.TensorLength ? PadsTooFar(input) : Shape.Like(input, outChannels, new Size(rows, columns, planes));
    }

    /// <summary>What is wrong with the numbers whatever the input, or null.</summary>
    public ShapeError? CheckArguments()
    {
        WindowAxis[] axes = [.. Axes];
        return axes.Select(axis => Positive("kernel" + axis.Name, "kernel", Kernel, axis, axis.Kernel)).FirstOrDefault(error => error is not null)
            ?? axes.Select(axis => Positive("Stride" + axis.Name, "Stride", Stride, axis, axis.Stride)).FirstOrDefault(error => error is not null)
            ?? axes.Select(axis => Positive("Dilation" + axis.Name, "Dilation", Dilation, axis, axis.Dilation)).FirstOrDefault(error => error is not null)
            ?? axes.Select(CheckPadding).FirstOrDefault(error => error is not null);
    }

    /// <summary>Where all directions agree the message names the argument for all of them: Stride rather than StrideHeight.</summary>
    private ShapeError? Positive(string argument, string common, Size sizes, WindowAxis axis, int value)
    {
        if (value >= 1) return null;
        string own = char.IsLower(common[0]) ? common + " " + axis.Name.ToLowerInvariant() : argument;
        string words = sizes.Equals(Size.Cube(Rank, value)) ? common : own;
        return new ShapeError(ShapeRule.PositiveSize, argument, Sentence.Of($"{Kind}: {words} must be at least 1, but is {value}"));
    }

    private ShapeError? CheckPadding(WindowAxis axis)
    {
        if (axis.IsOpen || (axis.Before >= 0 && axis.After >= 0)) return null;
        bool behind = axis.Before >= 0;
        int value = behind ? axis.After : axis.Before;
        return new ShapeError(ShapeRule.Padding, axis.PaddingArgument(behind), Sentence.Of(
            $"{Kind}: {WritePaddingArgument(axis, behind)} must be at least 0, but is {value}"));
    }

    private ShapeError DoesNotFit(WindowAxis axis, Shape input)
    {
        string stride = Stride == Size.Cube(Rank, 1) ? "" : $" with stride {Write(Stride)}";
        string dilation = Dilation == Size.Cube(Rank, 1) ? "" : $"{(stride.Length > 0 ? " and" : " with")} dilation {Write(Dilation)}";
        return new ShapeError(
            ShapeRule.WindowFits, "kernel" + axis.Name,
            Sentence.Of($"{Kind}: kernel {Write(Kernel)}{stride}{dilation} does not fit an input of {input}{WritePadding(input)}"));
    }

    /// <summary>What the padding adds: one number where it is the same everywhere, otherwise the padded sizes.</summary>
    private string WritePadding(Shape input)
    {
        if (Padding == Edges.None) return "";
        WindowAxis[] axes = [.. Axes];
        if (Padding == Edges.Cube(Rank, axes[0].Before)) return Sentence.Of($" padded by {axes[0].Before}");
        return " padded to " + string.Join("×", axes.Select(axis => Sentence.Of($"{(long)input.Along(axis.Name) + axis.Before + axis.After}")));
    }

    private ShapeError PadsTooFar(Shape input)
    {
        WindowAxis widest = Axes.OrderByDescending(axis => (long)axis.Before + axis.After).First();
        bool behind = widest.After > widest.Before;
        return new ShapeError(ShapeRule.Budget, widest.PaddingArgument(behind), Sentence.Of(
            $"{Kind}: {WritePaddingArgument(widest, behind)} = {Math.Max(widest.Before, widest.After)} makes the input of {input} larger than the {Budget.TensorLength} values that a tensor may have"));
    }
}
