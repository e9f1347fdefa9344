using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Support;
using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests.Passes;

/// <summary>How a graph is cut into layers, and what their steps read.</summary>
public sealed class FusionTests
{
    private static readonly Operation _norm = new BatchNorm(1e-5f, 0.1f, Affine: true);

    [Fact]
    public void A_residual_block_of_ResNet_is_two_steps()
    {
        Builder net = new(Shape.Of(16, 8, 8));
        int first = net.Add(Graphs.ReLU, net.Add(_norm, net.Add(Same, 0)));
        int conv = net.Add(Same, first), norm = net.Add(_norm, conv);
        int sum = net.Add(new Add(2), norm, 0), last = net.Add(Graphs.ReLU, sum);

        EquatableArray<FusedLayer> layers = Layers(net.Graph);

        Assert.Equal(new FusedLayer(conv, norm, last) { Sum = sum, Residual = 0 }, layers[layers.Count - 1]);
        Assert.Equal(["Conv_Bias_ReLU", "Conv_Bias_Addh1_ReLU"], net.Kernels.Select(kernel => kernel.Split("_16x")[0]));
    }

    [Fact]
    public void A_sum_without_an_activation_is_fused()
    {
        Builder net = new(Shape.Of(16, 8, 8));
        int first = net.Add(Same, 0);
        int conv = net.Add(Same, first), norm = net.Add(_norm, conv), sum = net.Add(new Add(2), 0, norm);
        net.Add(Graphs.MaxPool(2), sum);

        Assert.Contains(new FusedLayer(conv, norm, null) { Sum = sum, Residual = 0 }, Layers(net.Graph));
    }

    [Fact]
    public void Of_two_convolutions_the_later_one_takes_the_sum_and_stands_in_its_place()
    {
        Builder net = new(Shape.Of(16, 8, 8));
        int late = net.Add(Same, 0), shortcut = net.Add(Same, 0), shortcutNorm = net.Add(_norm, shortcut);
        int pool = net.Add(Graphs.MaxPool(3, stride: 1, padding: 1), 0), sum = net.Add(new Add(2), late, shortcutNorm);
        net.Add(new Add(2), sum, pool);

        EquatableArray<FusedLayer> layers = Layers(net.Graph);

        Assert.Equal([late, pool, shortcut, sum + 1], layers.Select(layer => layer.Main));
        Assert.Equal(new FusedLayer(shortcut, shortcutNorm, null) { Sum = sum, Residual = late }, layers[2]);
    }

    [Fact]
    public void A_block_that_begins_with_its_normalisation_ends_with_the_sum()
    {
        Builder net = new(Shape.Of(16, 8, 8));
        int before = net.Add(Graphs.ReLU, net.Add(_norm, 0)), conv = net.Add(Same, before), sum = net.Add(new Add(2), conv, 0);
        net.Add(Graphs.ReLU, net.Add(_norm, sum));

        Assert.Contains(new FusedLayer(conv, null, null) { Sum = sum, Residual = 0 }, Layers(net.Graph));
    }

    public static TheoryData<string> Unfused => new(_unfused.Keys);

    private static readonly Dictionary<string, Action<Builder>> _unfused = new()
    {
        ["the convolution is read twice"] = net => net.Add(new Add(2), net.Add(Graphs.ReLU, net.Add(Same, 0)), 1),
        ["the convolution is added to itself"] = net => net.Add(new Add(2), net.Add(Same, 0), 1),
        ["an activation stands between"] = net => net.Add(new Add(2), net.Add(Graphs.ReLU, net.Add(Same, 0)), 0),
        ["the sum has three operands"] = net => net.Add(new Add(3), net.Add(Same, 0), 0, net.Add(Graphs.ReLU, 0)),
        ["an operand has a value for each channel"] = net => net.Add(new Add(2), net.Add(Same, 0), net.Add(new GlobalAvgPool(), 0)),
        ["the convolution is depthwise"] = net => net.Add(new Add(2), net.Add(Graphs.Conv(16, 3, padding: 1, groups: 16), 0), 0),
    };

    [Theory]
    [MemberData(nameof(Unfused))]
    public void A_sum_stays_a_step_of_its_own_where(string reason)
    {
        Builder net = new(Shape.Of(16, 8, 8));
        _unfused[reason](net);

        Assert.All(Layers(net.Graph), layer => Assert.Null(layer.Sum));
    }

    [Fact]
    public void A_convolution_that_is_a_result_is_not_fused()
    {
        Builder net = new(Shape.Of(16, 8, 8));
        int conv = net.Add(Same, 0), sum = net.Add(new Add(2), conv, 0);

        Assert.All(Layers(net.WithResults(conv, sum)), layer => Assert.Null(layer.Sum));
    }

    [Fact]
    public void Training_keeps_sums_apart()
    {
        Builder net = new(Shape.Of(16, 8, 8));
        net.Add(new Add(2), net.Add(Same, 0), 0);

        Assert.All(NetworkCompiler.Train(net.Graph, ProgramStage.Fused).Layers, layer => Assert.Null(layer.Sum));
    }

    /// <summary>What is added lives until the step that adds it, and its memory is not the output's.</summary>
    [Fact]
    public void The_tensor_that_is_added_keeps_its_memory_which_only_the_sum_may_take()
    {
        Builder net = new(Shape.Of(16, 8, 8));
        int shortcut = net.Add(Same, 0), conv = net.Add(Same, net.Add(Graphs.ReLU, net.Add(Same, shortcut)));
        net.Add(Same, net.Add(new Add(2), shortcut, conv));
        Plan plan = NetworkCompiler.Compile(net.Graph).Inference;
        var step = Assert.Single(plan.Steps.OfType<KernelStep>(), step => step.Spec is ConvKernel { Residual: not null });
        Operand[] tensors = [.. step.Pointers.Where(operand => operand.Region == Region.Workspace)];

        Assert.Equal(3, tensors.Length);
        Assert.Equal(tensors[1], tensors[2]);
        foreach (InstructionSet set in Targets.All)
        {
            EquatableArray<long> offsets = plan.Memory.Single(memory => memory.Target == set).Workspace.Offsets;
            (long Begin, long End)[] places =
            [
                .. tensors.Distinct()
                    .Select(operand => (offsets[operand.Index], offsets[operand.Index] + plan.Tensors[operand.Index].Form.For(set).ImageStride)).Order(),
            ];
            Assert.Equal(2, places.Length);
            Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.First.End <= pair.Second.Begin));
        }
    }

    [Theory]
    [InlineData(56, 64, true)]
    [InlineData(56, 2048, false)]
    [InlineData(7, 64, false)]
    public void A_depthwise_convolution_joins_the_pointwise_one_that_alone_reads_it_if_bands_pay(int size, int outputs, bool joined)
    {
        NetworkGraph graph = Graphs.Of(
            Shape.Of(3, size, size), Graphs.Conv(64, 1), Graphs.Conv(64, 3, padding: 1, groups: 64), Graphs.ReLU, Graphs.Conv(outputs, 1));
        IEnumerable<KernelSpec> kernels = NetworkCompiler.Compile(graph).Inference.Steps.OfType<KernelStep>().Select(step => step.Spec);

        Assert.Equal(joined ? 1 : 0, kernels.OfType<CascadeKernel>().Count(cascade => cascade.Stages[0] is DepthwiseConvKernel));
        Assert.Equal(joined ? 0 : 1, kernels.Count(kernel => kernel is DepthwiseConvKernel));
    }

    [Theory]
    [InlineData(112, 2)]
    [InlineData(28, 3)]
    public void Convolutions_with_a_large_tensor_between_them_join(int size, int steps)
    {
        NetworkGraph graph = Graphs.Of(Shape.Of(16, size, size), Graphs.Conv(64, 1), Graphs.Conv(16, 1), Graphs.Conv(64, 1));

        Assert.Equal(steps, ConvolutionSteps(graph));
    }

    [Fact]
    public void What_somebody_else_reads_too_is_a_tensor_of_its_own()
    {
        Builder net = new(Shape.Of(16, 112, 112));
        int wide = net.Add(Graphs.Conv(64, 1), 0), narrow = net.Add(Graphs.Conv(16, 1), wide);

        Assert.Equal(2, ConvolutionSteps(net.WithResults(wide, narrow)));
    }

    /// <summary>A residual is a tensor of the plan, and only the last of a chain adds one.</summary>
    [Fact]
    public void The_last_of_a_chain_may_add_what_the_first_reads()
    {
        Builder net = new(Shape.Of(16, 112, 112));
        int image = net.Add(Graphs.ReLU, 0), sum = net.Add(new Add(2), net.Add(Graphs.Conv(16, 1), net.Add(Graphs.Conv(64, 1), image)), image);
        FusedLayer cascade = Assert.Single(Layers(net.Graph), layer => layer.Before is not null);

        Assert.Equal(sum, cascade.Sum);
        Assert.Equal(image, cascade.Residual);
    }

    [Fact]
    public void A_convolution_copies_the_image_and_pools_what_it_makes_band_by_band()
    {
        NetworkGraph graph = Graphs.Of(Shape.Of(3, 224, 224), Graphs.Conv(64, 7, stride: 2, padding: 3), Graphs.ReLU, Graphs.MaxPool(3, 2, 1), Graphs.Conv(8, 1));
        Plan plan = NetworkCompiler.Compile(graph).Inference;
        var cascade = Assert.IsType<CascadeKernel>(Assert.IsType<KernelStep>(plan.Steps[0]).Spec);

        Assert.Collection(
            cascade.Stages, stage => Assert.IsType<ImageRowsKernel>(stage), stage => Assert.IsType<ConvKernel>(stage), stage => Assert.IsType<MaxPoolRowsKernel>(stage));
        Assert.Empty(plan.Steps.OfType<FromPlanarStep>());
    }

    [Theory]
    [InlineData(32)]
    [InlineData(224)]
    public void An_image_that_two_layers_read_is_copied(int size)
    {
        Builder net = new(Shape.Of(3, size, size));
        int a = net.Add(Graphs.Conv(8, 3, padding: 1), 0), b = net.Add(Graphs.Conv(8, 3, padding: 1), 0);

        Assert.Single(NetworkCompiler.Compile(net.WithResults(a, b)).Inference.Steps.OfType<FromPlanarStep>());
    }

    [Theory]
    [InlineData(56, 2, 2, true)]
    [InlineData(56, 3, 2, false)]
    [InlineData(57, 2, 2, false)]
    public void A_pooling_whose_windows_lie_in_Winograds_tiles_is_made_there(int size, int kernel, int stride, bool pools)
    {
        NetworkGraph graph = Graphs.Of(
            Shape.Of(64, size, size), Graphs.ReLU, Graphs.Conv(64, 3, padding: 1), Graphs.ReLU, Graphs.MaxPool(kernel, stride));
        IEnumerable<KernelSpec> kernels = NetworkCompiler.Compile(graph).Inference.Steps.OfType<KernelStep>().Select(step => step.Spec);

        Assert.Equal(pools, Assert.Single(kernels.OfType<WinogradKernel>()).Pools);
        Assert.Equal(pools ? 0 : 1, kernels.Count(spec => spec is MaxPoolKernel));
    }

    [Fact]
    public void A_result_before_a_pooling_is_written_as_a_whole()
    {
        Builder net = new(Shape.Of(64, 56, 56));
        int conv = net.Add(Graphs.Conv(64, 3, padding: 1), net.Add(Graphs.ReLU, 0)), pool = net.Add(Graphs.MaxPool(2, 2), conv);

        Assert.All(Layers(net.WithResults(conv, pool)), layer => Assert.Null(layer.Pool));
    }

    private static EquatableArray<FusedLayer> Layers(NetworkGraph graph) => NetworkCompiler.Predict(graph, ProgramStage.CascadesJoined).Layers;

    private static int ConvolutionSteps(NetworkGraph graph) =>
        NetworkCompiler.Compile(graph).Inference.Steps.OfType<KernelStep>().Count(step => step.Spec is CascadeKernel or ConvKernel);

    private static Operation Same => Graphs.Conv(16, 3, padding: 1);

    /// <summary>A graph whose node 0 is its input.</summary>
    private sealed class Builder
    {
        private readonly GraphBuilder _builder = new();

        public Builder(Shape input) => _builder.AddInput(input);

        public NetworkGraph Graph => _builder.Graph!;

        /// <summary>The names of the convolutions that a prediction calls.</summary>
        public IEnumerable<string> Kernels =>
            NetworkCompiler.Compile(Graph).Inference.Steps.OfType<KernelStep>().Select(step => step.Spec.Name);

        public NetworkGraph WithResults(params int[] nodes) => _builder.GraphOf(nodes.Select(node => new GraphResult($"result{node}", node, null)))!;

        public int Add(Operation operation, params int[] read)
        {
            int? node = _builder.Add($"node{_builder.Nodes.Count}", operation, read);
            Assert.Null(_builder.Error);
            return node!.Value;
        }
    }
}
