namespace NetGen.Generator.Tests.Testing;

/// <summary>Declarations that several tests use.</summary>
internal static class Networks
{
    public const string LeNet5 = """
        using NetGen;

        namespace Vision;

        [Network, Input(1, 28, 28)]
        [Conv2d(20, 5, Padding = 2), ReLU, MaxPool2d(2)]
        [Conv2d(50, 5, Padding = 2), ReLU, MaxPool2d(2)]
        [Flatten, Linear(500), ReLU, Linear(10)]
        public partial class LeNet5;

        """;
}
