using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using NetGen.Runtime;
using Linear = NetGen.Reference.Linear;

namespace NetGen.Kernels.Tests;

public sealed class LinearKernelTests
{
    /// <summary>One image alone, whole tiles of images, and every way in which a batch ends.</summary>
    private static readonly int[] _batches = [1, 2, 3, 5, 7, 10, 17];

    internal static KernelLibrary Library { get; } = new(LinearCase.All.SelectMany(item =>
        new KernelSpec[] { item.Forward, item.InputGradient, item.WeightGradient }));

    public static TheoryData<string, string> Rows => InstructionSets.With(LinearCase.All);

    [Theory]
    [MemberData(nameof(Rows))]
    public void Forward_is_the_product_with_its_epilogue_for_any_number_of_images(string set, string text)
    {
        LinearCase item = LinearCase.Find(text);
        Tensor? bias = item.Bias ? item.BiasValues : null;
        foreach (int images in _batches)
        {
            Tensor x = item.X(images);
            Tensor expected = item.Function.Forward(Linear.Forward(x.Flatten(), item.ReadWeight, bias));
            Tensor magnitude = Linear.Forward(x.Flatten().Magnitude(), item.Weight.Magnitude(), bias?.Magnitude());
            KernelMemory.Guarded(set, (memory, instructions) =>
                Sums.Assert(expected, Forward(memory, instructions, item, x).Read(), magnitude, item.InputLength + 2));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void An_image_has_the_same_result_alone_and_in_any_batch(string set, string text)
    {
        LinearCase item = LinearCase.Find(text);
        InstructionSet instructions = InstructionSets.Named(set);
        Tensor all = item.X(17);
        using var memory = new KernelMemory(instructions, Guard.After);
        Tensor batch = Forward(memory, instructions, item, all).Read(), reversed = Forward(memory, instructions, item, all, reversed: true).Read();
        Assert.Equal(batch.Values, reversed.Values);
        for (int image = 0; image < all.Images; image++)
        {
            Tensor alone = Forward(memory, instructions, item, Image(all, image)).Read();
            Assert.True(
                alone.Values.SequenceEqual(batch.Values.Slice(image * item.Outputs, item.Outputs)), $"{item}: image {image} of the batch differs.");
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Gradient_by_the_input_is_the_product_with_the_transposed_weights(string set, string text)
    {
        LinearCase item = LinearCase.Find(text);
        foreach (int images in _batches)
        {
            Tensor x = item.X(images), dy = item.OutputGradient(images);
            Tensor expected = Unflatten(Linear.Backward(x.Flatten(), item.Weight, dy).Input, x);
            Tensor magnitude = Unflatten(Linear.Backward(x.Flatten(), item.Weight.Magnitude(), dy.Magnitude()).Input, x);
            KernelMemory.Guarded(set, (memory, instructions) =>
                Sums.Assert(expected, InputGradient(memory, instructions, item, dy).Read(), magnitude, item.Outputs));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Gradient_by_the_weights_is_summed_over_images(string set, string text)
    {
        LinearCase item = LinearCase.Find(text);
        foreach (int images in _batches.Where(images => images is 1 or 3 or 17))
        {
            Tensor x = item.X(images), dy = item.OutputGradient(images), weight = item.Weight;
            Tensor expected = Linear.Backward(x.Flatten(), weight, dy).Weight;
            Tensor magnitude = Linear.Backward(x.Flatten().Magnitude(), weight, dy.Magnitude()).Weight;
            KernelMemory.Guarded(set, (memory, instructions) =>
            {
                FloatBuffer packed = WeightGradient(memory, instructions, item, x, dy);
                Assert.True(packed.HasSameBits(WeightGradient(memory, instructions, item, x, dy, reversed: true)));
                WeightPacking packing = item.WeightGradient.Weights(instructions) with { Plain = item.Strides };
                Tensor gradient = memory.Unpacked(packing, packed, weight.Values.Length).ReadAs(weight);
                Sums.Assert(expected, gradient, magnitude, images);
            });
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Rows), MemberType = typeof(InstructionSets))]
    public void A_NaN_is_not_hidden_by_an_epilogue(string set)
    {
        InstructionSet instructions = InstructionSets.Named(set);
        foreach (LinearCase item in LinearCase.All.Where(item => item.Activation != ActivationFunction.Identity))
        {
            Tensor x = item.X(2);
            x[1, 0] = double.NaN;
            using var memory = new KernelMemory(instructions, Guard.After);
            Tensor y = Forward(memory, instructions, item, x).Read();
            for (int output = 0; output < item.Outputs; output++)
            {
                Assert.True(double.IsFinite(y[0, output]), $"{item}: the NaN of another image reaches {output}.");
                Assert.True(double.IsNaN(y[1, output]), $"{item}: {output} is {y[1, output]}.");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Packed_length_holds_either_direction(string set, string text)
    {
        LinearCase item = LinearCase.Find(text);
        InstructionSet instructions = InstructionSets.Named(set);
        Assert.Equal(item.Forward.Weights(instructions).StoredLength(), item.Forward.PackedLength(instructions));
        int vectors = item.InputGradient.Vectors(instructions), tile = item.InputGradient.Tile(instructions);
        Assert.Equal(
            (vectors + tile - 1) / tile * tile * instructions.Lanes * item.Outputs, item.InputGradient.PackedLength(instructions));
    }

    internal static TensorBuffer Forward(KernelMemory memory, InstructionSet set, LinearCase item, Tensor images, bool reversed = false)
    {
        LinearKernel kernel = item.Forward;
        TensorBuffer x = memory.Tensor(images, kernel.Input), y = memory.Blank(images.Images, kernel.Output);
        WeightPacking packing = kernel.Weights(set) with { Plain = item.Strides };
        FloatBuffer w = memory.Packed(packing, item.Weight);
        FloatBuffer? bias = item.Bias ? memory.PackedVector(item.BiasValues, set) : null;
        foreach (int part in Parts(kernel.Parts(set), reversed)) Library.Run(kernel, set, x, w, bias, y, images.Images, part);
        return y;
    }

    private static unsafe TensorBuffer InputGradient(KernelMemory memory, InstructionSet set, LinearCase item, Tensor gradient)
    {
        LinearKernel kernel = item.InputGradient;
        TensorBuffer dy = memory.Tensor(gradient, kernel.Input), dx = memory.Blank(gradient.Images, kernel.Output);
        FloatBuffer plain = memory.Floats(item.Weight), packed = memory.Floats((int)kernel.PackedLength(set));
        Layout output = kernel.Output.For(set);
        int tile = kernel.Tile(set), tiles = (kernel.Vectors(set) + tile - 1) / tile;
        for (int index = 0; index < tiles; index++)
            Packing.Transposed(plain.Start, packed.Start, item.Outputs, output.Channels, (int)kernel.Output.Shape.Pixels, set.Lanes, tile, index);
        for (int part = 0; part < kernel.Parts(set); part++) Library.Run(kernel, set, dy, packed, null, dx, gradient.Images, part);
        return dx;
    }

    private static FloatBuffer WeightGradient(
        KernelMemory memory, InstructionSet set, LinearCase item, Tensor images, Tensor gradient, bool reversed = false)
    {
        LinearWeightGradientKernel kernel = item.WeightGradient;
        TensorBuffer x = memory.Tensor(images, kernel.Input), dy = memory.Tensor(gradient, kernel.OutputGradient);
        FloatBuffer packed = memory.Floats((int)kernel.Weights(set).Length);
        foreach (int part in Parts(kernel.Parts(set), reversed)) Library.Run(kernel, set, x, dy, packed, images.Images, part);
        return packed;
    }

    private static IEnumerable<int> Parts(int count, bool reversed) =>
        reversed ? Enumerable.Range(0, count).Reverse() : Enumerable.Range(0, count);

    internal static Tensor Image(Tensor batch, int index)
    {
        var image = new Tensor(1, batch.Channels, batch.Height, batch.Width, batch.Depth);
        batch.Values.Slice(index * image.Values.Length, image.Values.Length).CopyTo(image.Values);
        return image;
    }

    private static Tensor Unflatten(Tensor flat, Tensor shape)
    {
        Tensor result = shape.Like();
        flat.Values.CopyTo(result.Values);
        return result;
    }
}
