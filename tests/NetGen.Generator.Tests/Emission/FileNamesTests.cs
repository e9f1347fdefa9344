using Microsoft.CodeAnalysis;
using NetGen.Generator.Declarations;
using NetGen.Generator.Emission;
using NetGen.Generator.Support;
using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests.Emission;

/// <summary>Files of any project have names that no other file has however case is folded, and that Windows takes.</summary>
public sealed class FileNamesTests
{
    private const string Layers = "[Network, Input(8), Linear(2)] ";
    private const string Stages = "{ [ReLU] private static partial Tensor Out(Tensor input); }";

    [Theory]
    [InlineData(Layers + "partial class Robot { " + Layers + "partial class Plan; }")]
    [InlineData(Layers + "partial class Robot { " + Layers + "partial class Plan { " + Layers + "partial class PLAN; } }")]
    [InlineData("namespace Vision { " + Layers + "partial class UNet; " + Layers + "partial class Unet; " + Layers + "partial class UNET; }")]
    [InlineData(Layers + "partial class Robot; namespace robot { " + Layers + "partial class PLan; }")]
    [InlineData("namespace Vision { " + Layers + "partial class Net; } namespace vision { " + Layers + "partial class Net; }")]
    [InlineData("partial class A { " + Layers + "partial class Net; } namespace a { " + Layers + "partial class Net; }")]
    [InlineData("partial class A { partial class B { " + Layers + "partial class C; } } namespace a.b { " + Layers + "partial class C; }")]
    [InlineData("namespace NetGen { " + Layers + "partial class Kernels; } namespace NetGen.Kernels2 { " + Layers + "partial class Linear; }")]
    [InlineData("namespace NETGEN { " + Layers + "partial class KERNELS; } namespace Netgen.Kernels { " + Layers + "partial class Common; }")]
    [InlineData(Layers + "partial class Plan; " + Layers + "partial class PLAN; " + Layers + "partial class Kernels;")]
    [InlineData("[Block] abstract partial class Stem " + Stages + " [Block] abstract partial class STEM " + Stages + Layers + "partial class STem;")]
    [InlineData("[Block] abstract partial class Robot " + Stages + " namespace robot { " + Layers + "partial class Plan; }")]
    [InlineData(Layers + "partial class ПЛАН; " + Layers + "partial class план; " + Layers + "partial class Ärmel; " + Layers + "partial class ärmel;")]
    public void Classes_whose_names_look_alike_have_files_of_their_own(string declarations)
    {
        Generated project = UserProject.Build("using NetGen;\n" + declarations).CompilesCleanly();

        string[] names = [.. project.Result.GeneratedSources.Select(source => source.HintName)];
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(declarations.Split("[Network").Length - 1, project.Result.GeneratedSources.Count(source => source.SourceText.ToString().Contains("class Plan<K>", StringComparison.Ordinal)));
    }

    /// <summary>C# reports what stands twice; everything else is generated, and once.</summary>
    [Theory]
    [InlineData("[Block] abstract partial class Stem " + Stages + " [Block] abstract partial class Stem " + Stages)]
    [InlineData("[Block] abstract partial class Stem " + Stages + " [Block] abstract partial class Stem { }")]
    [InlineData("[Block, Network] partial class Stem " + Stages)]
    [InlineData("[Block] abstract class Stem " + Stages + " [Block] abstract class Stem " + Stages)]
    [InlineData(Layers + "partial class Stem; " + Layers + "partial class Stem;")]
    [InlineData(Layers + "class Stem; " + Layers + "class Stem;")]
    public void A_class_that_stands_twice_costs_no_other_class_its_files(string twice)
    {
        Generated project = UserProject.Build("using NetGen;\n" + twice + "\n" + Layers + "partial class Sound;");

        Assert.NotEmpty(project.File("Sound.g.cs"));
        Assert.NotEmpty(project.File("Sound.Plan.g.cs"));
        Assert.NotEmpty(project.Diagnostics());
    }

    [Fact]
    public void Names_that_meet_no_other_are_the_names_of_classes()
    {
        Generated project = UserProject.Build(
            "using NetGen;\nnamespace Vision.Models { partial class Zoo { " + Layers + "partial class LeNet5; } } " + Layers + "partial class UNet;");

        string[] files = [.. project.Result.GeneratedSources.Select(source => source.HintName).Where(name => !name.StartsWith("NetGen.", StringComparison.Ordinal))];
        Assert.Equal(["UNet.Plan.g.cs", "UNet.g.cs", "Vision.Models.Zoo+LeNet5.Plan.g.cs", "Vision.Models.Zoo+LeNet5.g.cs"], files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_thousand_classes_with_names_of_few_letters_have_distinct_short_files()
    {
        var random = new Random(7);
        TypeDeclaration[] types = [.. Enumerable.Range(0, 4000).Select(_ => Draw(random)).DistinctBy(type => type.FullName, StringComparer.Ordinal)];
        Assert.InRange(types.Length, 1000, 4000);

        EquatableArray<string> doubles = FileNames.Doubles(types.Select(type => type.FullName));
        string[] names = [.. types.SelectMany(type => new[] { FileNames.OfType(type, doubles), FileNames.OfPlan(type, doubles) })];

        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, name => Assert.InRange(name.Length, 6, FileNames.MaxLength));
    }

    [Theory]
    [InlineData(80, "")]
    [InlineData(90, "")]
    [InlineData(91, "-")]
    [InlineData(400, "-")]
    public void The_end_of_a_long_name_is_a_hash(int length, string separator)
    {
        string name = new('N', length);
        TypeDeclaration type = Type("", name), other = Type("", name[..^1] + "M");

        string file = FileNames.OfType(type, EquatableArray<string>.Empty), plan = FileNames.OfPlan(type, EquatableArray<string>.Empty);

        Assert.All([file, plan], name => Assert.InRange(name.Length, 1, FileNames.MaxLength));
        Assert.Equal(separator.Length > 0, file.Contains('-', StringComparison.Ordinal));
        Assert.NotEqual(file, FileNames.OfType(other, EquatableArray<string>.Empty));
        Assert.Equal(file[..^".g.cs".Length] + ".Plan.g.cs", plan);
    }

    [Fact]
    public void Long_names_of_kernels_end_in_a_hash_that_is_the_same_in_every_process()
    {
        string name = "Conv_Bias_ReLU_" + new string('x', 100);

        Assert.Equal("NetGen.Kernels.Relu_8.g.cs", FileNames.OfKernel("Relu_8"));
        Assert.Equal("NetGen.Kernels.Conv_Bias_ReLU_" + new string('x', 48) + "-5938197071e3e5b2.g.cs", FileNames.OfKernel(name));
        Assert.NotEqual(FileNames.OfKernel(name), FileNames.OfKernel(name + "x"));
    }

    private static TypeDeclaration Draw(Random random)
    {
        string Name() => new([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => "aAbB"[random.Next(4)])]);
        string Part() => random.Next(4) switch { 0 => "Plan", 1 => "plan", 2 => Name() + new string('z', random.Next(90)), _ => Name() };
        string space = random.Next(3) switch { 0 => "", 1 => "NetGen.Kernels", _ => Name() };
        ContainingType[] containers = [.. Enumerable.Range(0, random.Next(3)).Select(_ => new ContainingType("class", Part(), random.Next(5) == 0 ? "<T>" : ""))];
        return Type(space, Part(), containers);
    }

    private static TypeDeclaration Type(string space, string name, params ContainingType[] containers) =>
        new(space, containers.ToEquatableArray(), name, "", TypeForm.Class);
}
