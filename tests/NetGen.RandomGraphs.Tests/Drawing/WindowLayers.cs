using System.Globalization;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;

namespace NetGen.RandomGraphs.Tests.Drawing;

/// <summary>Convolutions and pools: kernels, strides, paddings and dilations in every way in which they can be written.</summary>
internal static class WindowLayers
{
    /// <summary>One, less than a vector, a vector, one more: where blocks of channels begin and end.</summary>
    private static readonly (int Weight, int Item)[] _channels = [(1, 1), (3, 3), (3, 5), (2, 8), (3, 15), (4, 16), (3, 17), (3, 18), (1, 33)];

    public static int Channels(Dice dice) => dice.Weigh(_channels);

    public static Layer Conv(Dice dice, Shape input)
    {
        int rank = input.SpatialRank, channels = Channels(dice);
        WindowText window = Draw(dice, rank, [(3, 1), (2, 2), (6, 3), (1, 5)], isPool: false);
        if (dice.Chance(40)) Dilate(dice, window);
        int[] divisors = [.. Enumerable.Range(2, 32).Where(groups => input.Channels % groups == 0 && channels % groups == 0)];
        int groups = divisors.Length > 0 && dice.Chance(50) ? dice.Pick(divisors) : 1;
        if (groups > 1) window.Write("Groups", groups);
        bool bias = Bias(dice, window);
        string text = Invariant($"Conv{rank}d({channels}, {window.KernelText}{window.Arguments})");
        return new Layer(text, new Conv(rank, channels, window.Kernel, window.Stride, window.Padding, window.Dilation, groups, bias));
    }

    public static Layer? Depthwise(Dice dice, Shape input)
    {
        if (input.SpatialRank != 2) return null;
        WindowText window = Draw(dice, 2, [(6, 3), (1, 5), (1, 2)], isPool: false);
        if (dice.Chance(20)) Dilate(dice, window);
        int multiplier = dice.Chance(25) ? 2 : 1;
        if (multiplier > 1) window.Write("Multiplier", multiplier);
        bool bias = Bias(dice, window);
        return new Layer(
            Invariant($"DepthwiseConv2d({window.KernelText}{window.Arguments})"),
            new DepthwiseConv(window.Kernel, window.Stride, window.Padding, window.Dilation, multiplier, bias));
    }

    public static Layer? ConvTranspose(Dice dice, Shape input)
    {
        if (input.SpatialRank != 2) return null;
        int channels = Channels(dice), stride = dice.Pick(1, 2, 2, 3), kernel = dice.Pick(2, 3, 4), padding = dice.Between(0, 1), groups = 1;
        var window = new WindowText(2) { Kernel = Size.Cube(2, kernel), Stride = Size.Cube(2, stride), Padding = Edges.Cube(2, padding) };
        if (stride > 1) window.Write("Stride", stride);
        if (padding > 0) window.Write("Padding", padding);
        int more = stride > 1 && dice.Chance(40) ? 1 : 0;
        if (more > 0) window.Write("OutputPadding", more);
        if (dice.Chance(30) && input.Channels % 3 == 0 && channels % 3 == 0) window.Write("Groups", groups = 3);
        bool bias = Bias(dice, window);
        return new Layer(
            Invariant($"ConvTranspose2d({channels}, {window.KernelText}{window.Arguments})"),
            new ConvTranspose(2, channels, window.Kernel, window.Stride, window.Padding, Size.Cube(2, more), window.Dilation, groups, bias));
    }

    public static Layer MaxPool(Dice dice, Shape input)
    {
        int rank = input.SpatialRank;
        WindowText window = Draw(dice, rank, [(5, 2), (5, 3)], isPool: true);
        if (dice.Chance(20)) Dilate(dice, window);
        bool ceil = dice.Chance(30);
        if (ceil) window.Write("CeilMode");
        return new Layer(
            Invariant($"MaxPool{rank}d({window.KernelText}{window.Arguments})"),
            new MaxPool(rank, window.Kernel, window.Stride, window.Padding, window.Dilation, ceil));
    }

    public static Layer AvgPool(Dice dice, Shape input)
    {
        int rank = input.SpatialRank;
        WindowText window = Draw(dice, rank, [(5, 2), (5, 3)], isPool: true);
        bool ceil = dice.Chance(30), counts = dice.Chance(50);
        if (ceil) window.Write("CeilMode");
        if (!counts) window.Write("CountIncludePad", "false");
        return new Layer(
            Invariant($"AvgPool{rank}d({window.KernelText}{window.Arguments})"),
            new AvgPool(rank, window.Kernel, window.Stride, window.Padding, ceil, counts));
    }

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static bool Bias(Dice dice, WindowText window)
    {
        bool bias = dice.Chance(70);
        if (!bias) window.Write("Bias", "false");
        return bias;
    }

    private static WindowText Draw(Dice dice, int rank, (int, int)[] kernels, bool isPool)
    {
        var window = new WindowText(rank);
        int kernel = dice.Weigh(kernels);
        window.Kernel = Size.Cube(rank, kernel);
        if (rank > 1 && dice.Chance(20)) window.Kernel = window.Kernel with { Width = dice.Weigh(kernels) };
        window.Stride = isPool ? window.Kernel : Size.Cube(rank, 1);
        DrawStride(dice, window, isPool);
        DrawPadding(dice, window, isPool);
        return window;
    }

    private static void DrawStride(Dice dice, WindowText window, bool isPool)
    {
        if (!dice.Chance(isPool ? 60 : 30)) return;
        int stride = dice.Pick(1, 2, 2, 3);
        if (!isPool && window.Rank > 1 && dice.Chance(30))
        {
            window.Stride = window.Stride with { Width = stride };
            window.Write("StrideWidth", stride);
            return;
        }

        window.Stride = Size.Cube(window.Rank, stride);
        window.Write("Stride", stride);
    }

    private static void DrawPadding(Dice dice, WindowText window, bool isPool)
    {
        int kernel = Math.Min(window.Kernel.Height == 1 ? window.Kernel.Width : window.Kernel.Height, window.Kernel.Width), most = kernel / 2;
        if (most == 0 || dice.Chance(25)) return;
        if (dice.Chance(15))
        {
            bool lower = dice.Chance(40);
            window.Padding = Edges.Cube(window.Rank, lower ? WindowAxis.SameLower : WindowAxis.SameUpper);
            window.Write("Padding", lower ? "Padding.SameLower" : "Padding.Same");
            return;
        }

        int padding = isPool || dice.Chance(80) ? most : most + 1;
        window.Padding = Edges.Cube(window.Rank, padding);
        window.Write("Padding", padding);
        if (!dice.Chance(20)) return;
        int right = dice.Between(0, most);
        window.Padding = window.Padding with { Right = right };
        window.Write("PaddingRight", right);
    }

    private static void Dilate(Dice dice, WindowText window)
    {
        if (window.Kernel.Width == 1) return;
        if (window.Rank == 2 && dice.Chance(30))
        {
            window.Dilation = window.Dilation with { Width = 2 };
            window.Write("DilationWidth", 2);
            return;
        }

        window.Dilation = Size.Cube(window.Rank, 2);
        window.Write("Dilation", 2);
    }

    /// <summary>A window and the arguments that say so.</summary>
    private sealed class WindowText(int rank)
    {
        private string _arguments = "";

        public int Rank => rank;

        public Size Kernel { get; set; }

        public Size Stride { get; set; } = Size.Cube(rank, 1);

        public Edges Padding { get; set; }

        public Size Dilation { get; set; } = Size.Cube(rank, 1);

        public string Arguments => _arguments;

        public string KernelText => Kernel.Equals(Size.Cube(rank, Kernel.Width)) ? Invariant($"{Kernel.Width}")
            : rank == 2 ? Invariant($"{Kernel.Height}, {Kernel.Width}") : Invariant($"{Kernel.Depth}, {Kernel.Height}, {Kernel.Width}");

        public void Write(string name, int value) => Write(name, Invariant($"{value}"));

        public void Write(string name, string value = "true") => _arguments += $", {name} = {value}";
    }
}
