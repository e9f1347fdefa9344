namespace NetGen.Networks.Tests;

// Networks without kinks, whose derivatives finite differences can therefore find.

/// <summary>Convolutions of every form between smooth functions.</summary>
[Network, Input(3, 9, 7)]
[Conv2d(17, 3, Stride = 2, Padding = 1), Tanh]
[Conv2d(8, 3, Padding = 2, Dilation = 2), Sigmoid]
[Conv2d(8, 3, Padding = 1, Groups = 8), Tanh]
[Conv2d(6, 1, Groups = 2), Tanh, AvgPool2d(2, Stride = 1, Padding = 1)]
[Flatten, Linear(4)]
public partial class SmoothConvolutions;

/// <summary>Batch normalisation behind convolutions and behind a fully connected layer.</summary>
[Network, Input(2, 6, 6)]
[Conv2d(5, 3, Padding = 1, Bias = false), BatchNorm, Tanh, AvgPool2d(2)]
[Conv2d(9, 3, Bias = false), BatchNorm, Sigmoid, GlobalAvgPool2d]
[Linear(6, Bias = false), BatchNorm, Tanh, Linear(3)]
public partial class SmoothNormalization;

/// <summary>Dropout, whose mask the step number fixes, and a softmax in front of the loss.</summary>
[Network, Input(10)]
[Linear(24), Tanh, Dropout(0.4), Linear(5), Softmax]
public partial class SmoothDropout;

/// <summary>Dropout of whole channels, groups of them that begin in the middle of a vector, and logarithms in front of the loss.</summary>
[Network, Input(4, 3, 3)]
[Conv2d(9, 1), Tanh, Dropout2d(0.4), GroupNorm(3), GELU, AvgPool2d(2, CeilMode = true)]
[Flatten, Linear(4), LogSoftmax]
public partial class SmoothChannels;

/// <summary>Nothing but dropout.</summary>
[Network, Input(4096)]
[Dropout(0.25)]
public partial class OnlyDropout;
