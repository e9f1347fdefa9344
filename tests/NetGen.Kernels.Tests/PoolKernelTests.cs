using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using Window = NetGen.Reference.Window;

namespace NetGen.Kernels.Tests;

public sealed class PoolKernelTests
{
    private const int Images = 2;

    private static readonly IReadOnlyList<PoolCase> _cases =
    [
        .. from shape in new ShapeCase[] { new(1, 2, 2), new(5, 7, 13), new(8, 13, 2), new(17, 13, 7) } select new PoolCase(shape, new Window(2, stride: 2)),
        new(new(20, 24, 24), new Window(2, stride: 2)),
        new(new(16, 13, 13), new Window(3, stride: 2, padding: 1)),
        new(new(9, 7, 7), new Window(3, stride: 1, padding: 1)),
        new(new(3, 7, 13), new Window(2, stride: 3)),
        new(new(7, 1, 13), new Window(1, 3) { StrideWidth = 2 }),
        new(new(15, 13, 1), new Window(2, 1) { StrideHeight = 1, Top = 1 }),
        new(new(4, 5, 7), new Window(3, 2) { StrideHeight = 2, StrideWidth = 1, Top = 0, Left = 1, Bottom = 2, Right = 0 }),
        new(new(5, 2, 2), new Window(4, stride: 4, padding: 2)),
        new(new(3, 2, 1), new Window(3, 1) { Top = 1, Bottom = 1 }),
        new(new(2, 11, 12), new Window(9, stride: 1)),
        new(new(31, 13, 13), new Window(3, stride: 2, padding: 1)) { InputHalo = Edges.All(1), OutputHalo = new(2, 1, 0, 3) },
        new(new(17, 6, 4), new Window(2, stride: 2)),
        new(new(18, 9, 23), new Window(3, stride: 3, padding: 1)) { InputHalo = Edges.All(1) },
        new(new(33, 14, 14), new Window(3, stride: 1, padding: 1)) { InputHalo = Edges.All(1), OutputHalo = Edges.All(1) },
        new(new(6, 10, 10), new Window(2, 4) { StrideHeight = 1, StrideWidth = 3, Left = 2, Right = 2 }),
        new(new(5, 9, 8), new Window(3, 2) { StrideHeight = 1, StrideWidth = 1, Top = 1, Bottom = 1 }),
        new(new(4, 7, 9), new Window(3, 2)) { InputHalo = new(0, 0, 1, 1), OutputHalo = Edges.All(2) },
        new(new(5, 9, 11), new Window(3, stride: 2, padding: 1, dilation: 2)),
        new(new(3, 8, 7), new Window(3, stride: 2) { CeilMode = true }),
        new(new(17, 6, 5), new Window(2, stride: 3, padding: 1) { CeilMode = true }),
        new(new(6, 3, 5), new Window(3, stride: 2, padding: 1) { CeilMode = true, Bottom = 0 }),
        new(new(20, 1, 17), new Window(1, 3) { StrideWidth = 2, Left = 1, Right = 1 }),
        new(new(5, 4, 6) { Depth = 5 }, new Window(2, stride: 2) { KernelDepth = 3, StrideDepth = 2, Front = 1, Back = 1 })
        {
            InputHalo = new(1, 0, 0, 1, 0, 2), OutputHalo = new(0, 0, 1, 0, 1, 0),
        },
        new(new(9, 4, 4) { Depth = 4 }, new Window(2, stride: 2) { KernelDepth = 2, StrideDepth = 2 }),
        new(new(4, 3, 3) { Depth = 6 }, new Window(3, stride: 1, padding: 1) { KernelDepth = 2, DilationDepth = 3, CeilMode = true }),
    ];

    internal static KernelLibrary Library { get; } = new(_cases.SelectMany(item => item.Specs));

    public static TheoryData<string, string> Rows => InstructionSets.With(_cases);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Max_is_the_largest_value_under_the_window_and_never_padding(string set, string text)
    {
        PoolCase item = Find(text);
        Tensor x = item.Input(offset: -10);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer source = memory.Tensor(x, item.InputForm), target = memory.Blank(Images, item.OutputForm);
            Library.RunBlocks(item.Max, instructions, Images, source.Layout.Blocks, source, target);
            Close.AssertExact(MaxPool2d.Forward(x, item.Window), target.Read());
        });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_gradient_of_max_flows_to_the_first_of_the_largest_values(string set, string text)
    {
        PoolCase item = Find(text);

        // Few different values, so that windows hold the same maximum more than once.
        Tensor x = item.Input().Map(value => Math.Round(value * 2)), dy = item.Gradient;
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer dx = memory.Blank(Images, item.InputForm);
            Library.RunBlocks(
                item.MaxBackward, instructions, Images, dx.Layout.Blocks,
                memory.Tensor(x, item.InputForm), memory.Tensor(MaxPool2d.Forward(x, item.Window), item.OutputForm),
                memory.Tensor(dy, item.OutputForm), dx);
            Close.Assert(MaxPool2d.Backward(x, dy, item.Window), dx.Read(), item.Overlap, scale: 1);
        });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_NaN_wins_every_window_it_lies_under(string set, string text)
    {
        PoolCase item = Find(text);
        const int Apart = 7;
        for (int shift = 0; shift < Apart; shift++)
        {
            // Few enough that a window of nine has one or two, at each of its places for some shift.
            Tensor x = item.Input();
            for (int row = 0; row < x.Rows; row++)
            {
                for (int column = (shift + (3 * row)) % Apart; column < x.Width; column += Apart) x[1, x.Channels - 1, row, column] = double.NaN;
            }

            KernelMemory.Guarded(set, (memory, instructions) =>
            {
                TensorBuffer source = memory.Tensor(x, item.InputForm), target = memory.Blank(Images, item.OutputForm);
                Library.RunBlocks(item.Max, instructions, Images, source.Layout.Blocks, source, target);
                Close.AssertExact(MaxPool2d.Forward(x, item.Window), target.Read());
            });
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Average_is_the_mean_with_padding_as_zeros_or_not_counted(string set, string text)
    {
        PoolCase item = Find(text);
        Tensor x = item.Input();
        foreach (bool countIncludePad in item.Divisors)
        {
            KernelMemory.Guarded(set, (memory, instructions) =>
            {
                TensorBuffer source = memory.Tensor(x, item.InputForm), target = memory.Blank(Images, item.OutputForm);
                Library.RunBlocks(item.Average(countIncludePad), instructions, Images, source.Layout.Blocks, source, target);
                Close.Assert(AvgPool2d.Forward(x, item.Window, countIncludePad), target.Read(), item.Taps + 2, scale: 1);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_gradient_of_an_average_is_shared_by_the_window(string set, string text)
    {
        PoolCase item = Find(text);
        Tensor x = item.Input(), dy = item.Gradient;
        foreach (bool countIncludePad in item.Divisors)
        {
            KernelMemory.Guarded(set, (memory, instructions) =>
            {
                TensorBuffer dx = memory.Blank(Images, item.InputForm);
                Library.RunBlocks(
                    item.AverageBackward(countIncludePad), instructions, Images, dx.Layout.Blocks, memory.Tensor(dy, item.OutputForm), dx);
                Close.Assert(AvgPool2d.Backward(x, dy, item.Window, countIncludePad), dx.Read(), item.Overlap + 2, scale: 1);
            });
        }
    }

    private static PoolCase Find(string text) => _cases.Single(item => item.ToString() == text);

    private sealed record PoolCase(ShapeCase Shape, Window Window)
    {
        public Edges InputHalo { get; init; }

        public Edges OutputHalo { get; init; }

        public int Taps => Window.Size;

        /// <summary>Windows that can lie over one pixel: the summands of its gradient.</summary>
        public int Overlap =>
            ((Window.KernelDepth / Window.StrideDepth) + 1) * ((Window.KernelHeight / Window.StrideHeight) + 1) * ((Window.KernelWidth / Window.StrideWidth) + 1);

        public Tensor Gradient => Tensor.Random(
            2, Images, Shape.Channels, Window.OutHeight(Shape.Height), Window.OutWidth(Shape.Width), depth: Window.OutDepth(Shape.Depth));

        public TensorForm InputForm => Forms.Of(Input(), InputHalo);

        public TensorForm OutputForm => Forms.Of(Gradient, OutputHalo);

        public MaxPoolKernel Max => new(InputForm, OutputForm, Kernel, Stride, Padding) { Dilation = Dilation };

        public MaxPoolBackwardKernel MaxBackward => new(InputForm, OutputForm, InputForm, OutputForm, Kernel, Stride, Padding) { Dilation = Dilation };

        /// <summary>With the padding counted and without; a mean has no dilation.</summary>
        public IEnumerable<bool> Divisors => Dilation == new Size(1, 1) ? [true, false] : [];

        public IEnumerable<KernelSpec> Specs =>
            [Max, MaxBackward, .. Divisors.Select(Average), .. Divisors.Select(AverageBackward)];

        private Size Kernel => new(Window.KernelHeight, Window.KernelWidth, Window.KernelDepth);

        private Size Stride => new(Window.StrideHeight, Window.StrideWidth, Window.StrideDepth);

        private Size Dilation => new(Window.DilationHeight, Window.DilationWidth, Window.DilationDepth);

        private Edges Padding => new(Window.Top, Window.Left, Window.Bottom, Window.Right, Window.Front, Window.Back);

        public AvgPoolKernel Average(bool countIncludePad) => new(InputForm, OutputForm, Kernel, Stride, Padding, countIncludePad);

        public AvgPoolBackwardKernel AverageBackward(bool countIncludePad) =>
            new(OutputForm, InputForm, Kernel, Stride, Padding, countIncludePad);

        public Tensor Input(double offset = 0) =>
            Shape.Random(1, Images).Map(value => (float)(value + offset));

        public override string ToString() => Max.Name;
    }
}
