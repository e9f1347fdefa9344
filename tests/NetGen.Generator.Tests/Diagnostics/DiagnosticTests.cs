using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests.Diagnostics;

/// <summary>One mistake is one error, at the argument that is wrong, and C# has nothing to add.</summary>
public sealed class DiagnosticTests
{
    [Fact]
    public void Sizes_are_at_least_1() => Snapshot.Verify(Squiggles.Of(
        "[Network, Input(0, 28, 28), ReLU] partial class N;",
        "[Network, Input(1, -28, 28), ReLU] partial class N;",
        "[Network, Input(1, 28, 0), ReLU] partial class N;",
        "[Network, Input(new int[] { 1, 28, 0 }), ReLU] partial class N;",
        "[Network, Input(-5), ReLU] partial class N;",
        "[Network, Input(1, 28, 28), Conv2d(0, 3)] partial class N;",
        "[Network, Input(1, 28, 28), Conv2d(8, 0)] partial class N;",
        "[Network, Input(1, 28, 28), Conv2d(kernel: -3, outChannels: 8)] partial class N;",
        "[Network, Input(1, 28, 28), Conv2d(8, 3, 0)] partial class N;",
        "[Network, Input(1, 28, 28), Conv2d(8, 0, 3)] partial class N;",
        "[Network, Input(1, 28, 28), Conv2d(8, 3, Stride = 0)] partial class N;",
        "[Network, Input(1, 28, 28), Conv2d(8, 3, Dilation = -1)] partial class N;",
        "[Network, Input(1, 28, 28), Conv2d(8, 3, Groups = 0)] partial class N;",
        "[Network, Input(1, 28, 28), MaxPool2d(0)] partial class N;",
        "[Network, Input(1, 28, 28), MaxPool2d(2, Stride = 0)] partial class N;",
        "[Network, Input(1, 28, 28), AvgPool2d(-2)] partial class N;",
        "[Network, Input(1, 0), Conv1d(8, 3)] partial class N;",
        "[Network, Input(1, 0, 28, 28), Conv3d(8, 3)] partial class N;",
        "[Network, Input(1, 28, 28), Conv2d(8, 3, StrideHeight = 0)] partial class N;",
        "[Network, Input(1, 28, 28), Conv2d(8, 3, Stride = 0, Padding = Padding.Same)] partial class N;",
        "[Network, Input(1, 28, 28, 28), Conv3d(8, 3, 0, 3)] partial class N;",
        "[Network, Input(1, 28, 28, 28), Conv3d(8, 3, DilationDepth = 0)] partial class N;",
        "[Network, Input(4, 28, 28), DepthwiseConv2d(3, Multiplier = 0)] partial class N;",
        "[Network, Input(4, 28, 28), DepthwiseConv2d(0)] partial class N;",
        "[Network, Input(4, 28, 28), AdaptiveAvgPool2d(0)] partial class N;",
        "[Network, Input(4, 28, 28), AdaptiveAvgPool2d(7, 0)] partial class N;",
        "[Network, Input(4, 28, 28), Upsample(0)] partial class N;",
        "[Network, Input(4, 28, 28), Upsample(0, 7)] partial class N;",
        "[Network, Input(4, 28, 28), GroupNorm(0)] partial class N;",
        "[Network, Input(4, 28, 28), LocalResponseNorm(0)] partial class N;",
        "[Network, Input(784), Reshape(0, -1)] partial class N;",
        "[Network, Input(784), Linear(0)] partial class N;",
        "[Network, Input(784), Linear(-10, Bias = false)] partial class N;"));

    [Fact]
    public void Padding_is_not_negative_and_at_most_half_of_a_pools_kernel() => Snapshot.Verify(Squiggles.Of(
        "[Network, Input(1, 28, 28), Conv2d(8, 3, Padding = -3)] partial class N;",
        "[Network, Input(1, 28, 28), Conv2d(8, 3, Padding = 1, PaddingLeft = -1)] partial class N;",
        "[Network, Input(1, 28, 28), ConvTranspose2d(8, 3, Padding = Padding.Same)] partial class N;",
        "[Network, Input(1, 28, 28), MaxPool2d(2, PaddingHeight = -3)] partial class N;",
        "[Network, Input(1, 28, 28), MaxPool2d(2, Padding = 2)] partial class N;",
        "[Network, Input(1, 28, 28), AvgPool2d(3, Stride = 1, Padding = 2)] partial class N;",
        "[Network, Input(1, 28, 28), AvgPool2d(3, Stride = 1, PaddingBottom = 2)] partial class N;",
        "[Network, Input(1, 28, 28), MaxPool2d(3, 5, PaddingWidth = 3)] partial class N;",
        "[Network, Input(1, 28), MaxPool1d(2, PaddingRight = 2)] partial class N;",
        "[Network, Input(1, 28, 28), MaxPool2d(3, Padding = 4, Dilation = 3)] partial class N;",
        "[Network, Input(1, 2, 2), MaxPool2d(2, Padding = 2, Dilation = 4)] partial class N;"));

    [Fact]
    public void Numbers_lie_in_their_ranges() => Snapshot.Verify(Squiggles.Of(
        "[Network, Input(784), Dropout(1)] partial class N;",
        "[Network, Input(784), Dropout(-0.1)] partial class N;",
        "[Network, Input(784), Dropout(double.NaN)] partial class N;",
        "[Network, Input(784), BatchNorm(Epsilon = 0)] partial class N;",
        "[Network, Input(784), BatchNorm(Momentum = 1.5)] partial class N;",
        "[Network, Input(784), LeakyReLU(double.PositiveInfinity)] partial class N;",
        "[Network, Input(784), Linear(10, WeightInit = (Init)99)] partial class N;",
        "[Network, Input(784), Linear(10, WeightInitScale = -1)] partial class N;",
        "[Network, Input(784), Linear(10, BiasInit = Init.Constant, BiasInitScale = double.PositiveInfinity)] partial class N;",
        "[Network, Input(1, 28, 28), Conv2d(8, 3, BiasInit = Init.KaimingNormal)] partial class N;",
        "[Network, Input(784), BatchNorm(ScaleInit = double.NaN)] partial class N;",
        "[Network, Input(784), PReLU(InitialSlope = double.NaN, PerChannel = true)] partial class N;",
        "[Network, Input(784), ELU(double.NaN)] partial class N;",
        "[Network, Input(784), Softplus(0)] partial class N;",
        "[Network, Input(784), LayerNorm(Epsilon = -1)] partial class N;",
        "[Network, Input(4, 28, 28), InstanceNorm(Epsilon = 0)] partial class N;",
        "[Network, Input(4, 28, 28), GroupNorm(2, Epsilon = 0)] partial class N;",
        "[Network, Input(4, 28, 28), LocalResponseNorm(5, Alpha = double.NaN)] partial class N;",
        "[Network, Input(4, 28, 28), Dropout2d(1)] partial class N;",
        "[Network, Input(4, 28, 28), Upsample(2, Mode = (UpsampleMode)2)] partial class N;",
        "[Network, Input(4, 28, 28), Upsample(2, AlignCorners = true)] partial class N;",
        "[Network, Input(1, 28, 28), ConvTranspose2d(8, 3, Stride = 2, OutputPadding = 2)] partial class N;",
        "[Network, Input(1, 28, 28), ConvTranspose2d(8, 3, OutputPaddingWidth = -1)] partial class N;"));

    [Fact]
    public void Inputs_have_one_to_four_dimensions() => Snapshot.Verify(Squiggles.Of(
        "[Network, Input(), ReLU] partial class N;",
        "[Network, Input(null!), ReLU] partial class N;",
        "[Network, Input(1, 3, 8, 28, 28), ReLU] partial class N;"));

    [Fact]
    public void Layers_fit_their_inputs() => Snapshot.Verify(Squiggles.Of(
        "[Network, Input(3, 32, 32), Conv2d(8, 3, Groups = 2)] partial class N;",
        "[Network, Input(4, 32, 32), Conv2d(9, 3, Groups = 2)] partial class N;",
        "[Network, Input(1, 4, 4), Conv2d(8, 5)] partial class N;",
        "[Network, Input(1, 28, 4), Conv2d(8, 3, 9, Padding = 1)] partial class N;",
        "[Network, Input(1, 28, 28), Conv2d(8, 3, Dilation = 20)] partial class N;",
        "[Network, Input(3, 32, 32), Conv2d(64, 3), ReLU, MaxPool2d(14), MaxPool2d(3, Stride = 2)] partial class N;",
        "[Network, Input(784), Conv2d(8, 3)] partial class N;",
        "[Network, Input(784), Linear(10), MaxPool2d(2)] partial class N;",
        "[Network, Input(784), GlobalAvgPool2d] partial class N;",
        "[Network, Input(4, 100), Conv2d(8, 3)] partial class N;",
        "[Network, Input(1, 28, 28), Conv1d(8, 3)] partial class N;",
        "[Network, Input(1, 28, 28), MaxPool3d(2)] partial class N;",
        "[Network, Input(1, 8, 28, 28), DepthwiseConv2d(3)] partial class N;",
        "[Network, Input(784), Upsample(2)] partial class N;",
        "[Network, Input(784), InstanceNorm] partial class N;",
        "[Network, Input(8, 1, 1), InstanceNorm] partial class N;",
        "[Network, Input(8), GroupNorm(8)] partial class N;",
        "[Network, Input(6, 5, 5), GroupNorm(4)] partial class N;",
        "[Network, Input(4, 5, 5), ConvTranspose2d(6, 3, Groups = 4)] partial class N;",
        "[Network, Input(4, 1, 1), ConvTranspose2d(6, 3, Padding = 2)] partial class N;",
        "[Network, Input(1, 4, 4), DepthwiseConv2d(5)] partial class N;",
        "[Network, Input(1, 4, 4), Conv2d(8, 7, PaddingTop = 1)] partial class N;",
        "[Network, Input(1, 4, 4, 4), Conv3d(8, 5, 3, 3, Stride = 2, DilationWidth = 2)] partial class N;",
        "[Network, Input(1, 4, 4), ZeroPad(-2, 0, -4, 0)] partial class N;",
        "[Network, Input(2, 3, 4), Reshape(5, 5)] partial class N;",
        "[Network, Input(2, 3, 4), Reshape(-1, 5)] partial class N;",
        "[Network, Input(2, 3, 4), Reshape(-1, -1)] partial class N;",
        "[Network, Input(2, 3, 4), Reshape(1, 2, 3, 2, 2)] partial class N;",
        "[Network, Input(1, 8, 28, 28), Linear(10)] partial class N;",
        "[Network, Input(1, 28, 28), Conv2d(20, 5), Linear(10)] partial class N;"));

    [Fact]
    public void Networks_stay_within_the_budget() => Snapshot.Verify(Squiggles.Of(
        "[Network, Input(3, 100000, 100000), ReLU] partial class N;",
        "[Network, Input(int.MaxValue, int.MaxValue, int.MaxValue), ReLU] partial class N;",
        "[Network, Input(1, 28, 28), Conv2d(int.MaxValue, 1)] partial class N;",
        "[Network, Input(1, 28, 28), Conv2d(1, 3, Padding = int.MaxValue, Stride = int.MaxValue)] partial class N;",
        "[Network, Input(1, 28, 28), Conv2d(8, int.MaxValue, Dilation = int.MaxValue)] partial class N;",
        "[Network, Input(3, 1000, 1000), Upsample(1000)] partial class N;",
        "[Network, Input(3, 10, 10), DepthwiseConv2d(1, Multiplier = int.MaxValue)] partial class N;",
        "[Network, Input(3, 10, 10), ZeroPad(int.MaxValue)] partial class N;",
        "[Network, Input(3, 10, 10), Conv2d(8, 3, PaddingRight = int.MaxValue)] partial class N;",
        "[Network, Input(3, 10, 10), ConvTranspose2d(8, 3, Stride = int.MaxValue)] partial class N;",
        "[Network, Input(65536), Linear(65536)] partial class N;",
        "[Network, Input(16384), Linear(16384), Linear(16384), Linear(16384)] partial class N;"));

    [Fact]
    public void A_chain_has_one_input_and_layers() => Snapshot.Verify(Squiggles.Of(
        "[Network] partial class N;",
        "[Network, ReLU] partial class N;",
        "[Network, Input(784)] partial class N;",
        "[Network, Input(784), Input(1, 28, 28), ReLU] partial class N;",
        "[Input(784), ReLU] partial class N;",
        "[Linear(10)] class N;",
        "class N { [Linear(10)] void M() { } }",
        "class N { void M([Input(784)] float[] image) { } }"));

    [Fact]
    public void Layers_stand_on_one_declaration() => Snapshot.Verify(Squiggles.Of(
        "[Network, Input(784), ReLU] partial class N;\n[Linear(10)] partial class N;",
        "[Network, Linear(10)] partial class N;\n[Input(784)] partial class N;"));

    [Fact]
    public void Unknown_layers_are_refused() => Snapshot.Verify(Squiggles.Of(
        "sealed class SwishAttribute : LayerAttribute;\n[Network, Input(784), Swish, Linear(10)] partial class N;",
        "namespace Mine { sealed class Conv2dAttribute : LayerAttribute; }\n[Network, Input(784), Mine.Conv2d, Linear(10)] partial class N;"));

    [Fact]
    public void Names_are_well_formed_and_unique() => Snapshot.Verify(Squiggles.Of(
        "[Network, Input(784), Linear(10, Name = \"\")] partial class N;",
        "[Network, Input(784), Linear(10, Name = \"my layer\")] partial class N;",
        "[Network, Input(784), Linear(10, Name = \"features..0\")] partial class N;",
        "[Network, Input(784), Linear(10, Name = \"fc2\"), Linear(10)] partial class N;",
        "[Network, Input(784), Linear(10, Name = \"a\"), Linear(10, Name = \"a\")] partial class N;",
        "[Network, Input(784), Linear(10, Name = \"input\")] partial class N;"));

    [Fact]
    public void Classes_can_be_extended_and_constructed() => Snapshot.Verify(Squiggles.Of(
        "[Network, Input(784), Linear(10)] class N;",
        "[Network, Input(784), Linear(10)] partial class N<T>;",
        "partial class Outer<T> { [Network, Input(784), Linear(10)] partial class N; }",
        "class Outer { [Network, Input(784), Linear(10)] partial class N; }",
        "[Network, Input(784), Linear(10)] abstract partial class N;",
        "[Network, Input(784), Linear(10)] static partial class N;",
        "[Network, Input(784), Linear(10)] partial record N;",
        "[Network, Input(784), Linear(10)] partial record N(int X);",
        "[Network, Input(784), Linear(10)] file partial class N;",
        "[Network, Input(784), Linear(10)] partial class N(int x) { int X => x; }",
        "[Network, Input(784), Linear(10)] partial class N { N(string name) { } }",
        "[Network, Input(784), Linear(10)] partial class Predict;",
        "class B { protected B(int x) { } } [Network, Input(784), Linear(10)] partial class N : B { N() : base(1) { } }",
        "class B(int x) { public int X => x; } [Network, Input(784), Linear(10)] partial class N() : B(1);",
        "[Network, Input(784), Linear(10)] partial class N { public required string Title { get; init; } }",
        "class B { public required string Title { get; set; } } [Network, Input(784), Linear(10)] partial class N : B;"));

    [Fact]
    public void A_mistake_does_not_break_the_code_that_uses_the_network()
    {
        const string User = """
            using System;
            using NetGen;

            [Network, Input(3, 32, 32), Conv2d(8, 3, Groups = 2), Flatten, Linear(10)]
            public partial class Broken;

            internal static class User
            {
                private const int Images = 1024 / Broken.OutputLength;

                public static float Use<T>() where T : class, INetwork<T>
                {
                    using T net = T.Create(1, null);
                    return net.Forward(new float[Broken.InputLength * Images])[0];
                }

                public static void Main()
                {
                    using var net = new Broken(seed: 42) { Threads = 2 };
                    net.Predict(new float[Broken.InputLength], new float[Broken.OutputLength]);
                    net.Backward(new float[Broken.OutputLength]);
                    net.Save("weights");
                    Console.WriteLine($"{Broken.Info} {net.Parameters} {net.Verify()} {Broken.ParameterCount} {net.Step} {Use<Broken>()}");
                    Broken.Load("weights").Dispose();
                }
            }
            """;

        Diagnostic diagnostic = Assert.Single(UserProject.Edit(User).Diagnostics());

        Assert.Equal("NG1005", diagnostic.Id);
    }

    /// <summary>What C# reports itself is not reported again.</summary>
    [Theory]
    [InlineData("static class K { public static int Size = 3; } [Network, Input(1, 28, 28), Conv2d(8, K.Size), Linear(10)] partial class N;", "CS0182")]
    [InlineData("[Network, Input(1, 28, 28), Conv2d(8), Linear(10)] partial class N;", "CS1729")]
    [InlineData("[Network, Input(1, 28, 28), Conv2d(8, 3, Strid = 2), Linear(10)] partial class N;", "CS0246")]
    [InlineData("[Network, Input(1, 28, 28), Conv2d(8, 3, Stride = \"2\"), Linear(10)] partial class N;", "CS0029")]
    [InlineData("[Network, Input(1, 28, 28), Conv2d(8, 3.5), Linear(10)] partial class N;", "CS1503")]
    [InlineData("[Network, Input(1, 28, Missing), Linear(10)] partial class N;", "CS0103")]
    [InlineData("[Network, Input(1, 28, 28), Conv4d(8, 3), Linear(10)] partial class N;", "CS0246")]
    [InlineData("[Network, Network, Input(784), Linear(10)] partial class N;", "CS0579")]
    [InlineData("[Network, Input(784), Linear(10)] partial class N; [Network] partial class N;", "CS0579")]
    [InlineData("[Network, Input(784), Linear(10)] partial struct N;", "CS0592")]
    [InlineData("class B { protected B(int x) { } } [Network, Input(784), Linear(10)] partial class N : B;", "CS7036")]
    [InlineData("[Networ, Input(784), Linear(10)] partial class N;", "CS0246")]
    public void What_the_compiler_says_is_not_said_twice(string declaration, string id)
    {
        ImmutableArray<Diagnostic> diagnostics = UserProject.Edit("using NetGen;\n" + declaration).Diagnostics();

        Assert.NotEmpty(diagnostics);
        Assert.All(diagnostics, diagnostic => Assert.StartsWith("CS", diagnostic.Id, StringComparison.Ordinal));
        Assert.Contains(diagnostics, diagnostic => diagnostic.Id == id);
    }

    [Fact]
    public void A_pragma_silences_a_diagnostic()
    {
        Generated project = UserProject.Edit("using NetGen;\n#pragma warning disable NG1005\n[Network, Input(3, 32, 32), Conv2d(8, 3, Groups = 2)] partial class N;\n");

        Assert.Empty(project.Diagnostics().Where(diagnostic => !diagnostic.IsSuppressed));
    }

    /// <summary>Nothing throws while a declaration is typed, character by character.</summary>
    [Fact]
    public void Half_typed_declarations_are_read_in_peace()
    {
        const string Source = """
            using NetGen;
            namespace Vision;
            [Network, Input(1, 28, 28)]
            [Conv2d(20, 5, Padding = 2, Name = "a"), ReLU, MaxPool2d(2, Stride = 2)]
            [Flatten, Dropout(0.5), Linear(outFeatures: 10)]
            public partial class LeNet5 { }
            """;

        for (int length = 0; length <= Source.Length; length++)
        {
            ImmutableArray<Diagnostic> diagnostics = UserProject.Edit(Source[..length]).Diagnostics();
            Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id is "AD0001" or "CS8785");
            bool both = diagnostics.Any(IsOurs) && diagnostics.Any(diagnostic => !IsOurs(diagnostic));
            Assert.False(both, $"One mistake is reported twice in\n{Source[..length]}\n{string.Join('\n', diagnostics)}");
        }
    }

    /// <summary>Nothing throws while a declaration is edited: any one character is missing.</summary>
    [Fact]
    public void Half_edited_declarations_are_read_in_peace()
    {
        const string Source = "using NetGen; [Network, Input(1, 28, 28), Conv2d(20, 5, Padding = 2), Flatten, Linear(10)] partial class N { }";

        for (int i = 0; i < Source.Length; i++)
        {
            ImmutableArray<Diagnostic> diagnostics = UserProject.Edit(Source.Remove(i, 1)).Diagnostics();
            Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id is "AD0001" or "CS8785");
            bool both = diagnostics.Any(IsOurs) && diagnostics.Any(diagnostic => !IsOurs(diagnostic));
            Assert.False(both, $"One mistake is reported twice in\n{Source.Remove(i, 1)}\n{string.Join('\n', diagnostics)}");
        }
    }

    private static bool IsOurs(Diagnostic diagnostic) => diagnostic.Id.StartsWith("NG", StringComparison.Ordinal);
}
