namespace NetGen.Examples.Zoo;

/// <summary>
/// LeNet-5: LeCun, Bottou, Bengio, Haffner, <i>Gradient-Based Learning Applied to Document Recognition</i>, 1998, figure 2,
/// with its layers C1, S2, C3, S4, C5, F6 and the output.
/// </summary>
/// <remarks>
/// As it is usually built today: C3 reads all maps of S2 instead of the table of connections, subsampling has no learned
/// coefficients, and the output is linear instead of radial basis functions.
/// </remarks>
[Network, Input(1, 32, 32)]
[Conv2d(6, 5), Tanh, AvgPool2d(2)]
[Conv2d(16, 5), Tanh, AvgPool2d(2)]
[Conv2d(120, 5), Tanh]
[Flatten, Linear(84), Tanh, Linear(10)]
public partial class LeNet5;
