namespace NetGen.Examples.Zoo;

/// <summary>
/// ZFNet: Zeiler, Fergus, <i>Visualizing and Understanding Convolutional Networks</i>, 2014, figure 3: AlexNet with a first
/// layer of 7×7 instead of 11×11 and of stride 2 instead of 4.
/// </summary>
/// <remarks>Without the contrast normalisation after the first two pools, as it is usually built today.</remarks>
[Network, Input(3, 224, 224)]
[Conv2d(96, 7, Stride = 2, Padding = 1), ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
[Conv2d(256, 5, Stride = 2), ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
[Conv2d(384, 3, Padding = 1), ReLU]
[Conv2d(384, 3, Padding = 1), ReLU]
[Conv2d(256, 3, Padding = 1), ReLU, MaxPool2d(3, Stride = 2)]
[Flatten]
[Linear(4096), ReLU, Dropout(0.5)]
[Linear(4096), ReLU, Dropout(0.5)]
[Linear(1000)]
public partial class ZFNet;
