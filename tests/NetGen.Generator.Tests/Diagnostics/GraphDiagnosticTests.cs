using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>One mistake among stages and blocks is one error, at the stage, the parameter or the attribute that is wrong.</summary>
public sealed class GraphDiagnosticTests
{
    private const string Features = "[Conv2d(8, 3, Padding = 1)] private static partial Tensor Features([Input(3, 8, 8)] Tensor image);";

    private const string Logits = "[GlobalAvgPool2d, Linear(10)] private static partial Tensor Logits(Tensor features);";

    /// <summary>A block of three constants and one of two inputs.</summary>
    private const string Blocks = """
        [Block]
        abstract partial class Part
        {
            private const int Channels = 8, Kernel = 3;
            private const bool Bias = true;
            [Conv2d(Channels, Kernel, Bias = Bias)] private static partial Tensor Output(Tensor input);
        }

        [Block]
        abstract partial class Joined
        {
            [Add, ReLU] private static partial Tensor Output(Tensor left, Tensor right);
        }

        """;

    [Fact]
    public void A_stage_is_a_static_partial_method_of_tensors() => Snapshot.Verify(Squiggles.Of(
        Network(Features, "[Linear(10)] private static partial Tensor Logits(Tensor features, int classes);"),
        Network(Features, "[Linear(10)] private partial Tensor Logits(Tensor features);"),
        Network(Features, "[Linear(10)] private static Tensor Logits(Tensor features) => features;"),
        Network(Features, "[Linear(10)] private static partial Tensor Logits<T>(Tensor features); private static partial Tensor Logits<T>(Tensor features) => features;"),
        Network(Features, "[Linear(10)] private static partial Tensor Logits();"),
        Network(Features, "[Linear(10)] static partial void Logits(Tensor features);"),
        Network(Features, "[Linear(10)] private static partial Tensor Logits(in Tensor features); private static partial Tensor Logits(in Tensor features) => features;")));

    [Fact]
    public void A_parameter_names_a_stage() => Snapshot.Verify(Squiggles.Of(
        Network(Features, "[GlobalAvgPool2d, Linear(10)] private static partial Tensor Logits(Tensor feature);"),
        Network(Features, "[GlobalAvgPool2d, Linear(10)] private static partial Tensor Logits(Tensor x);"),
        Network("[Linear(10)] private static partial Tensor Logits(Tensor image);")));

    [Fact]
    public void A_name_belongs_to_one_stage() => Snapshot.Verify(Squiggles.Of(
        Network(Features, Logits, "[GlobalAvgPool2d, Linear(2)] private static partial Tensor features(Tensor image);"),
        Network(Features, Logits, "[Concat, GlobalAvgPool2d, Linear(2)] private static partial Tensor Logits(Tensor features, Tensor image);"),
        Network(Features, "[Linear(10)] private static partial Tensor Logits([Input(8)] Tensor features);")));

    [Fact]
    public void Stages_do_not_read_each_other_in_a_circle() => Snapshot.Verify(Squiggles.Of(
        Network("[ReLU] private static partial Tensor Self(Tensor self);"),
        Network(
            Features,
            "[Add] private static partial Tensor First(Tensor features, Tensor third);",
            "[ReLU] private static partial Tensor Second(Tensor first);",
            "[ReLU] private static partial Tensor Third(Tensor second);")));

    [Fact]
    public void Several_tensors_are_joined_and_one_is_not() => Snapshot.Verify(Squiggles.Of(
        Network(Features, "[GlobalAvgPool2d, Linear(10)] private static partial Tensor Logits(Tensor features, Tensor image);"),
        Network(Features, "[GlobalAvgPool2d, Concat, Linear(10)] private static partial Tensor Logits(Tensor features, Tensor image);"),
        Network(Features, "[Concat, GlobalAvgPool2d] private static partial Tensor Logits(Tensor features);"),
        Network(Features, "[Concat, Add, GlobalAvgPool2d] private static partial Tensor Logits(Tensor features, Tensor image);"),
        "[Network, Input(3, 8, 8), Conv2d(8, 3), Multiply] partial class N;"));

    [Fact]
    public void Tensors_that_are_joined_agree() => Snapshot.Verify(Squiggles.Of(
        Network(Features, "[Add, GlobalAvgPool2d] private static partial Tensor Logits(Tensor features, Tensor image);"),
        Network(Features, "[Multiply, GlobalAvgPool2d] private static partial Tensor Logits(Tensor image, Tensor features);"),
        Network(
            Features,
            "[Conv2d(8, 3, Stride = 2)] private static partial Tensor Half(Tensor image);",
            "[Concat, GlobalAvgPool2d] private static partial Tensor Logits(Tensor features, Tensor half);")));

    [Fact]
    public void A_network_is_a_chain_or_a_graph() => Snapshot.Verify(Squiggles.Of(
        "[Network, ReLU]\npartial class N\n{\n" + Features + "\n}",
        "[Network, Input(3, 8, 8)]\npartial class N\n{\n" + Features + "\n}"));

    [Fact]
    public void Inputs_are_declared_once_and_by_networks() => Snapshot.Verify(Squiggles.Of(
        Network(Features, "[Concat, GlobalAvgPool2d] private static partial Tensor Logits(Tensor features, [Input(3, 8, 8)] Tensor image);"),
        Block("[ReLU] private static partial Tensor Output([Input(3, 8, 8)] Tensor image);"),
        Network("[ReLU] private static partial Tensor Output([Input(3, 0, 8)] Tensor image);")));

    [Fact]
    public void An_auxiliary_stage_is_a_further_result_of_a_network() => Snapshot.Verify(Squiggles.Of(
        Network(Features, "[GlobalAvgPool2d, Linear(10), Auxiliary] private static partial Tensor Logits(Tensor features);"),
        Network(Features.Replace("[Conv2d", "[Auxiliary, Conv2d", StringComparison.Ordinal), Logits),
        Block("[ReLU, Auxiliary] private static partial Tensor Side(Tensor input);", "[ReLU] private static partial Tensor Output(Tensor input);"),
        Network(Features, Logits, "[GlobalAvgPool2d, Linear(10), Auxiliary(Weight = -1)] private static partial Tensor Side(Tensor features);")));

    [Fact]
    public void A_block_has_one_result() => Snapshot.Verify(Squiggles.Of(
        Block("[ReLU] private static partial Tensor First(Tensor input);", "[ReLU] private static partial Tensor Second(Tensor input);")));

    [Fact]
    public void A_block_is_an_open_class_of_this_project() => Snapshot.Verify(Squiggles.Of(
        "[Block] abstract class B;",
        "partial class Outer<T> { [Block] abstract partial class B; }",
        "[Block] file abstract partial class B;",
        "[Block] abstract partial record B;",
        "[Block] static partial class B;",
        "[Network, Input(3, 8, 8), Block<string>, Linear(10)] partial class N;",
        "class Plain;\n[Network, Input(3, 8, 8), Block<Plain>(8), Linear(10)] partial class N;"));

    [Fact]
    public void A_use_gives_a_block_what_it_takes() => Snapshot.Verify(Squiggles.Of(
        Blocks + "[Network, Input(3, 8, 8), Block<Part>(8, 3, true, 1)] partial class N;",
        Blocks + "[Network, Input(3, 8, 8), Block<Part>(8, \"3\")] partial class N;",
        Blocks + "[Network, Input(3, 8, 8), Block<Part>(8, 3, 1.5)] partial class N;",
        Blocks + "[Network, Input(3, 8, 8), Block<Part>(8, null!)] partial class N;",
        Blocks + "[Network, Input(3, 8, 8), Block<Part>(8, Repeat = 0)] partial class N;",
        Blocks + "[Network, Input(3, 8, 8), Block<Part>(8, Name = \"a b\")] partial class N;",
        Blocks + "[Network, Input(3, 8, 8), Block<Joined>] partial class N;",
        Blocks + Network(Features, "[Block<Part>] private static partial Tensor Logits(Tensor features, Tensor image);")));

    [Fact]
    public void What_is_wrong_inside_a_block_is_wrong_at_its_use() => Snapshot.Verify(Squiggles.Of(
        Blocks + "[Network, Input(3, 8, 8), Block<Part>(0)] partial class N;",
        Blocks + "[Network, Input(3, 8, 8), Conv2d(8, 7), Block<Part>] partial class N;",
        Blocks + "[Network, Input(3, 8, 8), Block<Part>(8, Name = \"a\"), Block<Part>(8, Name = \"a\")] partial class N;",
        Blocks + "[Block] abstract partial class Outer { [Block<Part>(8, Name = \".\")] private static partial Tensor Inner(Tensor input); }\n"
            + "[Network, Input(3, 8, 8), Block<Outer>] partial class N;",
        Blocks + "[Block] abstract partial class Outer { [Block<Part>(8, 9)] private static partial Tensor Inner(Tensor input); }\n"
            + "[Network, Input(3, 8, 8), Block<Outer>] partial class N;"));

    [Fact]
    public void An_expression_of_a_block_has_a_value_in_every_use() => Snapshot.Verify(Squiggles.Of(
        Ratio + "[Network, Input(3, 8, 8), Block<Squeeze>(64, 0)] partial class N;",
        Ratio + "[Block] abstract partial class Outer { [Block<Squeeze>(2_000_000_000)] private static partial Tensor Inner(Tensor input); }\n"
            + "[Network, Input(3, 8, 8), Block<Outer>] partial class N;"));

    [Fact]
    public void A_network_has_at_most_10_000_layers() => Snapshot.Verify(Squiggles.Of(
        Blocks + "[Network, Input(3, 8, 8), Block<Part>(3, Repeat = 1_000_000_000)] partial class N;",
        Blocks + "[Network, Input(3, 8, 8), Block<Part>(3, Repeat = int.MaxValue)] partial class N;",
        Blocks + "[Block] abstract partial class Many { [Block<Part>(3, 1, Repeat = 2_000)] private static partial Tensor Inner(Tensor input); }\n"
            + "[Network, Input(3, 8, 8), Block<Many>(Repeat = 2_000)] partial class N;"));

    [Fact]
    public void A_block_does_not_use_itself() => Snapshot.Verify(Squiggles.Of(
        "[Block]\nabstract partial class B\n{\n[Block<B>] private static partial Tensor Output(Tensor input);\n}"));

    [Fact]
    public void A_project_with_networks_is_compiled_as_CSharp_12() => Snapshot.Verify(Squiggles.OfProjectInCSharp11(
        "[Network, Input(784), Linear(10)] public partial class Net { }"));

    [Fact]
    public void A_project_with_networks_allows_unsafe_code() => Snapshot.Verify(Squiggles.OfProjectWithoutUnsafeCode(
        "[Network, Input(784), Linear(10)] partial class N;"));

    private const string Ratio = """
        [Block]
        abstract partial class Squeeze
        {
            private const int Channels = 64, Ratio = 4;

            [Conv2d(checked(Channels * 3) / Ratio, 1)]
            private static partial Tensor Output(Tensor input);
        }

        """;

    private static string Network(params string[] stages) => "[Network]\npartial class N\n{\n" + string.Join('\n', stages) + "\n}";

    private static string Block(params string[] stages) => "[Block]\nabstract partial class B\n{\n" + string.Join('\n', stages) + "\n}";
}
