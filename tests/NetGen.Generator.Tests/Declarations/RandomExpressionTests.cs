using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Declarations;
using NetGen.Generator.Tests.Testing;
using Xunit.Abstractions;

namespace NetGen.Generator.Tests.Declarations;

/// <summary>
/// Random constant expressions in a block, with random values for all of its constants, against what the C# compiler computes when
/// the declared values are replaced in the source text. The variable NETGEN_EXPRESSIONS says how many have to have a value.
/// </summary>
public sealed class RandomExpressionTests(ITestOutputHelper output)
{
    private const int PerCompilation = 60;

    // All projects share what was read of the framework.
    private static readonly CSharpCompilation _checked = UserProject.Compile();
    private static readonly CSharpCompilation _unchecked = _checked.WithOptions(_checked.Options.WithOverflowChecks(false));

    private static int Wanted => int.TryParse(
        Environment.GetEnvironmentVariable("NETGEN_EXPRESSIONS"), NumberStyles.Integer, CultureInfo.InvariantCulture, out int count) ? count : 2_000;

    [Fact]
    public void Every_expression_has_the_compilers_value_or_is_refused()
    {
        var tally = new Tally();
        for (int seed = 1; tally.Equal < Wanted; seed++) Compare(seed, tally);

        output.WriteLine($"{tally.Drawn} drawn, {tally.Equal} equal, {tally.Plain} of them by plain arithmetic; {tally.Changed} changed by the use; {tally.Refused} refused");
        Assert.True(tally.Plain > tally.Equal / 20, "Plain arithmetic was hardly tested.");
        Assert.True(tally.Equal - tally.Plain > tally.Equal / 20, "The compiler was hardly asked.");
        Assert.True(tally.Changed > tally.Equal / 4, "The uses hardly changed anything.");
        Assert.True(tally.Refused > 0, "No expression was refused.");
    }

    private static void Compare(int seed, Tally tally)
    {
        var random = new Random(seed);
        var expressions = new RandomExpressions(random);
        string[] drawn = [.. Enumerable.Range(0, PerCompilation).Select(_ => expressions.Next())];
        string[] declared = Values(expressions), given = Values(expressions);
        CSharpCompilation project = Compile(declared, drawn, seed), replaced = Compile(given, drawn, seed);
        ImmutableArray<AttributeData> attributes = AttributesOf(project), expected = AttributesOf(replaced);
        INamedTypeSymbol block = project.GetTypeByMetadataName("Shop.Part")!;
        object?[] values = [.. ConstantNames.ConstantsOf(replaced.GetTypeByMetadataName("Shop.Part")!).Take(given.Length).Select(field => field.ConstantValue)];
        var constants = new ConstantEvaluator(block, values, around: null, new ConstantNames(project, CancellationToken.None));
        for (int i = 0; i < drawn.Length; i++)
        {
            var arguments = new AttributeArguments(attributes[i], constants);
            tally.Drawn++;
            if (!arguments.AreComplete(CancellationToken.None)) continue;
            Constant actual = arguments.Values("arguments").First();
            TypedConstant right = ElementOf(expected[i]), before = ElementOf(attributes[i]);
            bool isRefused = arguments.Refused is not null;
            bool isError = right.Kind == TypedConstantKind.Error;
            Assert.True(isRefused == isError, $"seed {seed}: '{drawn[i]}' is {(isRefused ? "refused" : actual.ToString())}, but C# has {Describe(right)}");
            if (isError)
            {
                tally.Refused++;
                continue;
            }

            Assert.True(
                Bits(actual.Value).Equals(Bits(right.Value)) && actual.Type?.ToDisplayString() == right.Type?.ToDisplayString(),
                $"seed {seed}: '{drawn[i]}' is {actual} of {actual.Type}, but C# has {Describe(right)}");
            tally.Equal++;
            if (!Bits(before.IsNull ? null : before.Value).Equals(Bits(right.Value))) tally.Changed++;
            if (IsPlain(attributes[i], constants)) tally.Plain++;
        }
    }

    private static string[] Values(RandomExpressions expressions) =>
        [.. RandomExpressions.Types.SelectMany(type => new[] { expressions.Value(type), expressions.Value(type) })];

    /// <summary>The project with its constants declared by these values.</summary>
    private static CSharpCompilation Compile(string[] values, string[] expressions, int seed)
    {
        var declarations = new StringBuilder();
        for (int i = 0; i < values.Length; i++)
        {
            string type = RandomExpressions.Types[i / 2];
            declarations.AppendLine(CultureInfo.InvariantCulture, $"    internal const {type}{(type == "string" ? "?" : "")} {RandomExpressions.NameOf(type, i % 2)} = {values[i]};");
        }

        string source = $$"""
            using NetGen;
            using Alias = Shop.Part;

            namespace Shop;

            public enum Color { Red = 3, Green, Blue = 1000 }

            public enum Flags : byte { A = 1, B = 128 }

            internal enum Counted { First = Part.Byte1 & 7, Second, Third }

            internal static class Elsewhere { internal const int Twice = Part.Short0 * 2; }

            internal static class Generic<T> { internal const int Half = Part.Byte0 / 2; }

            [Block]
            public abstract partial class Leaf;

            [Block]
            public abstract partial class Part
            {
            {{declarations}}
                private const int Derived = Short1 + Byte0 * 3;
                private const double DerivedDouble = Float0 + 0.5;
                private const string Joined = String0 + "!" + nameof(Int0);

                {{string.Join("\n    ", expressions.Select(expression => $"[Block<Leaf>({expression}, 0)]"))}}
                private static partial Tensor Output(Tensor input);
            }
            """;
        return (seed % 2 == 0 ? _checked : _unchecked).AddSyntaxTrees(UserProject.Parse(source));
    }

    private static ImmutableArray<AttributeData> AttributesOf(CSharpCompilation compilation)
    {
        ImmutableArray<AttributeData> attributes = compilation.GetTypeByMetadataName("Shop.Part")!.GetMembers("Output").Single().GetAttributes();
        Assert.Equal(PerCompilation, attributes.Length);
        return attributes;
    }

    /// <summary>The first argument of a use; the second makes an array of them even where the first is null.</summary>
    private static TypedConstant ElementOf(AttributeData attribute) =>
        attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Array, IsNull: false, Values: [var element, _] }] ? element : default;

    private static bool IsPlain(AttributeData attribute, ConstantEvaluator constants) =>
        ((Microsoft.CodeAnalysis.CSharp.Syntax.AttributeSyntax)attribute.ApplicationSyntaxReference!.GetSyntax()).ArgumentList is { } list
        && constants.Concerns(list.Arguments[0].Expression) && constants.TryEvaluate(list.Arguments[0].Expression, out _);

    /// <summary>A value that is equal to another where all bits are, so that NaN is itself and −0 is not 0.</summary>
    private static object Bits(object? value) => value switch
    {
        null => "null",
        double number => double.IsNaN(number) ? "NaN" : BitConverter.DoubleToInt64Bits(number),
        float number => float.IsNaN(number) ? "NaN" : BitConverter.SingleToInt32Bits(number),
        _ => value,
    };

    private static string Describe(TypedConstant constant) =>
        constant.Kind == TypedConstantKind.Error ? "no value" : $"{(constant.IsNull ? "null" : constant.Value)} of {constant.Type}";

    private sealed class Tally
    {
        public int Drawn { get; set; }

        public int Equal { get; set; }

        public int Plain { get; set; }

        public int Changed { get; set; }

        public int Refused { get; set; }
    }
}
