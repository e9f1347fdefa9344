namespace NetGen.Examples.Zoo;

/// <summary>
/// VGG-11: Simonyan, Zisserman, <i>Very Deep Convolutional Networks for Large-Scale Image Recognition</i>, 2015,
/// table 1, column A.
/// </summary>
[Network, Input(3, 224, 224)]
[Conv2d(64, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Conv2d(128, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Conv2d(256, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Flatten]
[Linear(4096), ReLU, Dropout(0.5)]
[Linear(4096), ReLU, Dropout(0.5)]
[Linear(1000)]
public partial class Vgg11;

/// <summary>
/// VGG-13: Simonyan, Zisserman, <i>Very Deep Convolutional Networks for Large-Scale Image Recognition</i>, 2015,
/// table 1, column B.
/// </summary>
[Network, Input(3, 224, 224)]
[Conv2d(64, 3, Padding = 1), ReLU]
[Conv2d(64, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Conv2d(128, 3, Padding = 1), ReLU]
[Conv2d(128, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Conv2d(256, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Flatten]
[Linear(4096), ReLU, Dropout(0.5)]
[Linear(4096), ReLU, Dropout(0.5)]
[Linear(1000)]
public partial class Vgg13;

/// <summary>
/// VGG-16: Simonyan, Zisserman, <i>Very Deep Convolutional Networks for Large-Scale Image Recognition</i>, 2015,
/// table 1, column D.
/// </summary>
[Network, Input(3, 224, 224)]
[Conv2d(64, 3, Padding = 1), ReLU]
[Conv2d(64, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Conv2d(128, 3, Padding = 1), ReLU]
[Conv2d(128, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Conv2d(256, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Flatten]
[Linear(4096), ReLU, Dropout(0.5)]
[Linear(4096), ReLU, Dropout(0.5)]
[Linear(1000)]
public partial class Vgg16;

/// <summary>
/// VGG-19: Simonyan, Zisserman, <i>Very Deep Convolutional Networks for Large-Scale Image Recognition</i>, 2015,
/// table 1, column E.
/// </summary>
[Network, Input(3, 224, 224)]
[Conv2d(64, 3, Padding = 1), ReLU]
[Conv2d(64, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Conv2d(128, 3, Padding = 1), ReLU]
[Conv2d(128, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Conv2d(256, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU]
[Conv2d(512, 3, Padding = 1), ReLU]
[MaxPool2d(2)]
[Flatten]
[Linear(4096), ReLU, Dropout(0.5)]
[Linear(4096), ReLU, Dropout(0.5)]
[Linear(1000)]
public partial class Vgg19;
