namespace NetGen.Peers.Networks;

/// <summary>LeNet-5 of the kit: 20 and 50 filters.</summary>
[Network, Input(1, 28, 28)]
[Conv2d(20, 5, Padding = 2), ReLU, MaxPool2d(2)]
[Conv2d(50, 5, Padding = 2), ReLU, MaxPool2d(2)]
[Flatten, Linear(500), ReLU, Linear(10)]
public partial class LeNet5;

/// <summary>AlexNet for one processor.</summary>
[Network, Input(3, 224, 224)]
[Conv2d(64, 11, Stride = 4, Padding = 2), ReLU, MaxPool2d(3, Stride = 2)]
[Conv2d(192, 5, Padding = 2), ReLU, MaxPool2d(3, Stride = 2)]
[Conv2d(384, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU, MaxPool2d(3, Stride = 2)]
[Flatten]
[Linear(4096), ReLU]
[Linear(4096), ReLU]
[Linear(1000)]
public partial class AlexNet;

/// <summary>ZFNet without local response normalisation.</summary>
[Network, Input(3, 224, 224)]
[Conv2d(96, 7, Stride = 2, Padding = 1), ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
[Conv2d(256, 5, Stride = 2), ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
[Conv2d(384, 3, Padding = 1), ReLU]
[Conv2d(384, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU, MaxPool2d(3, Stride = 2)]
[Flatten]
[Linear(4096), ReLU]
[Linear(4096), ReLU]
[Linear(1000)]
public partial class ZFNet;

/// <summary>VGG-16, column D.</summary>
[Network, Input(3, 224, 224)]
[Conv2d(64, 3, Padding = 1), ReLU]
[Conv2d(64, 3, Padding = 1), ReLU, MaxPool2d(2)]
[Conv2d(128, 3, Padding = 1), ReLU]
[Conv2d(128, 3, Padding = 1), ReLU, MaxPool2d(2)]
[Conv2d(256, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU, MaxPool2d(2)]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU, MaxPool2d(2)]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU, MaxPool2d(2)]
[Flatten]
[Linear(4096), ReLU]
[Linear(4096), ReLU]
[Linear(1000)]
public partial class Vgg16;

/// <summary>AlexNet with fully connected layers that read half as many bytes.</summary>
[Network, Input(3, 224, 224)]
[Conv2d(64, 11, Stride = 4, Padding = 2), ReLU, MaxPool2d(3, Stride = 2)]
[Conv2d(192, 5, Padding = 2), ReLU, MaxPool2d(3, Stride = 2)]
[Conv2d(384, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU, MaxPool2d(3, Stride = 2)]
[Flatten]
[Linear(4096, WeightFormat = WeightFormat.BFloat16), ReLU]
[Linear(4096, WeightFormat = WeightFormat.BFloat16), ReLU]
[Linear(1000, WeightFormat = WeightFormat.BFloat16)]
public partial class AlexNetBFloat16;

/// <summary>ZFNet with fully connected layers that read half as many bytes.</summary>
[Network, Input(3, 224, 224)]
[Conv2d(96, 7, Stride = 2, Padding = 1), ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
[Conv2d(256, 5, Stride = 2), ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
[Conv2d(384, 3, Padding = 1), ReLU]
[Conv2d(384, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU, MaxPool2d(3, Stride = 2)]
[Flatten]
[Linear(4096, WeightFormat = WeightFormat.BFloat16), ReLU]
[Linear(4096, WeightFormat = WeightFormat.BFloat16), ReLU]
[Linear(1000, WeightFormat = WeightFormat.BFloat16)]
public partial class ZFNetBFloat16;
