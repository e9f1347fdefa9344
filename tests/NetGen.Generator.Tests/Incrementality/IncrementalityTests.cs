using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests.Incrementality;

/// <summary>What an edit makes the generator do anew, by the reasons that its steps give.</summary>
public sealed class IncrementalityTests
{
    private const string Other = """
        using NetGen;

        [Network, Input(784)]
        [Linear(100), ReLU, Linear(10)]
        internal partial class Perceptron;

        """;

    private static readonly ImmutableArray<string> _steps = [TrackingNames.Networks, TrackingNames.Compiled, TrackingNames.Kernels];

    [Fact]
    public void An_unrelated_edit_generates_nothing_anew() => AllCached(Edit(
        [Networks.LeNet5, "class Unrelated;"], 1, "class Unrelated { int Field; [System.Obsolete] void Method() { } }"));

    [Fact]
    public void A_comment_beside_the_network_generates_nothing_anew() => AllCached(Edit(
        [Networks.LeNet5], 0, Networks.LeNet5.Replace("[Flatten", "// The classifier.\n\n[Flatten", StringComparison.Ordinal)));

    [Fact]
    public void A_member_beside_the_network_generates_nothing_anew() => AllCached(Edit(
        [Networks.LeNet5], 0, Networks.LeNet5.Replace("LeNet5;", "LeNet5 { public int Number => 5; }", StringComparison.Ordinal)));

    [Fact]
    public void The_same_values_written_otherwise_generate_nothing_anew() => AllCached(Edit(
        [Networks.LeNet5], 0, Networks.LeNet5.Replace("Conv2d(20, 5, Padding = 2)", "Conv2d(kernel: 4 + 1, outChannels: 20, Padding = 2, Stride = 1)", StringComparison.Ordinal)));

    [Fact]
    public void A_layer_edit_generates_its_network_anew()
    {
        GeneratorRunResult result = Edit([Networks.LeNet5, Other], 0, Networks.LeNet5.Replace("Linear(500)", "Linear(400)", StringComparison.Ordinal));

        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], Reasons(result, TrackingNames.Networks));
        Assert.Equal([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Cached], Reasons(result, TrackingNames.Compiled));
    }

    [Fact]
    public void Editing_one_network_leaves_the_files_of_the_other_alone()
    {
        string[] before = [Networks.LeNet5, Other];
        GeneratorDriver driver = Run(UserProject.Driver(), before, out Compilation compilation);
        ImmutableDictionary<string, SourceText> old = Files(driver);

        SyntaxTree edited = UserProject.Parse(Networks.LeNet5.Replace("Linear(500)", "Linear(400)", StringComparison.Ordinal));
        driver = driver.RunGenerators(compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.First(), edited));
        ImmutableDictionary<string, SourceText> now = Files(driver);

        Assert.Same(old["Perceptron.g.cs"], now["Perceptron.g.cs"]);
        Assert.Same(old["Perceptron.Plan.g.cs"], now["Perceptron.Plan.g.cs"]);
        Assert.NotSame(old["Vision.LeNet5.g.cs"], now["Vision.LeNet5.g.cs"]);
    }

    /// <summary>Kernels are keyed by their shape: what an edit does not touch keeps its file.</summary>
    [Fact]
    public void A_layer_edit_keeps_the_kernels_of_layers_that_it_does_not_touch()
    {
        GeneratorDriver driver = Run(UserProject.Driver(), [Networks.LeNet5], out Compilation compilation);
        ImmutableDictionary<string, SourceText> old = Files(driver);
        SyntaxTree edited = UserProject.Parse(Networks.LeNet5.Replace("Linear(500)", "Linear(400)", StringComparison.Ordinal));
        driver = driver.RunGenerators(compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.First(), edited));

        ImmutableDictionary<string, SourceText> now = Files(driver);
        string[] kept = [.. old.Keys.Intersect(now.Keys).Where(name => name.StartsWith("NetGen.Kernels.", StringComparison.Ordinal))];
        Assert.Contains(kept, name => name.Contains("Conv", StringComparison.Ordinal));
        Assert.All(kept, name => Assert.Same(old[name], now[name]));
        Assert.All(old.Keys.Except(now.Keys), name => Assert.DoesNotContain("Conv", name, StringComparison.Ordinal));
        Assert.NotEmpty(old.Keys.Except(now.Keys));
    }

    [Fact]
    public void A_mistake_elsewhere_and_its_moving_squiggle_leave_the_output_cached()
    {
        const string Wrong = "using NetGen;\n[Network, Input(784), Conv2d(8, 3)] partial class Wrong;\n";

        AllCached(Edit([Networks.LeNet5, Wrong], 1, "using NetGen;\n\n\n" + Wrong["using NetGen;\n".Length..]));
    }

    [Fact]
    public void A_second_run_gives_the_same_text()
    {
        Generated first = UserProject.Build(Networks.LeNet5, Other), second = UserProject.Build(Networks.LeNet5, Other);

        Assert.Equal(
            first.Result.GeneratedSources.Select(source => (source.HintName, source.SourceText.ToString())),
            second.Result.GeneratedSources.Select(source => (source.HintName, source.SourceText.ToString())));
    }

    private static GeneratorRunResult Edit(string[] sources, int index, string edited)
    {
        GeneratorDriver driver = Run(UserProject.Driver(), sources, out Compilation compilation);
        SyntaxTree before = compilation.SyntaxTrees.ElementAt(index);
        driver = driver.RunGenerators(compilation.ReplaceSyntaxTree(before, UserProject.Parse(edited, index)));
        return Assert.Single(driver.GetRunResult().Results);
    }

    private static GeneratorDriver Run(GeneratorDriver driver, string[] sources, out Compilation compilation)
    {
        compilation = UserProject.Compile(sources);
        return driver.RunGenerators(compilation);
    }

    /// <summary>The generated files; a text that was not made anew is the same object.</summary>
    private static ImmutableDictionary<string, SourceText> Files(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single().GeneratedSources.ToImmutableDictionary(source => source.HintName, source => source.SourceText);

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        result.TrackedSteps.TryGetValue(step, out ImmutableArray<IncrementalGeneratorRunStep> runs)
            ? runs.SelectMany(run => run.Outputs).Select(output => output.Reason) : [];

    /// <summary>Every step of NetGen, and every file, is as it was.</summary>
    private static void AllCached(GeneratorRunResult result)
    {
        Assert.NotEmpty(Reasons(result, TrackingNames.Networks));
        IEnumerable<IncrementalStepRunReason> steps = _steps.SelectMany(step => Reasons(result, step));
        IEnumerable<IncrementalStepRunReason> files = result.TrackedOutputSteps
            .SelectMany(step => step.Value).SelectMany(run => run.Outputs).Select(output => output.Reason);
        Assert.All(steps, reason => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString()));
        Assert.All(files, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }
}
