using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using GroupNorm = NetGen.Reference.GroupNorm;

namespace NetGen.Kernels.Tests;

/// <summary>LayerNorm, InstanceNorm and GroupNorm: one template.</summary>
public sealed class NormKernelTests
{
    private const int Images = 3;
    private const float Epsilon = 1e-5f;

    private static readonly IReadOnlyList<NormCase> _cases =
    [
        .. from shape in Cases.Shapes where shape != new ShapeCase(1, 1, 1) select new NormCase(shape, 1, NormAffine.PerElement),
        .. from shape in Cases.Shapes where shape.Height > 1 select new NormCase(shape, shape.Channels, NormAffine.None),
        new(new(6, 3, 5), 3, NormAffine.PerChannel), new(new(24, 5, 5), 3, NormAffine.PerChannel), new(new(64, 2, 3), 32, NormAffine.PerChannel),
        new(new(40, 3, 3) { Halo = new(1, 0, 2, 1) }, 5, NormAffine.PerChannel), new(new(96, 2, 2), 4, NormAffine.PerChannel),
        new(new(20, 1, 7), 2, NormAffine.None), new(new(12, 3, 2) { Depth = 3 }, 6, NormAffine.PerChannel), new(new(768, 1, 1), 1, NormAffine.PerElement),
        new(new(5, 9, 9), 5, NormAffine.PerChannel) { Offset = 1000 }, new(new(7, 1, 1), 1, NormAffine.PerChannel),
    ];

    internal static KernelLibrary Library { get; } = new(_cases.SelectMany(item => item.Specs));

    public static TheoryData<string, string> Rows => InstructionSets.With(_cases);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Forward_normalises_each_group_of_each_image(string set, string text)
    {
        NormCase item = Find(text);
        Tensor x = item.Input;
        GroupNorm.Result expected = item.Reference(x);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer y = memory.Blank(Images, item.OutputForm), statistics = memory.Blank(Images, item.Forward.Division.Statistics);
            FloatBuffer? scale = item.Scale is { } factors ? memory.Floats(factors) : null, shift = item.Shift is { } summands ? memory.Floats(summands) : null;
            Run(item.Forward, instructions, memory.Tensor(x, item.Shape.Form), y, scale, shift, statistics);
            Tensor saved = statistics.Read();
            foreach ((int n, int g, _, _) in expected.Mean.Indices)
            {
                Assert.Equal(expected.Mean[n, g], saved[n, g], 4 * Close.Rounding * Math.Max(1, Math.Abs(expected.Mean[n, g])));
                Assert.Equal(1, saved[n, item.Groups + g] / expected.InverseStd[n, g], 32 * Close.Rounding);
            }

            Close.Assert(expected.Output, y.Read(), 64 + item.Offset, scale: 1);
        });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Backward_gives_the_gradients_of_input_scale_and_shift(string set, string text)
    {
        NormCase item = Find(text);
        Tensor x = item.Input, dy = item.Shape.Random(4, Images);
        GroupNorm.Result forward = item.Reference(x);
        (Tensor dx, Tensor dScale, Tensor dShift) = GroupNorm.Backward(x, dy, item.Scale, forward, item.Groups);
        double largest = forward.InverseStd.Values.ToArray().Max();
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer source = memory.Tensor(x, item.Shape.Form), gradient = memory.Tensor(dy, item.OutputForm), result = memory.Blank(Images, item.OutputForm);
            TensorBuffer statistics = memory.Tensor(Statistics(forward, item.Groups), item.Forward.Division.Statistics);
            FloatBuffer? scale = item.Scale is { } factors ? memory.Floats(factors) : null;
            Run(item.Backward, instructions, source, gradient, result, scale, statistics);
            Close.Assert(dx, result.Read(), 64 + item.Offset, scale: largest);
            if (item.Affine != NormAffine.None)
            {
                FloatBuffer scaleGradient = memory.Floats(dScale.Values.Length), shiftGradient = memory.Floats(dScale.Values.Length);
                for (int block = 0; block < source.Layout.Blocks; block++)
                    Library.Run(item.ParameterGradient, instructions, source, gradient, statistics, scaleGradient, shiftGradient, Images, block);
                double terms = Math.Sqrt(Images * x.Pixels);
                Close.Assert(dScale, scaleGradient.ReadAs(dScale), 16 + item.Offset, scale: 4 * terms);
                Close.Assert(dShift, shiftGradient.ReadAs(dShift), 16, scale: 4 * terms);
            }

            Run(item.Backward, instructions, source, gradient, gradient, scale, statistics);
            Assert.True(result.HasSameBits(gradient));
        });
    }

    private static void Run(KernelSpec kernel, InstructionSet set, params FloatBuffer?[] buffers)
    {
        for (int image = 0; image < Images; image++)
        {
            object?[] arguments = [.. buffers.Select(buffer => buffer is TensorBuffer tensor ? tensor.Image(image) : (object?)buffer)];
            for (int part = 0; part < ((IPartitioned)kernel).Parts(set); part++) Library.Run(kernel, set, [.. arguments, part]);
        }
    }

    private static Tensor Statistics(GroupNorm.Result forward, int groups)
    {
        var statistics = new Tensor(Images, 2 * groups);
        foreach ((int n, int g, _, _) in forward.Mean.Indices) (statistics[n, g], statistics[n, groups + g]) = (forward.Mean[n, g], forward.InverseStd[n, g]);
        return statistics;
    }

    private static NormCase Find(string text) => _cases.Single(item => item.ToString() == text);

    private sealed record NormCase(ShapeCase Shape, int Groups, NormAffine Affine)
    {
        public double Offset { get; init; }

        public Tensor Input => Shape.Random(1, Images, scale: 2).Map(value => (float)(value + Offset));

        public TensorForm OutputForm => Shape.Form with { Halo = new(0, 1, 1, 0) };

        public Tensor? Scale => Parameter(2);

        public Tensor? Shift => Parameter(3);

        public NormKernel Forward => new(Shape.Form, OutputForm, Groups, Epsilon, Affine);

        public NormBackwardKernel Backward => new(Shape.Form, OutputForm, OutputForm, Groups, Affine);

        public NormParameterGradientKernel ParameterGradient => new(Shape.Form, OutputForm, Groups, Affine);

        public IEnumerable<KernelSpec> Specs => Affine == NormAffine.None ? [Forward, Backward] : [Forward, Backward, ParameterGradient];

        public GroupNorm.Result Reference(Tensor x) => GroupNorm.Forward(x, Scale, Shift, Groups, Epsilon);

        public override string ToString() => Forward.Name + (Offset == 0 ? "" : $" +{Offset}");

        private Tensor? Parameter(int seed) => Affine switch
        {
            NormAffine.None => null,
            NormAffine.PerChannel => Tensor.Random(seed, 1, Shape.Channels),
            _ => Shape.Random(seed, 1),
        };
    }
}
