using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests.Hostile;

/// <summary>A project whose C# is too old is told so once, at each of its networks, and has no other error.</summary>
public sealed class LanguageVersionTests
{
    private const string Chain = """
        using NetGen;

        namespace Vision
        {
            [Network, Input(1, 8, 8)]
            [Conv2d(4, 3), ReLU, Flatten, Linear(2)]
            internal partial class Net
            {
                public static int Use(ulong seed)
                {
                    var net = new Net(seed);
                    net.Predict(new float[InputLength], new float[OutputLength]);
                    net.Forward(new float[InputLength]);
                    net.Save("net.safetensors");
                    return Info.Layers.Count + (int)ParameterCount + Load("net.safetensors").Parameters.Count;
                }
            }
        }
        """;

    private const string Graph = """
        using NetGen;

        [Block]
        internal abstract partial class Part
        {
            [Conv2d(4, 3), ReLU]
            private static partial Tensor Output(Tensor input);
        }

        [Network]
        internal partial class Net
        {
            [Block<Part>, GlobalAvgPool2d, Linear(2)]
            private static partial Tensor Logits([Input(3, 8, 8)] Tensor image);
        }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp8, Chain, "8.0")]
    [InlineData(LanguageVersion.CSharp9, Chain, "9.0")]
    [InlineData(LanguageVersion.CSharp10, Chain, "10.0")]
    [InlineData(LanguageVersion.CSharp11, Chain, "11.0")]
    [InlineData(LanguageVersion.CSharp11, Graph, "11.0")]
    public void An_old_language_is_one_error_at_the_network(LanguageVersion language, string source, string name)
    {
        Diagnostic diagnostic = Assert.Single(UserProject.Build(ProjectSettings.Strict with { Language = language }, source).Diagnostics());

        Assert.Equal("NG9006", diagnostic.Id);
        Assert.Equal(
            $"'Net' cannot be compiled, because its code is written in C# 12.0 and the project is compiled as C# {name}: "
            + "set <LangVersion>12.0</LangVersion> or <LangVersion>latest</LangVersion> in the project file",
            diagnostic.GetMessage(null));
        Assert.Equal("Network", source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length));
    }

    [Fact]
    public void No_code_is_generated_behind_the_surface_of_a_network_in_an_old_language()
    {
        Generated project = UserProject.Build(ProjectSettings.Strict with { Language = LanguageVersion.CSharp11 }, Chain);

        Assert.Equal("Vision.Net.g.cs", Assert.Single(project.Result.GeneratedSources).HintName);
    }
}
