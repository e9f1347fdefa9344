namespace NetGen.Networks.Tests;

// Sequences, volumes and enlargements without kinks, for finite differences.

/// <summary>Convolutions over a sequence.</summary>
[Network, Input(5, 13)]
[Conv1d(18, 3, Stride = 2, Padding = 1), Tanh, Conv1d(4, 3, Dilation = 2, Padding = 2, Groups = 2), Tanh]
[Flatten, Linear(3)]
public partial class SmoothSequence;

/// <summary>Convolutions over a volume, with strides, dilation and groups.</summary>
[Network, Input(2, 5, 6, 4)]
[Conv3d(17, 3, Padding = 1, StrideDepth = 2, Bias = false), BatchNorm, Tanh, Conv3d(6, 2, 3, 1, Padding = 1, Stride = 2), Tanh]
[Flatten, Linear(3)]
public partial class SmoothVolume;

/// <summary>One filter for each channel, and transposed convolutions with stride, output padding, dilation and groups.</summary>
[Network, Input(17, 7, 6)]
[DepthwiseConv2d(3, Stride = 2, Padding = 1), Tanh]
[ConvTranspose2d(6, 3, Stride = 2, Padding = 1, OutputPadding = 1, Bias = false), BatchNorm, Tanh]
[ConvTranspose2d(4, 2, Stride = 3, Groups = 2), Tanh, ConvTranspose2d(3, 3, Dilation = 2, Padding = 2), Tanh]
[GlobalAvgPool2d, Linear(3)]
public partial class SmoothEnlargement;
