using System.Runtime.CompilerServices;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Tests.Testing;
using Shape = NetGen.Generator.Graph.Shape;

namespace NetGen.Generator.Tests;

/// <summary>What a user sees who steps into a network: the plan with its constants, and a kernel.</summary>
public sealed class GeneratedCodeTests
{
    [Fact]
    public void A_plan_names_every_step_and_address()
    {
        Generated project = UserProject.Build("""
            using NetGen;

            namespace Vision;

            [Network, Input(3, 4, 4)]
            [Conv2d(5, 3, Padding = 1, Bias = false), BatchNorm, ReLU, GlobalAvgPool2d, Linear(2)]
            public partial class Tiny;
            """).CompilesCleanly();

        Snapshot.Verify(project.File("Vision.Tiny.Plan.g.cs"));
    }

    [Fact]
    public void A_convolution_keeps_a_tile_in_registers()
    {
        ConvAxis axis = ConvAxis.Forward(outputs: 4, kernel: 3, stride: 1, padding: 1, dilation: 1);
        var kernel = new ConvKernel(
            new TensorForm(Shape.Of(12, 4, 4), Edges.All(1)), new TensorForm(Shape.Of(16, 4, 4)),
            axis, axis, Groups: 1, Bias: true, ActivationFunction.ReLU);

        KernelSpec part = kernel.CalledOn(Targets.All).Single(body => body is ConvPartKernel { Largest.Set: var set } && set == Targets.Avx2);
        IEnumerable<KernelSpec> bodies = part.Dependencies.Prepend(part);

        Snapshot.Verify(string.Concat(bodies.Select(body => new KernelEntry(body, 0, null)).Prepend(new KernelEntry(kernel, 4, KernelArguments.Part)).Select(Text)));
    }

    [Fact]
    public void Layers_of_one_shape_share_a_kernel()
    {
        Generated project = UserProject.Build("""
            using NetGen;

            [Network, Input(16, 8, 8)]
            [Conv2d(16, 3, Padding = 1), ReLU, Conv2d(16, 3, Padding = 1), ReLU]
            [Conv2d(16, 3, Padding = 1), ReLU, Conv2d(16, 3, Padding = 1), ReLU]
            public partial class Same;
            """);

        IEnumerable<string> names = project.Result.GeneratedSources.Select(source => source.HintName);

        // Of four, the first reads the planar image and the last writes a result without halo; the two between are alike.
        Assert.Equal(3, names.Count(name => name.StartsWith("NetGen.Kernels.Conv_Bias_ReLU_", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("", 56, "3, Padding = 1", "Winograd4_")]
    [InlineData("", 2, "3, Padding = 1", "Conv_")]
    [InlineData("(Accuracy = Accuracy.Strict)", 56, "3, Padding = 1", "Conv_")]
    [InlineData("", 56, "3, Stride = 2, Padding = 1", "Winograd4_")]
    [InlineData("", 56, "5, Stride = 2, Padding = 2", "Winograd4_")]
    [InlineData("", 56, "3, Stride = 3, Padding = 1", "Conv_")]
    [InlineData("(Accuracy = Accuracy.Strict)", 56, "3, Stride = 2, Padding = 1", "Conv_")]
    public void Predictions_compute_large_convolutions_by_Winograds_algorithm_unless_they_must_be_strict(string accuracy, int size, string window, string kernel)
    {
        Generated project = UserProject.Build($$"""
            using NetGen;

            [Network{{accuracy}}, Input(3, {{size}}, {{size}})]
            [Conv2d(64, 1), ReLU, Conv2d(64, {{window}})]
            public partial class Small;
            """).CompilesCleanly();

        Assert.Contains("(" + kernel, Predicted(project, "conv2"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 512, 14, "Strassen_")]
    [InlineData("", 64, 14, "Conv_")]
    [InlineData("", 512, 2, "Conv_")]
    [InlineData("", 500, 14, "Conv_")]
    [InlineData("(Accuracy = Accuracy.Strict)", 512, 14, "Conv_")]
    public void Predictions_compute_large_1x1_convolutions_by_Strassens_algorithm_unless_they_must_be_strict(string accuracy, int channels, int size, string kernel)
    {
        Generated project = UserProject.Build($$"""
            using NetGen;

            [Network{{accuracy}}, Input(3, {{size}}, {{size}})]
            [Conv2d({{channels}}, 1), ReLU, Conv2d({{channels}}, 1)]
            public partial class Small;
            """).CompilesCleanly();

        Assert.Contains("(" + kernel, Predicted(project, "conv2"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_convolution_by_Strassens_algorithm_sums_multiplies_and_combines()
    {
        ConvAxis axis = ConvAxis.Forward(outputs: 6, kernel: 1, stride: 1, padding: 0, dilation: 1);
        var kernel = new StrassenKernel(
            new TensorForm(Shape.Of(32, 6, 6)), new TensorForm(Shape.Of(64, 6, 6), Edges.All(1)), axis, axis, Bias: true, ActivationFunction.ReLU);

        IEnumerable<KernelSpec> bodies = kernel.CalledOn(Targets.All).Where(body => body
            is StrassenInputKernel { Set.Lanes: 16 } or StrassenProductsKernel { Set.Lanes: 16 } or StrassenOutputKernel { Set.Lanes: 16 } or StrassenPartKernel { Set.Lanes: 16 });

        Snapshot.Verify(string.Concat(
            bodies.Select(body => new KernelEntry(body, 0, null)).Prepend(new KernelEntry(kernel, 4, KernelArguments.ScratchPart)).Select(Text)));
    }

    [Fact]
    public void A_Winograd_convolution_transforms_multiplies_and_transforms_back() => VerifyWinograd(stride: 1, tileSize: 4);

    [Fact]
    public void A_strided_Winograd_convolution_takes_every_other_input_apart_and_multiplies_products_of_one_filter_together() =>
        VerifyWinograd(stride: 2, tileSize: 2);

    private static void VerifyWinograd(int stride, int tileSize, [CallerMemberName] string test = "")
    {
        ConvAxis axis = ConvAxis.Forward(outputs: 6, kernel: 3, stride, padding: 1, dilation: 1);
        var input = Shape.Of(12, 6 * stride, 6 * stride);
        Edges halo = WinogradKernel.Reach(new ConvAxes(ConvAxis.Single, axis, axis), tileSize, input);
        var kernel = new WinogradKernel(
            new TensorForm(input, halo), new TensorForm(Shape.Of(16, 6, 6)), axis, axis, tileSize, Bias: true, ActivationFunction.ReLU);

        IEnumerable<KernelSpec> bodies = kernel.CalledOn(Targets.All).SelectMany(body => body.Dependencies.Append(body)).Distinct().Where(body => body
            is WinogradInputKernel { Set.Lanes: 8 } or WinogradOutputKernel { Set.Lanes: 8 } or WinogradPartKernel { Set.Lanes: 8 });

        Snapshot.Verify(string.Concat(
            bodies.Select(body => new KernelEntry(body, 0, null)).Prepend(new KernelEntry(kernel, 4, KernelArguments.ScratchPart)).Select(Text)), method: test);
    }

    private static string Text(KernelEntry kernel) => KernelFile.Emit(kernel, "NetGen.Generated.User");

    /// <summary>The line of the prediction that computes a layer.</summary>
    private static string Predicted(Generated project, string layer)
    {
        string plan = project.File("Small.Plan.g.cs");
        string predict = plan[plan.IndexOf("void Predict", StringComparison.Ordinal)..plan.IndexOf("void Forward", StringComparison.Ordinal)];
        return predict.Split('\n').Single(line => line.Contains($"\"{layer}:", StringComparison.Ordinal));
    }
}
