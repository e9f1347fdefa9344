using System.Reflection;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Support;
using NetGen.Kernels.Tests.Harness;

namespace NetGen.Kernels.Tests;

/// <summary>
/// What holds for every kernel of every family, beside that it compiles without a warning against the API of .NET 8, as all of them do here. Above
/// 60,000 bytes of IL, or with too many locals, the just-in-time compiler falls back to unoptimised code: a kernel must stay below, in the whole
/// suite also on instruction sets that this machine lacks.
/// </summary>
public sealed class EmittedMethodTests
{
    private const int LargestMethod = 60_000, MostLocals = 512;

    private static readonly IReadOnlyDictionary<string, KernelLibrary> _libraries = new Dictionary<string, KernelLibrary>
    {
        ["activation"] = ActivationKernelTests.Library,
        ["pool"] = PoolKernelTests.Library,
        ["global pool"] = GlobalAvgPoolKernelTests.Library,
        ["PReLU"] = PReLUKernelTests.Library,
        ["group norm"] = NormKernelTests.Library,
        ["local response norm"] = LocalResponseNormKernelTests.Library,
        ["upsampling"] = UpsampleKernelTests.Library,
        ["adaptive pool"] = AdaptiveAvgPoolKernelTests.Library,
        ["combination"] = CombineKernelTests.Library,
        ["batch norm"] = BatchNormKernelTests.Library,
        ["channel affine"] = ChannelAffineKernelTests.Library,
        ["softmax"] = SoftmaxKernelTests.Library,
        ["dropout"] = DropoutKernelTests.Library,
        ["vector math"] = VectorMathTests.Library,
        ["convolution"] = ConvKernelTests.Library,
        ["convolution with a sum"] = ConvResidualTests.Library,
        ["convolution's input gradient"] = ConvInputGradientTests.Library,
        ["convolution's weight gradient"] = ConvWeightGradientKernelTests.Library,
        ["transposed convolution"] = ConvTransposeTests.Library,
        ["Winograd convolution"] = WinogradKernelTests.Library,
        ["Strassen convolution"] = StrassenKernelTests.Library,
        ["convolutions in a cascade"] = CascadeKernelTests.Library,
        ["depthwise convolution"] = DepthwiseKernelTests.Library,
        ["fully connected"] = LinearKernelTests.Library,
        ["bias gradient"] = BiasGradientKernelTests.Library,
        ["layers of known networks"] = new(NetworkLayers.Kernels),
    };

    /// <summary>All kernels of all families.</summary>
    internal static IEnumerable<KernelSpec> Specs => _libraries.Values.SelectMany(library => library.Specs);

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (string family in _libraries.Keys)
            {
                foreach (InstructionSet set in InstructionSets.Compiled) rows.Add(set.Name, family);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_method_stays_below_the_limits_of_the_optimiser(string set, string family)
    {
        const BindingFlags All = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        MethodInfo[] methods = _libraries[family].Class(InstructionSets.Named(set)).GetMethods(All);
        Assert.NotEmpty(methods);
        Assert.All(methods, method =>
        {
            MethodBody body = method.GetMethodBody()!;
            Assert.InRange(body.GetILAsByteArray()!.Length, 1, LargestMethod - 1);
            Assert.InRange(body.LocalVariables.Count, 0, MostLocals - 1);
        });
    }

    [Fact]
    public void A_window_of_the_whole_image_is_not_unrolled()
    {
        var input = new TensorForm(Generator.Graph.Shape.Of(64, 112, 112));
        var pool = new AvgPoolKernel(
            input, new TensorForm(Generator.Graph.Shape.Of(64, 1, 1)), new(112, 112), new(112, 112), default, CountIncludePad: true);
        Assert.All(KernelCompiler.WithDependencies([pool]), spec => Assert.InRange(KernelCompiler.Source(spec, Targets.Avx512).Length, 1, 4_000));
    }

    /// <summary>What a kernel of pixels does is written once for all shapes: its own method only says what the shape is.</summary>
    [Fact]
    public void A_shape_of_its_own_costs_little_text()
    {
        var form = new TensorForm(Generator.Graph.Shape.Of(64, 56, 56), Generator.Graph.Edges.All(1));
        var half = new TensorForm(Generator.Graph.Shape.Of(64, 28, 28));
        KernelSpec[] specs =
        [
            new ActivationKernel(ActivationFunction.ReLU, 0, form, form), new ActivationBackwardKernel(ActivationFunction.GELU, 0, form, form, form, form),
            new ChannelAffineKernel(form, form), new BatchNormForwardKernel(form, form, 1e-5f, 0.1f, true), new BatchNormBackwardKernel(form, form, form, true),
            new MaxPoolKernel(form, half, new(3, 3), new(2, 2), Generator.Graph.Edges.All(1)),
            new MaxPoolBackwardKernel(form, half, form, half, new(3, 3), new(2, 2), Generator.Graph.Edges.All(1)),
            new DropoutKernel(form, form, 0.5f, 3), new SoftmaxKernel(form, form),
        ];
        foreach (KernelSpec spec in specs)
        {
            int length = Targets.All.Sum(set => Own(spec, set).Length);
            Assert.True(length <= 1_800, $"{spec.Name} has {length} characters of its own.");
        }
    }

    private static string Own(KernelSpec spec, InstructionSet set)
    {
        var writer = new CodeWriter();
        spec.Emit(writer, set);
        return writer.ToString();
    }
}
