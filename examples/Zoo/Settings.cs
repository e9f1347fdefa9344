namespace NetGen.Examples.Zoo;

/// <summary>What the user asked to run.</summary>
/// <param name="Network">The network.</param>
/// <param name="Image">A file with an image; null is the image that the example draws.</param>
/// <param name="Weights">A file with the network's parameters; null makes random ones.</param>
/// <param name="Threads">Threads that share the work.</param>
internal sealed record Settings(ZooNetwork Network, string? Image, string? Weights, int Threads);
