using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using BatchNorm = NetGen.Reference.BatchNorm;

namespace NetGen.Kernels.Tests;

public sealed class BatchNormKernelTests
{
    private const int Images = 3;
    private const float Epsilon = 1e-5f, Momentum = 0.1f;

    private static readonly IReadOnlyList<BatchNormCase> _cases =
    [
        .. from shape in Cases.Shapes select new BatchNormCase(shape),
        new(new(17, 7, 5)) { OutputHalo = Edges.All(1) },
        new(new(17, 3, 4)) { Affine = false },
        new(new(16, 13, 13)) { Activation = ActivationFunction.ReLU },
        new(new(5, 4, 4)) { Activation = ActivationFunction.LeakyReLU, Slope = 0.1f },
        new(new(5, 9, 9)) { Offset = 1000 },
        new(new(3, 20, 20)) { Images = 20 },
        new(new(19, 1, 1)) { Images = 1 },
    ];

    internal static KernelLibrary Library { get; } = new(
        _cases.SelectMany(item => new KernelSpec[] { item.Forward, item.Backward, item.BackwardInPlace }));

    public static TheoryData<string, string> Rows => InstructionSets.With(_cases);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Forward_normalises_and_updates_the_running_statistics(string set, string text)
    {
        BatchNormCase item = Find(text);
        Tensor x = item.Input;
        BatchNorm.Result expected = item.Reference(x);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer y = memory.Blank(item.Images, item.OutputForm);
            FloatBuffer mean = memory.Floats(item.Running(5)), variance = memory.Floats(item.Running(6));
            FloatBuffer savedMean = Saved(memory, y.Layout), savedInverseStd = Saved(memory, y.Layout);
            for (int block = 0; block < y.Layout.Blocks; block++)
            {
                Library.Run(
                    item.Forward, instructions, memory.Tensor(x, item.InputForm), y,
                    item.Affine ? memory.Floats(item.Scale!) : null, item.Affine ? memory.Floats(item.Shift!) : null,
                    mean, variance, savedMean, savedInverseStd, item.Images, block);
            }

            // The rounding of x itself is all that an offset leaves of the digits; elsewhere sums are of short rows.
            int channels = item.Shape.Channels;
            Close.Assert(expected.Mean, savedMean.Read(channels), 4, scale: 1);
            Close.Assert(expected.InverseStd, savedInverseStd.Read(channels), 32);
            Close.Assert(expected.RunningMean, mean.Read(channels), 4, scale: 1);
            Close.Assert(expected.RunningVariance, variance.Read(channels), 32);
            Close.Assert(item.Activate(expected.Output), y.Read(), 64 + item.Offset, scale: 1);
        });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Backward_gives_the_gradients_of_input_scale_and_shift(string set, string text)
    {
        BatchNormCase item = Find(text);
        Tensor x = item.Input, dy = item.Shape.Random(4, x.Images);
        BatchNorm.Result forward = item.Reference(x);
        (Tensor dx, Tensor dScale, Tensor dShift) = BatchNorm.Backward(x, dy, item.Scale, forward.Mean, forward.InverseStd);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer source = memory.Tensor(x, item.InputForm), gradient = memory.Tensor(dy, item.OutputForm);
            TensorBuffer result = memory.Blank(item.Images, item.InputForm);
            FloatBuffer scaleGradient = memory.Floats(x.Channels), shiftGradient = memory.Floats(x.Channels);
            FloatBuffer mean = Saved(memory, source.Layout, forward.Mean);
            FloatBuffer inverseStd = Saved(memory, source.Layout, forward.InverseStd);
            void Run(KernelSpec spec, TensorBuffer target)
            {
                for (int block = 0; block < source.Layout.Blocks; block++)
                {
                    Library.Run(
                        spec, instructions, source, gradient, target, item.Affine ? memory.Floats(item.Scale!) : null, mean, inverseStd,
                        item.Affine ? scaleGradient : null, item.Affine ? shiftGradient : null, item.Images, block);
                }
            }

            Run(item.Backward, result);
            double count = item.Images * x.Pixels, largest = forward.InverseStd.Values.ToArray().Max();
            Close.Assert(dx, result.Read(), 64 + item.Offset, scale: largest);
            if (item.Affine)
            {
                // A product with x̂ is at most a few units large; roundings of independent terms add up by their root.
                Close.Assert(dScale, scaleGradient.Read(x.Channels), 16 + item.Offset, scale: 4 * Math.Sqrt(count));
                Close.Assert(dShift, shiftGradient.Read(x.Channels), 16, scale: 4 * Math.Sqrt(count));
            }

            Run(item.BackwardInPlace, gradient);
            Close.AssertExact(result.Read(), gradient.Read());
        });
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Rows), MemberType = typeof(InstructionSets))]
    public void A_constant_channel_becomes_exactly_the_shift(string set)
    {
        BatchNormCase item = Find("BatchNorm_e1Em05_m0_1_5x9x9_5x9x9 n3 +1000");
        Tensor x = item.Input.Map(_ => 1000.1f);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer y = memory.Blank(item.Images, item.OutputForm);
            for (int block = 0; block < y.Layout.Blocks; block++)
            {
                Library.Run(
                    item.Forward, instructions, memory.Tensor(x, item.InputForm), y, memory.Floats(item.Scale!), memory.Floats(item.Shift!),
                    memory.Floats(item.Running(5)), memory.Floats(item.Running(6)),
                    Saved(memory, y.Layout), Saved(memory, y.Layout), item.Images, block);
            }

            Close.AssertExact(item.Reference(x).Output, y.Read());
        });
    }

    private static BatchNormCase Find(string text) => _cases.Single(item => item.ToString() == text);

    /// <summary>An array of whole blocks: the values, then zeros as the forward kernel leaves them.</summary>
    private static FloatBuffer Saved(KernelMemory memory, Layout layout, Tensor? values = null)
    {
        var padded = new Tensor(1, layout.Blocks * layout.Lanes);
        for (int channel = 0; values is not null && channel < values.Channels; channel++) padded[0, channel] = values[0, channel];
        return memory.Floats(padded);
    }

    private sealed record BatchNormCase(ShapeCase Shape)
    {
        public int Images { get; init; } = BatchNormKernelTests.Images;

        public Edges OutputHalo { get; init; }

        public bool Affine { get; init; } = true;

        public double Offset { get; init; }

        public ActivationFunction Activation { get; init; }

        public float Slope { get; init; }

        public Tensor Input =>
            Shape.Random(1, Images, scale: 2).Map(value => (float)(value + Offset));

        public TensorForm InputForm => Shape.Form;

        public TensorForm OutputForm => InputForm with { Halo = OutputHalo };

        public Tensor? Scale => Affine ? Tensor.Random(2, 1, Shape.Channels) : null;

        public Tensor? Shift => Affine ? Tensor.Random(3, 1, Shape.Channels) : null;

        public BatchNormForwardKernel Forward => new(InputForm, OutputForm, Epsilon, Momentum, Affine, Activation, Slope);

        public BatchNormBackwardKernel Backward => new(InputForm, OutputForm, InputForm, Affine);

        public BatchNormBackwardKernel BackwardInPlace => new(InputForm, OutputForm, OutputForm, Affine);

        public BatchNorm.Result Reference(Tensor x) => BatchNorm.Forward(x, Scale, Shift, Running(5), Running(6), Epsilon, Momentum);

        public Tensor Running(int seed) => Tensor.Random(seed, 1, Shape.Channels).Map(Math.Abs);

        public Tensor Activate(Tensor x) => Activation switch
        {
            ActivationFunction.ReLU => Activations.ReLU.Forward(x),
            ActivationFunction.LeakyReLU => Activations.LeakyReLU(Slope).Forward(x),
            _ => x,
        };

        public override string ToString() => $"{Forward.Name} n{Images}" + (Offset == 0 ? "" : $" +{Offset}");
    }
}
