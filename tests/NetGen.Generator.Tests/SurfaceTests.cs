using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests;

public sealed class SurfaceTests
{
    [Fact]
    public void LeNet5_has_the_documented_surface() =>
        Snapshot.Verify(UserProject.Build(Networks.LeNet5).CompilesCleanly().File("Vision.LeNet5.g.cs"));

    [Fact]
    public void Beside_a_mistake_the_surface_says_what_is_wrong() => Snapshot.Verify(UserProject
        .Edit("using NetGen;\n[Network, Input(3, 32, 32), Conv2d(8, 3, Groups = 2), ReLU] public partial class Broken;").File("Broken.g.cs"));

    /// <summary>An editor that has not built sees the surface alone.</summary>
    [Fact]
    public void The_surface_compiles_without_the_code_behind_it()
    {
        Generated project = UserProject.Edit(Networks.LeNet5).CompilesCleanly();

        Assert.Equal("Vision.LeNet5.g.cs", Assert.Single(project.Result.GeneratedSources).HintName);
    }

    [Theory]
    [InlineData("[Network, Input(784), Linear(10)] public partial class Net;", "Net.g.cs")]
    [InlineData("[Network, Input(784), Linear(10)] internal sealed partial class Net { }", "Net.g.cs")]
    [InlineData("namespace A.B { [Network, Input(784), Linear(10)] public partial class Net; }", "A.B.Net.g.cs")]
    [InlineData("namespace @event.@class { [Network, Input(784), Linear(10)] public partial class @int; }", "event.class.int.g.cs")]
    [InlineData("namespace Größe { [Network, Input(784), Linear(10)] public partial class Änderung; }", "Größe.Änderung.g.cs")]
    [InlineData("public partial class Outer { [Network, Input(784), Linear(10)] private partial class Net; }", "Outer+Net.g.cs")]
    [InlineData("public partial struct Outer { [Network, Input(784), Linear(10)] public partial class Net; }", "Outer+Net.g.cs")]
    [InlineData("public static partial class Outer { [Network, Input(784), Linear(10)] public partial class Net; }", "Outer+Net.g.cs")]
    [InlineData("public partial interface IOuter { [Network, Input(784), Linear(10)] public partial class Net; }", "IOuter+Net.g.cs")]
    [InlineData("public partial record Outer { [Network, Input(784), Linear(10)] public partial class Net; }", "Outer+Net.g.cs")]
    [InlineData("public partial record struct Outer { [Network, Input(784), Linear(10)] public partial class Net; }", "Outer+Net.g.cs")]
    [InlineData("public partial class A { public partial class B { [Network, Input(784), Linear(10)] public partial class Net; } }", "A+B+Net.g.cs")]
    [InlineData("[Network, Input(784), Linear(10)] public partial class Net { public Net(string path) : this(path.Length == 0 ? 1ul : 2ul) { } static Net() { } }", "Net.g.cs")]
    [InlineData("[Network, Input(784), Linear(10)] public partial class Net { private readonly int state = 1, plan = 2, seed = 3; public int Sum => state + plan + seed; public void Predict() { } }", "Net.g.cs")]
    [InlineData("public class Base { public void Save(string path) { } public virtual void Dispose() { } } [Network, Input(784), Linear(10)] public partial class Net : Base;", "Net.g.cs")]
    [InlineData("[Network, Input(784), Linear(10)] public partial class Net { private static class System; private static class NetGen; }", "Net.g.cs")]
    [InlineData("[Network] [Input(784)] [Linear(10, Name = \"features.0\")] [System.Obsolete] public partial class Net;", "Net.g.cs")]
    [InlineData("[Network, Input(1, 8, 8), Flatten, BatchNorm(Affine = false), LeakyReLU(-0.5), Sigmoid, Tanh, Dropout, Softmax] public partial class Net;", "Net.g.cs")]
    [InlineData("[Network, Input(4, 8, 8), AvgPool2d(2, CountIncludePad = false), GlobalAvgPool2d(Name = null)] public partial class Net;", "Net.g.cs")]
    public void Classes_of_every_form_compile_without_a_warning(string declaration, string file)
    {
        Generated project = UserProject.Build("using NetGen;\n" + declaration).CompilesCleanly();

        Assert.NotEmpty(project.File(file));
    }
}
