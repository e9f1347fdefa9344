using Microsoft.CodeAnalysis;
using NetGen.Generator.Declarations;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Passes;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests.Declarations;

/// <summary>Stages and blocks become nodes: which reads which, their names, and the constants of each use.</summary>
public sealed class GraphFormTests
{
    private const string Residual = """
        [Block]
        public abstract partial class BasicBlock
        {
            private const int Channels = 64, Stride = 1;

            [Conv2d(Channels, 3, Stride = Stride, Padding = 1, Bias = false), BatchNorm, ReLU]
            [Conv2d(Channels, 3, Padding = 1, Bias = false), BatchNorm]
            private static partial Tensor Residual(Tensor input);

            [Projection(Channels, Stride = Stride)]
            private static partial Tensor Shortcut(Tensor input);

            [Add, ReLU]
            private static partial Tensor Output(Tensor residual, Tensor shortcut);
        }

        """;

    [Fact]
    public void A_parameter_reads_the_stage_of_its_name_whatever_the_order()
    {
        NetworkGraph graph = Read("""
            [Network]
            public partial class Net
            {
                [Add, GlobalAvgPool2d, Linear(4)]
                private static partial Tensor Logits(Tensor left, Tensor right);

                [Conv2d(8, 1)]
                private static partial Tensor Right(Tensor image);

                [Conv2d(8, 3, Padding = 1)]
                private static partial Tensor Left([Input(3, 8, 8)] Tensor image);
            }
            """);

        Assert.Equal(
            ["image", "right.conv1 ← image", "left.conv1 ← image", "logits.add1 ← left.conv1, right.conv1", "logits.pool1 ← logits.add1", "logits.fc1 ← logits.pool1"],
            Links(graph));
        Assert.Equal(["logits"], graph.Results.Select(result => result.Name));
        Assert.Empty(GraphVerifier.Verify(graph));
    }

    [Fact]
    public void A_block_is_read_anew_for_every_use_with_its_constants()
    {
        NetworkGraph graph = Read(Residual + """
            [Network]
            public partial class Net
            {
                [Block<BasicBlock>(64, 1), Block<BasicBlock>(128, 2), Block<BasicBlock>(128, Repeat = 2)]
                private static partial Tensor Layer1([Input(64, 16, 16)] Tensor image);

                [Block<BasicBlock>]
                private static partial Tensor Layer2(Tensor layer1);
            }
            """);

        // The first block keeps its shape and projects nothing, the second halves it, the last goes back to 64 channels.
        Assert.Equal(
            ["layer1.1.shortcut.conv1.weight 128×64×1×1", "layer2.shortcut.conv1.weight 64×128×1×1"],
            ParameterTable.Of(graph).Where(parameter => parameter.Name.Contains("shortcut.conv1", StringComparison.Ordinal)).Select(Words));
        Assert.Equal("64×8×8", graph.Output.Shape.ToString());
        Assert.Contains("layer1.3.output.add1 ← layer1.3.residual.bn2, layer1.2.output.relu1", Links(graph));
        Assert.Equal("layer2.output.relu1", graph.Output.Name);
    }

    [Theory]
    [InlineData("Channels * 2", 16)]
    [InlineData("(Channels + 4) / 3", 4)]
    [InlineData("Channels > 6 ? Derived : 1", 24)]
    [InlineData("Sizes.Width + Channels", 13)]
    [InlineData("(int)(Channels * 0.5)", 4)]
    [InlineData("Wide && Channels != 7 ? 11 : 12", 11)]
    public void Expressions_over_constants_are_evaluated_for_the_use(string expression, int channels)
    {
        NetworkGraph graph = Read($$"""
            public static class Sizes
            {
                public const int Width = 5;
            }

            [Block]
            public abstract partial class Part
            {
                private const int Channels = 100;
                private const bool Wide = false;
                private const int Derived = Channels * 3;

                [Conv2d({{expression}}, 1)]
                private static partial Tensor Output(Tensor input);
            }

            [Network, Input(3, 4, 4)]
            [Block<Part>(8, true)]
            public partial class Net;
            """);

        Assert.Equal(channels, graph.Output.Shape.Channels);
    }

    [Fact]
    public void Blocks_nest_and_hand_their_constants_down()
    {
        NetworkGraph graph = Read("""
            [Block]
            public abstract partial class Inner
            {
                private const int Channels = 1;

                [Conv2d(Channels, 1)]
                private static partial Tensor Output(Tensor input);
            }

            [Block]
            public abstract partial class Outer
            {
                private const int Width = 1, Depth = 1;

                [Block<Inner>(Width * 2, Repeat = Depth), Block<Inner>(Width)]
                private static partial Tensor Output(Tensor input);
            }

            [Network, Input(3, 4, 4)]
            [Block<Outer>(4, 2)]
            public partial class Net;
            """);

        Assert.Equal([8, 8, 4], graph.Nodes.Skip(1).Select(node => node.Shape.Channels));
        Assert.Equal("0.output.1.output.conv1", graph.Nodes[2].Name);
    }

    [Fact]
    public void Results_that_only_training_has_come_last_and_are_pruned_for_inference()
    {
        NetworkGraph graph = Read("""
            [Network]
            public partial class Net
            {
                [Conv2d(8, 1)]
                private static partial Tensor Stem([Input(3, 4, 4)] Tensor image);

                [GlobalAvgPool2d, Linear(4)]
                [Auxiliary(Weight = 0.25)]
                private static partial Tensor Side(Tensor stem);

                [ReLU, GlobalAvgPool2d, Linear(2)]
                private static partial Tensor Logits(Tensor stem);

                [GlobalAvgPool2d, Linear(3)]
                private static partial Tensor Boxes(Tensor stem);
            }
            """);

        Assert.Equal(["logits", "boxes", "side"], graph.Results.Select(result => result.Name));
        Assert.Equal([null, null, 0.25f], graph.Results.Select(result => result.AuxiliaryWeight));
        Assert.Equal((5, 9), (graph.OutputLength, graph.TrainingOutputLength));
        NetworkGraph pruned = NetworkCompiler.Predict(graph, ProgramStage.Pruned).Graph;
        Assert.DoesNotContain(pruned.Nodes, node => node.Name.StartsWith("side", StringComparison.Ordinal));
        Assert.Equal(Links(graph).Where(link => !link.StartsWith("side", StringComparison.Ordinal)), Links(pruned));
        Assert.Empty(GraphVerifier.Verify(pruned));
    }

    [Fact]
    public void A_network_may_read_several_inputs()
    {
        NetworkGraph graph = Read("""
            [Network]
            public partial class Net
            {
                [GlobalAvgPool2d]
                private static partial Tensor Pooled([Input(3, 4, 4)] Tensor image);

                [Concat, Linear(2)]
                private static partial Tensor Logits(Tensor pooled, [Input(5)] Tensor features);
            }
            """);

        Assert.Equal((53, 2), (graph.InputLength, graph.OutputLength));
        Assert.Equal("8", graph.Nodes.Single(node => node.Operation is Concat).Shape.ToString());
    }

    private static NetworkGraph Read(string source)
    {
        var compilation = UserProject.Compile("using NetGen;\n\n" + source);
        ReadNetwork network = NetworkReader.Read(compilation.GetTypeByMetadataName("Net")!, compilation, CancellationToken.None);
        Assert.Empty(network.Mistakes.Select(mistake => mistake.Text));
        Assert.Null(network.Model.Failure);
        return network.Model.Graph!;
    }

    private static IEnumerable<string> Links(NetworkGraph graph) => graph.Nodes.Select(node =>
        node.Name + (node.Inputs.Count == 0 ? "" : " ← " + string.Join(", ", node.Inputs.Select(input => graph.Nodes[input].Name))));

    private static string Words(ParameterSpec parameter) => $"{parameter.Name} {string.Join("×", parameter.Shape)}";
}
