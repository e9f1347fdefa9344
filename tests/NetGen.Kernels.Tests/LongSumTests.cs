using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Runtime;
using Shape = NetGen.Generator.Graph.Shape;

namespace NetGen.Kernels.Tests;

/// <summary>
/// Sums over many pixels keep their digits. Bodies get rows of stride zero: one row in memory stands for a whole plane, and its image for a
/// batch, so that a plane of 4096×4096 costs nothing but time.
/// </summary>
public sealed class LongSumTests
{
    private const double Tolerance = 1e-6;

    private static readonly float[] _constants = [0.1f, 1e-3f, 1e8f, -0.7f];

    private static readonly (int Rows, int Width)[] _planes = [(1, 1), (1, 17), (7, 7), (100, 3), (3, 100), (1024, 1024), (4096, 4096)];

    private static readonly PoolFunction _average = new AvgPoolFunction(CountIncludePad: true, IsLong: true);

    private static readonly AdaptiveAvgPoolBody _bins = new(Backward: false, IsLong: true);

    private static readonly BatchNormForwardBody _batchNorm = new(ActivationFunction.Identity, 0);

    private static readonly NormBody _norm = new(PerElement: false);

    private static readonly NormParameterGradientBody _normGradient = new(PerElement: false);

    private static readonly KernelLibrary _library = new(
    [
        new ChannelSumBody(), new ChannelDotBody(), new BiasGradientBody(), new PoolRowBody(_average), _bins, _batchNorm, new BatchNormBackwardBody(),
        _norm, _normGradient, new PReLUBackwardBody(), .. SmallWindows(),
    ]);

    public static TheoryData<string> Sets => InstructionSets.Rows;

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_mean_and_the_sum_of_a_channel_do_not_depend_on_its_size(string set) => ForEachPlane(set, (row, value, rows, y) =>
    {
        int run = row.Width * row.Set.Lanes;
        _library.RunBody(new ChannelSumBody(), row.Set, row.Buffer, 0, 0, 1, rows, run, y, 1f / ((float)rows * row.Width));
        AssertClose(value, y.Span[0]);
        _library.RunBody(new ChannelDotBody(), row.Set, row.Buffer, row.Buffer, 0, 0, 0, 0, 1, rows, run, y);
        AssertClose(value * value * rows * row.Width, y.Span[row.Set.Lanes - 1]);
    });

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_mean_of_a_window_does_not_depend_on_its_size(string set) => ForEachPlane(set, (row, value, rows, y) =>
    {
        var window = new PoolWindow(new PoolAxis(rows, 1, rows, rows), new PoolAxis(row.Width, 1, row.Width, row.Width));
        _library.RunBody(new PoolRowBody(_average), row.Set, row.Buffer, 0, 0, y, 0, 0, window, 0, 0, 0, 1);
        AssertClose(value, y.Span[0]);
        _library.RunBody(_bins, row.Set, row.Buffer, 0, 0, 1, rows, row.Width, y, 0, 0, 1, 1, 1);
        AssertClose(value, y.Span[0]);
    });

    [Theory]
    [MemberData(nameof(Sets))]
    public void Gradients_of_biases_and_slopes_do_not_depend_on_the_number_of_pixels_and_images(string set) => ForEachPlane(set, (row, value, rows, y) =>
    {
        // The rows are the images of a batch, and their planes.
        int run = row.Width * row.Set.Lanes;
        double count = (double)rows * row.Width;
        _library.RunBody(new BiasGradientBody(), row.Set, row.Buffer, 0, 0, 1, 1, run, rows, 0, y);
        AssertClose(value * count, y.Span[0]);
        _library.RunBody(new BiasGradientBody(), row.Set, row.Buffer, 0, 0, 1, rows, run, 3, 0, y);
        AssertClose(3 * value * count, y.Span[0]);

        FloatBuffer x = row.Like(-1), dx = row.Like(0), slope = row.Like(0);
        _library.RunBody(
            new PReLUBackwardBody(), row.Set, x, row.Buffer, dx, 0, 0, 0, 0, 0, 0, 1, rows, run, 1, 0, 0, 0, slope, y, row.Set.Lanes, row.Set.Lanes, 0);
        AssertClose(-value * count, y.Span[0]);
    });

    [Theory]
    [MemberData(nameof(Sets))]
    public void Statistics_of_normalisations_do_not_depend_on_the_size(string set) => ForEachPlane(set, (row, value, rows, y) =>
    {
        int run = row.Width * row.Set.Lanes, lanes = row.Set.Lanes;
        FloatBuffer output = row.Like(0), running = row.Like(0), mean = row.Like(0), inverse = row.Like(0);
        _library.RunBody(
            _batchNorm, row.Set, row.Buffer, output, 0, 0, 0, 0, 1, rows, run, 1, 0, 0, null, null, running, running, mean, inverse,
            (float)((double)rows * row.Width), 1e-5f, 0.1f, lanes, 0);
        AssertClose(value, mean.Span[0]);

        FloatBuffer statistics = row.Like(0);
        _library.RunBody(
            _norm, row.Set, row.Buffer, output, 0, 0, 0, 0, 0, 0, 1, rows, run, null, null, statistics, 1e-5f, 1, 1, rows * row.Width, 1, 1, 0);
        AssertClose(value, statistics.Span[0]);
    });

    [Theory]
    [MemberData(nameof(Sets))]
    public void Gradients_of_normalisations_do_not_depend_on_the_number_of_pixels_and_images(string set) => ForEachPlane(set, (row, value, rows, y) =>
    {
        int run = row.Width * row.Set.Lanes, lanes = row.Set.Lanes;
        double count = (double)rows * row.Width;
        FloatBuffer x = row.Like(3), dx = row.Like(0), mean = row.Like(1), inverse = row.Like(0.25f), scale = row.Like(1), shiftGradient = row.Like(0);
        _library.RunBody(
            new BatchNormBackwardBody(), row.Set, x, row.Buffer, dx, 0, 0, 0, 0, 0, 0, 1, 1, run, rows, 0, 0, 0, scale, mean, inverse, y, shiftGradient,
            (float)row.Width, lanes, 0);
        AssertClose(value * count, shiftGradient.Span[0]);
        AssertClose(0.5 * value * count, y.Span[0]);

        FloatBuffer statistics = Statistics(row, 1, 0.25f);
        _library.RunBody(
            _normGradient, row.Set, x, row.Buffer, 0, 0, 0, 0, 0, 0, 1, 1, run, statistics, y, shiftGradient, rows, 0, 0, 0, lanes, 1, row.Width, 0);
        AssertClose(value * count, shiftGradient.Span[0]);
        AssertClose(0.5 * value * count, y.Span[0]);

        static FloatBuffer Statistics(SharedRow row, float mean, float inverse)
        {
            FloatBuffer buffer = row.Like(mean);
            buffer.Span[1] = inverse;
            return buffer;
        }
    });

    /// <summary>Up to 49 pixels are added in one chain, which must be short enough for the most unlucky constant.</summary>
    [Theory]
    [MemberData(nameof(Sets))]
    public void Windows_of_every_size_keep_the_mean_of_unlucky_constants(string set)
    {
        var random = new Random(1);
        var constants = new Reference.Tensor(1, 64);
        foreach (int c in Enumerable.Range(0, 64)) constants[0, c] = (float)Math.Pow(10, (random.NextDouble() * 10) - 3);
        foreach (AvgPoolKernel kernel in SmallWindows())
        {
            var x = new Reference.Tensor(1, 64, kernel.Input.Shape.Height, kernel.Input.Shape.Width);
            foreach ((int n, int c, int row, int column) in x.Indices) x[n, c, row, column] = constants[0, c];
            KernelMemory.Guarded(set, (memory, instructions) =>
            {
                TensorBuffer source = memory.Tensor(x, kernel.Input), target = memory.Blank(1, kernel.Output);
                _library.RunBlocks(kernel, instructions, 1, source.Layout.Blocks, source, target);
                for (int c = 0; c < 64; c++) AssertClose(constants[0, c], target.Read()[0, c]);
            });
        }
    }

    private static IEnumerable<AvgPoolKernel> SmallWindows() =>
        from height in Enumerable.Range(1, 9)
        from width in new[] { height, 7, 11 }
        let input = new TensorForm(Shape.Of(64, height, width))
        select new AvgPoolKernel(input, new TensorForm(Shape.Of(64, 1, 1)), new(height, width), new(height, width), default, CountIncludePad: true);

    private static void ForEachPlane(string setName, Action<SharedRow, double, int, FloatBuffer> test)
    {
        foreach ((int rows, int width) in _planes)
        {
            foreach (float value in _constants)
            {
                KernelMemory.Guarded(setName, (memory, set) =>
                {
                    var row = new SharedRow(memory, set, width, value);
                    test(row, value, rows, memory.Floats(set.Lanes));
                });
            }
        }
    }

    private static void AssertClose(double expected, double actual) => Assert.True(
        Math.Abs(actual - expected) <= Tolerance * Math.Abs(expected), $"Expected {expected:G9}, got {actual:G9}: {Math.Abs((actual / expected) - 1):G3} off.");

    /// <summary>One row of a block of channels, all of whose values are equal.</summary>
    private sealed record SharedRow(KernelMemory Memory, InstructionSet Set, int Width, float Value)
    {
        public FloatBuffer Buffer { get; } = Filled(Memory, Width * Set.Lanes, Value);

        public FloatBuffer Like(float value) => Filled(Memory, Math.Max(2, Width) * Set.Lanes, value);

        private static FloatBuffer Filled(KernelMemory memory, int length, float value)
        {
            FloatBuffer buffer = memory.Floats(length);
            buffer.Span.Fill(value);
            return buffer;
        }
    }
}
