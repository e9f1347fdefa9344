using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests.Hostile;

/// <summary>
/// Generated code means what it says in every project: whatever classes, namespaces and aliases it declares and whatever its settings
/// are, it compiles without a warning and computes the same bits.
/// </summary>
public sealed class HostileProjectTests
{
    private const string Chain = "MyApp.Vision.Chain", Graph = "MyApp.Vision.Graph";

    /// <summary>
    /// Declared with full names, as a project must that has classes of its own with these names. What CLS has against arrays in the
    /// user's own attributes is the suppressor's matter, which the compiler asks and its library does not.
    /// </summary>
    private const string Networks = """
        #pragma warning disable CS3016
        namespace MyApp.Vision
        {
            [global::NetGen.Network, global::NetGen.Input(1, 12, 12)]
            [global::NetGen.Conv2d(6, 5, Padding = 2), global::NetGen.ReLU, global::NetGen.MaxPool2d(2), global::NetGen.Conv2d(8, 3)]
            [global::NetGen.BatchNorm, global::NetGen.GELU, global::NetGen.Dropout(0.25), global::NetGen.Flatten, global::NetGen.Linear(7)]
            public partial class Chain
            {
            }

            [global::NetGen.Block]
            internal abstract partial class Residual
            {
                [global::NetGen.Conv2d(4, 3, Padding = 1)]
                private static partial global::NetGen.Tensor Body(global::NetGen.Tensor input);

                [global::NetGen.Add, global::NetGen.ReLU]
                private static partial global::NetGen.Tensor Sum(global::NetGen.Tensor input, global::NetGen.Tensor body);
            }

            [global::NetGen.Network]
            public partial class Graph
            {
                [global::NetGen.Conv2d(4, 1)]
                private static partial global::NetGen.Tensor Stem([global::NetGen.Input(2, 6, 6)] global::NetGen.Tensor image);

                [global::NetGen.Block<Residual>]
                private static partial global::NetGen.Tensor Body(global::NetGen.Tensor stem);

                [global::NetGen.GlobalAvgPool2d, global::NetGen.Linear(3), global::NetGen.LogSoftmax]
                private static partial global::NetGen.Tensor Result(global::NetGen.Tensor body);
            }
        }
        """;

    private static readonly Lazy<Dictionary<string, int[]>> _plain = new(() => Run(ProjectSettings.Strict));

    public static TheoryData<string> Places => new(Hostile.Keys);

    /// <summary>Files with classes of names that generated code uses, by where they stand.</summary>
    private static Dictionary<string, string> Hostile { get; } = new()
    {
        ["the global namespace"] = HostileNames.Classes(),
        ["the network's namespace"] = $"namespace MyApp.Vision {{ {HostileNames.Classes()} }}",
        ["the namespace around the network's"] = $"namespace MyApp {{ {HostileNames.Classes()} }}",
        ["NetGen itself"] = $"namespace NetGen {{ {HostileNames.Classes([.. HostileNames.Of("NetGen"), "Generated", "Runtime"])} }}",
        ["a namespace called as the generated one"] = $"namespace NetGen.Generated {{ {HostileNames.Classes("User")} }}",
        ["namespaces called System and NetGen"] = $$"""
            namespace MyApp.System.Runtime.Intrinsics { {{HostileNames.Classes()}} }
            namespace MyApp.Vision.System { {{HostileNames.Classes()}} }
            namespace MyApp.NetGen.Runtime { {{HostileNames.Classes()}} }
            namespace NetGen.System { {{HostileNames.Classes()}} }
            namespace NetGen.NetGen.Runtime { {{HostileNames.Classes()}} }
            namespace NetGen.Generated.System { {{HostileNames.Classes()}} }
            namespace NetGen.Generated.NetGen { {{HostileNames.Classes()}} }
            """,
        ["classes called System and NetGen"] = """
            namespace MyApp { internal static class System; internal static class NetGen; }
            namespace MyApp.Vision { internal static class System; internal static class NetGen; internal static class MyApp; }
            namespace NetGen { internal static class System; internal static class NetGen; }
            """,
        ["aliases for the whole project"] = HostileNames.Aliases(),
        ["a namespace that the whole project uses"] = $"global using MyApp.Names;\nnamespace MyApp.Names {{ {HostileNames.Classes()} }}",
        ["a class that the whole project uses"] = $"global using static MyApp.Names;\nnamespace MyApp {{ internal static class Names {{ {HostileNames.Classes()} }} }}",
        ["a project with implicit usings"] = string.Concat(
            new[] { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks", "NetGen", "NetGen.Runtime" }
                .Select(space => $"global using global::{space};\n")),
        ["an assembly that complies with CLS"] = "[assembly: global::System.CLSCompliant(true)]",
        ["extension methods for everything"] = """
            internal static class Extensions
            {
                public static T AsSingle<T>(this T value) => default!;
                public static T AsInt32<T>(this T value) => default!;
                public static T GetLower<T>(this T value) => default!;
                public static float ToScalar<T>(this T value) => 0;
                public static void Dispose<T>(this T value) { }
                public static void Part<T>(this T value, object argument) { }
            }
            """,
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void Names_of_the_users_are_never_mistaken_for_those_that_generated_code_means(string place) =>
        Same(ProjectSettings.Strict with { Files = [Hostile[place]] });

    [Theory]
    [InlineData(LanguageVersion.CSharp12, false, OptimizationLevel.Release, true, false)]
    [InlineData(LanguageVersion.CSharp13, true, OptimizationLevel.Debug, false, true)]
    [InlineData(LanguageVersion.CSharp13, false, OptimizationLevel.Release, true, true)]
    [InlineData(LanguageVersion.Preview, true, OptimizationLevel.Release, false, false)]
    [InlineData(LanguageVersion.Preview, false, OptimizationLevel.Debug, true, true)]
    public void Settings_of_the_project_change_no_bit(LanguageVersion language, bool nullable, OptimizationLevel optimization, bool isChecked, bool net8) =>
        Same(new ProjectSettings { Language = language, IsNullable = nullable, Optimization = optimization, IsChecked = isChecked, IsNet8 = net8 });

    /// <summary>Both assemblies have the same kernels, and the one sees the other one's.</summary>
    [Fact]
    public void Two_projects_with_networks_may_see_each_others_internal_classes()
    {
        ProjectSettings core = ProjectSettings.Strict with
        {
            Assembly = "MyApp.Core-1",
            Files = ["[assembly: global::System.Runtime.CompilerServices.InternalsVisibleTo(\"User\")]"],
        };
        string others = Networks.Replace("MyApp.Vision", "MyApp.Core", StringComparison.Ordinal);

        MetadataReference reference = UserProject.Build(core, others).CompilesCleanly().Compilation.ToMetadataReference();

        UserProject.Build(ProjectSettings.Strict with { Reference = reference }, Networks).CompilesCleanly();
    }

    private static void Same(ProjectSettings settings)
    {
        Dictionary<string, int[]> bits = Run(settings);

        Assert.Equal(_plain.Value[Chain], bits[Chain]);
        Assert.Equal(_plain.Value[Graph], bits[Graph]);
    }

    private static Dictionary<string, int[]> Run(ProjectSettings settings) =>
        NetworkBits.Of(UserProject.Build(settings, Networks).CompilesCleanly(), Chain, Graph);
}
