namespace NetGen.Benchmarks;

/// <summary>The network of the README.</summary>
[Network, Input(1, 28, 28)]
[Conv2d(20, 5, Padding = 2), ReLU, MaxPool2d(2)]
[Conv2d(50, 5, Padding = 2), ReLU, MaxPool2d(2)]
[Flatten, Linear(500), ReLU, Linear(10)]
public sealed partial class LeNet5;
