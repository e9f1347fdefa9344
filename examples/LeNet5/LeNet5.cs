namespace NetGen.Examples;

/// <summary>
/// LeCun's network for handwritten digits in its well-known 20–50–500 form. Everything below the attributes (kernels,
/// buffers, <c>Predict</c>, <c>Load</c>, <c>Save</c>, training) is generated when the project is built.
/// </summary>
[Network, Input(1, 28, 28)]
[Conv2d(20, 5, Padding = 2), ReLU, MaxPool2d(2)]
[Conv2d(50, 5, Padding = 2), ReLU, MaxPool2d(2)]
[Flatten, Linear(500), ReLU, Linear(10)]
public partial class LeNet5;
