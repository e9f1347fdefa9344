using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using Window = NetGen.Reference.Window;

namespace NetGen.Kernels.Tests;

public sealed class ConvKernelTests
{
    private const int Images = 2;

    internal static KernelLibrary Library { get; } = new(ConvCases.All.Select(item => item.Forward));

    public static TheoryData<string, string> Rows => InstructionSets.With(ConvCases.All);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Forward_is_the_cross_correlation_with_its_epilogue(string set, string text)
    {
        ConvCase item = ConvCases.Find(text);
        ConvReference reference = ConvReference.Of(item, Images);
        KernelMemory.Guarded(set, (memory, instructions) =>
        {
            TensorBuffer y = Run(memory, instructions, item, reference.X, reference);
            Sums.Assert(reference.Forward.Value, y.Read(), reference.Forward.Magnitude, item.Terms);
        });
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Rows), MemberType = typeof(InstructionSets))]
    public void Every_part_writes_pixels_of_its_own_and_their_order_is_free(string set)
    {
        InstructionSet instructions = InstructionSets.Named(set);
        foreach (ConvCase item in ConvCases.Tables.Where(item => item.Forward.Parts(instructions) > 2))
        {
            ConvReference reference = ConvReference.Of(item, Images);
            KernelMemory.Guarded(set, (memory, _) =>
            {
                TensorBuffer forwards = Run(memory, instructions, item, reference.X, reference);
                TensorBuffer backwards = Run(memory, instructions, item, reference.X, reference, reversed: true);
                Assert.True(forwards.HasSameBits(backwards), $"{item}: the order of parts matters.");
            });
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Rows), MemberType = typeof(InstructionSets))]
    public void An_image_has_the_same_result_at_every_place_of_a_batch(string set)
    {
        foreach (ConvCase item in ConvCases.Random.Take(20))
        {
            ConvReference reference = ConvReference.Of(item, 1), other = ConvReference.Of(item, Images);
            KernelMemory.Guarded(set, (memory, instructions) =>
            {
                Tensor alone = Run(memory, instructions, item, reference.X, reference).Read();
                var batch = new Tensor(3, item.Inputs, item.Height, item.Width, item.Depth);
                for (int image = 0; image < 3; image++)
                    (image == 1 ? other : reference).X.Values[..reference.X.Values.Length].CopyTo(batch.Values[(image * reference.X.Values.Length)..]);
                Span<double> results = Run(memory, instructions, item, batch, reference).Read().Values;
                Assert.Equal(alone.Values, results[..alone.Values.Length]);
                Assert.Equal(alone.Values, results[(2 * alone.Values.Length)..]);
            });
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Rows), MemberType = typeof(InstructionSets))]
    public void A_NaN_is_not_hidden_by_an_epilogue(string set)
    {
        InstructionSet instructions = InstructionSets.Named(set);
        foreach (ConvCase item in ConvCases.Tables.Where(item => item.Groups == 1 && item.Activation != ActivationFunction.Identity))
        {
            ConvReference reference = ConvReference.Of(item, 1);
            Tensor x = reference.X.Map(value => value);
            x[0, item.Inputs - 1, 0, 0] = double.NaN;
            using var memory = new KernelMemory(instructions, Guard.After);
            Tensor y = Run(memory, instructions, item, x, reference).Read();
            foreach ((int n, int c, int plane, int row, int column) in y.Voxels)
            {
                bool reads = item.Window.Taps(x, plane, row, column).Any(tap => (tap.Plane, tap.Row, tap.Column) == (0, 0, 0));
                double value = y[n, c, row, column, plane];
                Assert.True(double.IsNaN(value) == reads, $"{item} makes {value} at {plane}, {row}, {column}.");
            }
        }
    }

    [Fact]
    public void Equal_geometries_share_a_kernel_and_others_differ_in_their_names()
    {
        Assert.Equal(new ConvCase(3, 4, 5, 5, new Window(3)).Forward, new ConvCase(3, 4, 5, 5, new Window(3)).Forward);
        HashSet<KernelSpec> specs = [.. ConvCases.All.Select(item => item.Forward)];
        Assert.Equal(specs.Count, specs.Select(spec => spec.Name).Distinct().Count());
    }

    /// <summary>Runs a batch, with poison wherever the taps have no business.</summary>
    private static TensorBuffer Run(
        KernelMemory memory, InstructionSet set, ConvCase item, Tensor images, ConvReference weights, bool reversed = false)
    {
        ConvKernel kernel = item.Forward;
        TensorBuffer x = memory.Tensor(images, item.Input, zeroHalo: true), y = memory.Blank(images.Images, item.Output);
        FloatBuffer w = memory.Packed(kernel.Weights(set) with { Plain = item.ForwardStrides }, weights.Weight);
        FloatBuffer? bias = item.Bias ? memory.PackedVector(weights.Bias, set) : null;
        int[] parts = [.. Enumerable.Range(0, kernel.Parts(set))];
        if (reversed) Array.Reverse(parts);
        using var poison = new HaloPoison(x, item.Reach);
        for (int image = 0; image < images.Images; image++)
        {
            foreach (int part in parts) Library.Run(kernel, set, x.Image(image), w, bias, y.Image(image), part);
        }

        return y;
    }
}
