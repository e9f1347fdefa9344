using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Declarations;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Tests.Testing;
using Mode = NetGen.Generator.Graph.Operations.UpsampleMode;

namespace NetGen.Generator.Tests.Declarations;

/// <summary>What a use gives to a block's constants, written in any way that C# has, is what its layers are made of.</summary>
public sealed class BlockConstantTests
{
    private const string Surroundings = """
        using NetGen;
        using Alias = Shop.Part;
        using static Shop.Part;

        namespace Shop;

        public enum Width { Narrow = Part.C + 1, Wide, Widest = 100 }

        internal static class Elsewhere
        {
            internal const int Twice = Part.C * 2, Unrelated = 7;

            internal const int TwiceTwice = Twice * 2;
        }

        internal class Generic<T>
        {
            internal const int Half = Part.C / 2;
        }

        [Block]
        public abstract partial class Part
        {
            internal const int C = 8;
            private const bool IsDeep = false;
            private const string Tag = "declared";
            private const int Third = C / 3;
            private const byte Small = (byte)(C + 1);
            private const long Long = C;
            private const UpsampleMode Mode = IsDeep ? UpsampleMode.Bilinear : UpsampleMode.Nearest;

            private enum Nested { First = C, Second }

            [LAYER]
            private static partial Tensor Output(Tensor input);
        }

        """;

    [Theory]
    [InlineData("checked(C / 4)", 16)]
    [InlineData("unchecked((int)(C * 100000000L)) >>> 24", 125)]
    [InlineData("C >>> 1", 32)]
    [InlineData("C << 33", 128)]
    [InlineData("(short)C", 64)]
    [InlineData("(int)(C / 3f)", 21)]
    [InlineData("(int)((C + 0.5m) * 2)", 129)]
    [InlineData("global::Shop.Part.C", 64)]
    [InlineData("Shop.Part.C", 64)]
    [InlineData("Alias.C + 1", 65)]
    [InlineData("Elsewhere.Twice", 128)]
    [InlineData("Elsewhere.TwiceTwice + Elsewhere.Unrelated", 263)]
    [InlineData("Generic<string>.Half", 32)]
    [InlineData("Third", 21)]
    [InlineData("Small", 65)]
    [InlineData("(int)Long", 64)]
    [InlineData("(int)Width.Narrow", 65)]
    [InlineData("(int)Width.Wide", 66)]
    [InlineData("(int)Width.Widest", 100)]
    [InlineData("(int)Nested.Second", 65)]
    [InlineData("sizeof(long) * C / C", 8)]
    [InlineData("default(int) + C", 64)]
    [InlineData("nameof(C) == \"C\" ? C : 1", 64)]
    [InlineData("'a' - 'A' + C", 96)]
    [InlineData("(int)(C + 1u)", 65)]
    [InlineData("~-C", 63)]
    [InlineData("IsDeep ^ C > 60 ? 1 : 2", 2)]
    [InlineData("true ? C : 'a'", 64)]
    [InlineData("C == 64 || C / 0 == 1 ? 3 : 4", null)]
    public void An_expression_is_what_CSharp_makes_of_it(string expression, int? channels)
    {
        (NetworkGraph? graph, string[] mistakes) = Read($"Conv2d({expression}, 1)", "64, true");

        if (channels is null) Assert.Null(graph);
        else Assert.Empty(mistakes);
        Assert.Equal(channels, graph?.Output.Shape.Channels);
    }

    [Fact]
    public void Strings_enumerations_and_conditions_have_the_uses_values()
    {
        (NetworkGraph? named, _) = Read("Conv2d(4, 1, Name = $\"{Tag}_conv\")", "8, true, \"given\"");
        (NetworkGraph? text, _) = Read("Conv2d(4, 1, Name = nameof(Tag) + Tag + @\"_\")", "8, true, \"given\"");
        (NetworkGraph? mode, _) = Read("Upsample(2, Mode = Mode)", "8, true");
        (NetworkGraph? chosen, _) = Read("Upsample(2, Mode = IsDeep ? UpsampleMode.Bilinear : UpsampleMode.Nearest)", "8, true");
        (NetworkGraph? cast, _) = Read("Upsample(2, Mode = (UpsampleMode)(C - 7))", "8");

        Assert.Equal("0.output.given_conv", named!.Output.Name);
        Assert.Equal("0.output.Taggiven_", text!.Output.Name);
        Assert.Equal(Mode.Bilinear, Assert.IsType<Upsample>(mode!.Output.Operation).Mode);
        Assert.Equal(Mode.Bilinear, Assert.IsType<Upsample>(chosen!.Output.Operation).Mode);
        Assert.Equal(Mode.Bilinear, Assert.IsType<Upsample>(cast!.Output.Operation).Mode);
    }

    [Theory]
    [InlineData("Conv2d(checked(C * 1000), 1)", "Part.Conv2d: 'checked(C * 1000)' has no value with C = 3000000: C# says CS0220, The operation overflows")]
    [InlineData("Conv2d(C * 1000, 1)", "Part.Conv2d: 'C * 1000' has no value with C = 3000000: C# says CS0220, The operation overflows")]
    [InlineData("Conv2d(Small, 1)", "Part.Conv2d: 'Small' has no value with C = 3000000: C# says CS0221, Constant value '3000001' cannot be")]
    [InlineData("Projection(64 / (C - 3000000))", "Part.Projection: '64 / (C - 3000000)' has no value with C = 3000000: C# says CS0020, Division by")]
    [InlineData("Block<Leaf>(1, Repeat = C * 1000)", "Part.Block<Leaf>: 'C * 1000' has no value with C = 3000000: C# says CS0220, The operation")]
    [InlineData("Block<Leaf>(C * 1000)", "Part.Block<Leaf>: 'C * 1000' has no value with C = 3000000: C# says CS0220, The operation")]
    [InlineData("Block<Leaf>((short)C)", "Part.Block<Leaf>: '(short)C' has no value with C = 3000000: C# says CS0221, Constant value '3000000'")]
    public void What_has_no_value_in_a_use_is_an_error_that_says_why(string layer, string begin)
    {
        (NetworkGraph? graph, string[] mistakes) = Read(layer, "3_000_000");

        Assert.Null(graph);
        string mistake = Assert.Single(mistakes);
        Assert.Equal("NG2018: " + begin, mistake[..Math.Min(mistake.Length, begin.Length + "NG2018: ".Length)]);
    }

    [Fact]
    public void The_error_stands_at_the_use_and_names_the_expression_as_its_second_place()
    {
        Diagnostic diagnostic = Assert.Single(UserProject.Edit(Source("Conv2d(C * 1000, 1)", "3_000_000")).Diagnostics());

        Assert.Equal("Block<Part>(3_000_000)", TextAt(diagnostic.Location));
        Assert.Equal("C * 1000", TextAt(Assert.Single(diagnostic.AdditionalLocations)));
    }

    [Theory]
    [InlineData("byte", "1", "128", "N", 128)]
    [InlineData("sbyte", "1", "100", "N", 100)]
    [InlineData("short", "1", "'a'", "N", null)]
    [InlineData("ushort", "1", "'a'", "N", 97)]
    [InlineData("uint", "1", "128", "(int)N", 128)]
    [InlineData("ulong", "1", "128L", "(int)N", 128)]
    [InlineData("decimal", "1", "128", "(int)N", 128)]
    [InlineData("float", "1", "128", "(int)N", 128)]
    [InlineData("double", "1", "128f", "(int)N", 128)]
    [InlineData("char", "'a'", "'b'", "N", 98)]
    [InlineData("char", "'a'", "98", "N", null)]
    [InlineData("byte", "1", "256", "N", null)]
    [InlineData("byte", "1", "-1", "N", null)]
    [InlineData("byte", "1", "128L", "N", null)]
    [InlineData("float", "1", "1.5", "(int)N", null)]
    [InlineData("int", "1", "Kind.Many", "N", null)]
    [InlineData("Kind", "Kind.Few", "Kind.Many", "(int)N", 33)]
    [InlineData("Kind", "Kind.Many", "0", "(int)N + 1", 1)]
    [InlineData("Kind", "Kind.Many", "33", "(int)N", null)]
    [InlineData("Kind", "Kind.Many", "Other.Many", "(int)N", null)]
    [InlineData("string", "\"a\"", "null", "N == null ? 5 : 6", 5)]
    [InlineData("bool", "false", "true", "N ? 5 : 6", 5)]
    [InlineData("bool", "false", "1", "N ? 5 : 6", null)]
    public void Arguments_convert_to_constants_as_CSharp_converts_them(string type, string declared, string given, string expression, int? channels)
    {
        string source = $$"""
            using NetGen;

            public enum Kind { Few = 3, Many = 33 }

            public enum Other { Many = 33 }

            [Block]
            public abstract partial class Part
            {
                private const {{type}} N = {{declared}};

                [Conv2d({{expression}}, 1)]
                private static partial Tensor Output(Tensor input);
            }

            [Network, Input(3, 4, 4)]
            [Block<Part>({{given}})]
            public partial class Net;
            """;

        (NetworkGraph? graph, string[] mistakes) = Read(source);

        Assert.Equal(channels, graph?.Output.Shape.Channels);
        if (channels is null) Assert.StartsWith($"NG2013: Block<Part>: N is of type {type}, but gets ", Assert.Single(mistakes), StringComparison.Ordinal);
    }

    /// <summary>A block inside a block may name the constants of the one around it, which have that one's values.</summary>
    [Fact]
    public void Constants_of_the_block_around_have_its_uses_values()
    {
        (NetworkGraph? graph, string[] mistakes) = Read("""
            using NetGen;

            [Block]
            public abstract partial class Inner
            {
                private const int Factor = 1;

                [Conv2d(Outer.Width * Factor, 1)]
                private static partial Tensor Output(Tensor input);
            }

            [Block]
            public abstract partial class Outer
            {
                internal const int Width = 4;

                [Block<Inner>(3), Block<Inner>(Width)]
                private static partial Tensor Output(Tensor input);
            }

            [Network, Input(3, 4, 4)]
            [Block<Outer>(5), Block<Outer>]
            public partial class Net;
            """);

        Assert.Empty(mistakes);
        Assert.Equal([15, 25, 12, 16], graph!.Nodes.Skip(1).Select(node => node.Shape.Channels));
    }

    [Fact]
    public void An_array_that_is_written_out_has_the_uses_values()
    {
        Assert.Equal("4×2×8", Read("Reshape(new int[] { C / 2, 2, C })", "8").Graph!.Output.Shape.ToString());
        Assert.Equal("4×2×8", Read("Reshape(C / 2, 2, -1)", "8").Graph!.Output.Shape.ToString());
        Assert.Equal("4×2×8", Read("Reshape((int[])[(short)(C / 2), 2, -1])", "8").Graph!.Output.Shape.ToString());
    }

    [Fact]
    public void An_expression_of_any_depth_is_evaluated()
    {
        string sum = string.Join(" + ", Enumerable.Repeat("C", 3000));

        Assert.Equal(6000, Read($"Conv2d({sum}, 1)", "2").Graph!.Output.Shape.Channels);
    }

    private static (NetworkGraph? Graph, string[] Mistakes) Read(string layer, string arguments) => Read(Source(layer, arguments));

    private static (NetworkGraph? Graph, string[] Mistakes) Read(string source)
    {
        CSharpCompilation compilation = UserProject.Compile(source);
        INamedTypeSymbol type = compilation.GetTypeByMetadataName("Shop.Net") ?? compilation.GetTypeByMetadataName("Net")!;
        ReadNetwork network = NetworkReader.Read(type, compilation, CancellationToken.None);
        return (network.Model.Graph, [.. network.Mistakes.Select(mistake => mistake.Text)]);
    }

    private static string Source(string layer, string arguments) => Surroundings.Replace("LAYER", layer, StringComparison.Ordinal) + $$"""
        [Block]
        public abstract partial class Leaf
        {
            private const int Channels = 1;

            [Conv2d(Channels, 1)]
            private static partial Tensor Output(Tensor input);
        }

        [Network, Input(4, 4, 4)]
        [Block<Part>({{arguments}})]
        public partial class Net;
        """;

    private static string TextAt(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);
}
