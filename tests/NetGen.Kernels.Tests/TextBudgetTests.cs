using NetGen.Generator.Emission;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using Xunit.Abstractions;
using Shape = NetGen.Generator.Graph.Shape;
using Window = NetGen.Reference.Window;

namespace NetGen.Kernels.Tests;

/// <summary>
/// How much text large networks need: a layer's own methods are thin, and the register tiles are shared. Sizes are for
/// all instruction sets together.
/// </summary>
public sealed class TextBudgetTests(ITestOutputHelper output)
{
    private const int OwnLimit = 4_000, TileLimit = 1_500_000;

    /// <summary>Channels within and behind a bottleneck of ResNet-50, and the size of its images.</summary>
    private static readonly (int Inner, int Outer, int Size)[] _stages = [(64, 256, 56), (128, 512, 28), (256, 1024, 14), (512, 2048, 7)];

    private static readonly Window _point = new(1), _same = new(3, padding: 1);

    [Fact]
    public void A_3x3_convolution_has_little_text_of_its_own()
    {
        foreach ((int inner, _, int size) in _stages)
        {
            int length = Length(new ConvCase(inner, inner, size, size, _same).Forward);
            output.WriteLine($"{inner} channels of {size}×{size}: {length}");
            Assert.InRange(length, 1, OwnLimit);
        }
    }

    [Fact]
    public void The_kernels_of_ResNet50_stay_small()
    {
        HashSet<KernelSpec> own = [.. ResNet50];
        HashSet<KernelSpec> shared = [.. own.SelectMany(kernel => kernel.CalledOn(Targets.All))];
        int ownLength = own.Sum(Length), sharedLength = shared.Sum(Length);
        output.WriteLine($"{own.Count} kernels with {ownLength}, {shared.Count} shared bodies with {sharedLength} characters.");
        Assert.InRange(ownLength / own.Count, 1, OwnLimit);
        Assert.InRange(sharedLength, 1, TileLimit);
    }

    /// <summary>The kernel's file, without what it declares for plans.</summary>
    private static int Length(KernelSpec kernel) => KernelFile.Emit(new KernelEntry(kernel, 0, null), "NetGen.Generated").Length;

    private static IEnumerable<KernelSpec> ResNet50
    {
        get
        {
            IEnumerable<ConvCase> convolutions = Convolutions.SelectMany(item => new[] { item, item with { Activation = ActivationFunction.ReLU } });
            IEnumerable<KernelSpec> kernels = convolutions.SelectMany(item =>
                item.Phases.Select(phase => phase.Kernel).Append<KernelSpec>(item.Forward).Append(item.WeightGradient));
            var last = new LinearCase(Shape.Of(2048), 1000);
            return kernels.Concat([last.Forward, last.InputGradient, last.WeightGradient]);
        }
    }

    private static IEnumerable<ConvCase> Convolutions
    {
        get
        {
            yield return new(3, 64, 224, 224, new Window(7, stride: 2, padding: 3)) { Planar = true };
            int before = 64, sizeBefore = 56;
            foreach ((int inner, int outer, int size) in _stages)
            {
                int stride = sizeBefore / size;
                yield return new(before, inner, sizeBefore, sizeBefore, _point);
                yield return new(inner, inner, sizeBefore, sizeBefore, new Window(3, stride: stride, padding: 1));
                yield return new(inner, outer, size, size, _point);
                yield return new(before, outer, sizeBefore, sizeBefore, new Window(1, stride: stride));
                yield return new(outer, inner, size, size, _point);
                yield return new(inner, inner, size, size, _same);
                (before, sizeBefore) = (outer, size);
            }
        }
    }
}
