using NetGen.Generator.Emission;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;
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

        IEnumerable<KernelSpec> bodies = kernel.Dependencies.Where(body => body is ConvTileKernel tile && tile.Set == InstructionSet.Avx2);

        Snapshot.Verify(string.Concat(bodies.Select(body => new KernelEntry(body, 0, null)).Prepend(new KernelEntry(kernel, 4, KernelArguments.Part)).Select(KernelFile.Emit)));
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
}
