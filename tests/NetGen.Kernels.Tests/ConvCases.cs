using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using Window = NetGen.Reference.Window;

namespace NetGen.Kernels.Tests;

/// <summary>Convolutions whose numbers are awkward: each table varies one thing, and random geometries mix them all.</summary>
internal static class ConvCases
{
    private static readonly int[] _channels = [1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 37];

    private static readonly (int Height, int Width)[] _maps = [(1, 1), (1, 7), (2, 2), (7, 7), (13, 13), (14, 14), (28, 3)];

    private static readonly (int Height, int Width)[] _kernels =
        [(1, 1), (2, 2), (3, 3), (5, 5), (7, 7), (1, 7), (7, 1), (3, 2), (2, 5)];

    private static readonly (int Height, int Width)[] _strides = [(1, 2), (2, 1), (2, 2), (3, 3), (2, 3), (3, 1)];

    private static readonly Edges[] _paddings = [new(0, 1, 2, 3), new(3, 0, 1, 2), new(1, 0, 0, 0), new(0, 0, 0, 1), Edges.All(3)];

    private static readonly Edges[] _widerHalos = [Edges.None, Edges.All(1), new(0, 2, 1, 0)];

    private static readonly Edges[] _outputHalos = [Edges.None, Edges.All(2), new(1, 0, 0, 3)];

    private static readonly (int Height, int Width)[] _dilations = [(2, 2), (3, 3), (1, 3), (2, 1)];

    private static readonly (int Height, int Width)[] _dilatedStrides = [(1, 1), (2, 2), (3, 3), (1, 3)];

    private static readonly (int Inputs, int Outputs, int Groups)[] _groups =
    [
        (6, 4, 2), (9, 6, 3), (3, 3, 3), (16, 16, 16), (17, 17, 17), (37, 37, 37), (5, 15, 5), (24, 8, 8), (34, 10, 2), (10, 34, 2),
        (15, 30, 5), (32, 64, 4), (40, 40, 2), (39, 33, 3), (48, 96, 3), (64, 64, 16), (64, 64, 4),
    ];

    /// <summary>Channels of a group, many of which share a block.</summary>
    private static readonly int[] _groupSizes = [2, 4, 8, 12, 16];

    private static readonly (ActivationFunction Function, float Slope)[] _epilogues =
    [
        (ActivationFunction.Identity, 0), (ActivationFunction.ReLU, 0), (ActivationFunction.LeakyReLU, 0),
        (ActivationFunction.LeakyReLU, 0.01f), (ActivationFunction.LeakyReLU, 1), (ActivationFunction.ReLU6, 0),
    ];

    private static readonly ActivationFunction[] _functions =
        [ActivationFunction.Identity, ActivationFunction.ReLU, ActivationFunction.LeakyReLU, ActivationFunction.ReLU6];

    private static readonly bool[] _either = [false, true];

    private static readonly Window _same = new(3, padding: 1);

    /// <summary>Channels below, at and above the lanes of each instruction set, and primes.</summary>
    private static IEnumerable<ConvCase> Channels =>
        _channels.Zip(_channels.Reverse(), (inputs, outputs) => new ConvCase(inputs, outputs, 5, 6, _same));

    /// <summary>
    /// More than two tiles of output blocks, the last of them whole or in part; in the last case rows go through some of many tiles at a time,
    /// because neither the image nor the weights stay in a cache.
    /// </summary>
    private static IEnumerable<ConvCase> Tiles =>
    [
        new(3, 130, 2, 2, new Window(1)), new(130, 3, 2, 2, new Window(1)), new(2, 193, 1, 3, new Window(1, 3) { Left = 1, Right = 1 }),
        new(70, 150, 1, 2, new Window(1), Groups: 10), new(512, 300, 18, 18, new Window(1)),
    ];

    private static IEnumerable<ConvCase> Maps =>
        from map in _maps
        from planar in _either
        select new ConvCase(planar ? 3 : 5, 17, map.Height, map.Width, _same) { Planar = planar };

    private static IEnumerable<ConvCase> Kernels =>
        from kernel in _kernels
        from planar in _either
        select new ConvCase(planar ? 3 : 6, 9, 9, 8, Padded(new Window(kernel.Height, kernel.Width), Edges.All(planar ? 0 : 2)))
        {
            Planar = planar,
        };

    private static IEnumerable<ConvCase> Strides =>
        from stride in _strides
        from kernel in Enumerable.Range(1, 3)
        select new ConvCase(5, 7, 9, 8, Padded(Strided(new Window(kernel), stride), Edges.All(kernel / 2)))
        {
            Planar = stride == (2, 2),
        };

    /// <summary>Also padding that is larger than the kernel, so that some outputs see nothing of the image.</summary>
    private static IEnumerable<ConvCase> Paddings =>
    [
        .. from padding in _paddings
           select new ConvCase(5, 9, 6, 5, Padded(new Window(3), padding)) { Planar = padding.Top == 3 },
        new(4, 9, 4, 3, new Window(1, padding: 1)), new(4, 9, 4, 3, new Window(1, stride: 2, padding: 3)),
        new(4, 9, 1, 1, new Window(2, padding: 3)), new(4, 9, 5, 5, Padded(new Window(3, stride: 2), new(0, 1, 1, 0))),
    ];

    /// <summary>Where stride and dilation share a divisor, the gradient by the input has positions that no tap reaches.</summary>
    private static IEnumerable<ConvCase> Dilations =>
    [
        .. from dilation in _dilations
           from stride in _dilatedStrides
           select new ConvCase(4, 6, 10, 9, Padded(Strided(Dilated(new Window(3), dilation), stride), new(1, 0, 2, 3))),
        new(4, 6, 9, 9, Dilated(new Window(2, stride: 2), (4, 4))),
        new(3, 6, 9, 9, Dilated(new Window(3, stride: 2), (2, 3))) { Planar = true },
    ];

    private static IEnumerable<ConvCase> Groups =>
    [
        .. from channels in _groups
           select new ConvCase(channels.Inputs, channels.Outputs, 4, 5, _same, channels.Groups),
        .. from size in _groupSizes
           from stride in Enumerable.Range(1, 2)
           select new ConvCase(5 * size, 5 * size, 7, 15, new Window(3, stride: stride, padding: 1), Groups: 5)
           {
               Activation = stride == 1 ? ActivationFunction.ReLU6 : ActivationFunction.Identity,
           },
        new(20, 20, 7, 6, new Window(3, stride: 2, padding: 1), Groups: 20), new(18, 12, 7, 6, new Window(3, stride: 2, padding: 1), Groups: 6),
        new(6, 4, 5, 5, _same, Groups: 2) { Planar = true }, new(3, 3, 5, 5, _same, Groups: 3) { Planar = true },
    ];

    private static IEnumerable<ConvCase> Epilogues =>
        from epilogue in _epilogues
        from bias in _either
        select new ConvCase(7, 19, 5, 4, _same) { Bias = bias, Activation = epilogue.Function, Slope = epilogue.Slope };

    private static IEnumerable<ConvCase> Halos =>
        from wider in _widerHalos
        from output in _outputHalos
        from planar in _either
        where wider != Edges.None || output != Edges.None
        select new ConvCase(planar ? 2 : 9, 10, 5, 7, new Window(3, stride: 2, padding: 1)) { Wider = wider, OutputHalo = output, Planar = planar };

    /// <summary>Volumes: each number of the third direction, then random ones.</summary>
    private static IEnumerable<ConvCase> Volumes =>
    [
        new(5, 9, 4, 5, Deep(_same, kernel: 3, padding: 1)) { Depth = 4 },
        new(2, 9, 4, 5, Deep(_same, kernel: 3, padding: 1)) { Depth = 3, Planar = true },
        new(3, 17, 3, 4, Deep(_same, kernel: 1)) { Depth = 3, OutputHalo = new(1, 0, 2, 1, 2, 1), Wider = new(0, 1, 0, 0, 1, 2) },
        new(17, 4, 3, 15, Deep(new Window(1), kernel: 2)) { Depth = 3, Activation = ActivationFunction.ReLU6 },
        new(4, 5, 1, 1, Deep(new Window(1), kernel: 3, padding: 2)),
        new(6, 4, 4, 3, Deep(_same, kernel: 3, stride: 2, padding: 1), Groups: 2) { Depth = 5 },
        new(24, 24, 3, 4, Deep(_same, kernel: 3, padding: 1), Groups: 6) { Depth = 3 },
        new(3, 4, 3, 3, Deep(_same, kernel: 2, stride: 2, dilation: 2)) { Depth = 6 },
        new(3, 4, 3, 3, Deep(_same, kernel: 3, stride: 3, dilation: 2) with { Front = 3, Back = 1 }) { Depth = 4 },
        .. Generate(new Random(3)).Where((_, i) => i % 4 == 0).Select((item, i) => item with
        {
            Depth = 2 + (i % 4),
            Window = Deep(item.Window, 1 + (i % 3), 1 + (i / 2 % 3), i % 2, 1 + (i / 3 % 2)),
        }).Where(Fits).Take(16),
    ];

    /// <summary>Every table.</summary>
    public static IReadOnlyList<ConvCase> Tables { get; } =
        [.. new[] { Channels, Tiles, Maps, Kernels, Strides, Paddings, Dilations, Groups, Epilogues, Halos, Volumes }.SelectMany(table => table).Distinct()];

    /// <summary>A hundred geometries, the same in every run.</summary>
    public static IReadOnlyList<ConvCase> Random { get; } = [.. Generate(new Random(20_240)).Distinct().Take(100)];

    public static IReadOnlyList<ConvCase> All { get; } = [.. Tables, .. Random];

    /// <summary>The cases whose gradients are computed. Epilogues are none of the gradients' business.</summary>
    public static IReadOnlyList<ConvCase> Gradients { get; } = [.. Tables.Except(Epilogues), .. Random.Take(50)];

    private static readonly Dictionary<string, ConvCase> _byText = All.ToDictionary(item => item.ToString());

    public static ConvCase Find(string text) => _byText[text];

    private static IEnumerable<ConvCase> Generate(Random random)
    {
        while (true)
        {
            int groups = random.Next(3) > 0 ? 1 : random.Next(2, 9);
            int most = groups == 1 ? 24 : 1 + (24 / groups);
            var item = new ConvCase(
                groups * random.Next(1, most), groups * random.Next(1, most), random.Next(1, 9), random.Next(1, 9), RandomWindow(random), groups)
            {
                Planar = random.Next(4) == 0,
                Bias = random.Next(2) == 0,
                Activation = _functions[random.Next(_functions.Length)],
                Slope = 0.125f,
                Wider = random.Next(3) == 0 ? RandomEdges(random) : Edges.None,
                OutputHalo = random.Next(3) == 0 ? RandomEdges(random) : Edges.None,
            };
            if (Fits(item)) yield return item.Activation == ActivationFunction.LeakyReLU ? item : item with { Slope = 0 };
        }
    }

    private static Window RandomWindow(Random random)
    {
        var window = new Window(random.Next(1, 6), random.Next(1, 6));
        window = Strided(window, (random.Next(1, 4), random.Next(1, 4)));
        window = Dilated(window, (random.Next(1, 4), random.Next(1, 4)));
        return Padded(window, RandomEdges(random));
    }

    private static Edges RandomEdges(Random random) => new(random.Next(4), random.Next(4), random.Next(4), random.Next(4));

    private static bool Fits(ConvCase item)
    {
        Window w = item.Window;
        return (w.DilationDepth * (w.KernelDepth - 1)) < item.Depth + w.Front + w.Back
            && (w.DilationHeight * (w.KernelHeight - 1)) < item.Height + w.Top + w.Bottom
            && (w.DilationWidth * (w.KernelWidth - 1)) < item.Width + w.Left + w.Right;
    }

    private static Window Deep(Window window, int kernel, int stride = 1, int padding = 0, int dilation = 1) => window with
    {
        KernelDepth = kernel,
        StrideDepth = stride,
        Front = padding,
        Back = padding,
        DilationDepth = dilation,
    };

    private static Window Padded(Window window, Edges padding) =>
        window with { Top = padding.Top, Left = padding.Left, Bottom = padding.Bottom, Right = padding.Right };

    private static Window Strided(Window window, (int Height, int Width) stride) =>
        window with { StrideHeight = stride.Height, StrideWidth = stride.Width };

    private static Window Dilated(Window window, (int Height, int Width) dilation) =>
        window with { DilationHeight = dilation.Height, DilationWidth = dilation.Width };
}
