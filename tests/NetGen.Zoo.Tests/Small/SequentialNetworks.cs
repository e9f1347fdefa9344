namespace NetGen.Zoo.Tests;

// The sequential networks of the zoo, narrow, on the smallest images that their pools allow, without dropout.

[Network, Input(1, 32, 32)]
[Conv2d(3, 5), Tanh, AvgPool2d(2)]
[Conv2d(5, 5), Tanh, AvgPool2d(2)]
[Conv2d(17, 5), Tanh]
[Flatten, Linear(9), Tanh, Linear(5)]
public partial class SmallLeNet5;

[Network, Input(3, 63, 63)]
[Conv2d(7, 11, Stride = 4, Padding = 2), ReLU, MaxPool2d(3, Stride = 2)]
[Conv2d(12, 5, Padding = 2), ReLU, MaxPool2d(3, Stride = 2)]
[Conv2d(18, 3, Padding = 1), ReLU]
[Conv2d(10, 3, Padding = 1), ReLU]
[Conv2d(9, 3, Padding = 1), ReLU, MaxPool2d(3, Stride = 2)]
[Flatten]
[Dropout(0), Linear(20), ReLU]
[Dropout(0), Linear(20), ReLU]
[Linear(7)]
public partial class SmallAlexNet;

[Network, Input(3, 53, 53)]
[Conv2d(7, 7, Stride = 2, Padding = 1), ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
[Conv2d(12, 5, Stride = 2), ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
[Conv2d(18, 3, Padding = 1), ReLU]
[Conv2d(17, 3, Padding = 1), ReLU]
[Conv2d(9, 3, Padding = 1), ReLU, MaxPool2d(3, Stride = 2)]
[Flatten]
[Linear(20), ReLU, Dropout(0)]
[Linear(20), ReLU, Dropout(0)]
[Linear(7)]
public partial class SmallZFNet;
