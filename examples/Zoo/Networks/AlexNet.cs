namespace NetGen.Examples.Zoo;

/// <summary>
/// AlexNet: Krizhevsky, <i>One weird trick for parallelizing convolutional neural networks</i>, 2014, the form for one processor
/// that torchvision has too.
/// </summary>
[Network, Input(3, 224, 224)]
[Conv2d(64, 11, Stride = 4, Padding = 2), ReLU, MaxPool2d(3, Stride = 2)]
[Conv2d(192, 5, Padding = 2), ReLU, MaxPool2d(3, Stride = 2)]
[Conv2d(384, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU, MaxPool2d(3, Stride = 2)]
[Flatten]
[Dropout(0.5), Linear(4096), ReLU]
[Dropout(0.5), Linear(4096), ReLU]
[Linear(1000)]
public partial class AlexNet;
