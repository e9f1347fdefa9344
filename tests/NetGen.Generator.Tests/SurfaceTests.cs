using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests;

public sealed class SurfaceTests
{
    [Fact]
    public void LeNet5_has_the_documented_surface() =>
        Snapshot.Verify(UserProject.Generate(Networks.LeNet5).CompilesCleanly().File("Vision.LeNet5.g.cs"));
}
