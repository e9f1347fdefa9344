namespace NetGen.Networks.Tests;

// Declared as a user would, and again in tests/golden/make_golden.py as PyTorch modules of the same names.

/// <summary>Stride, dilation, groups, a convolution without bias, a pool that pads and overlaps; 3, 17, 33 and 5 channels.</summary>
[Network, Input(3, 15, 13)]
[Conv2d(17, 3, Stride = 2, Padding = 1, Bias = false), BatchNorm, ReLU]
[Conv2d(33, 3, Padding = 2, Dilation = 2), BatchNorm(Epsilon = 1e-3, Momentum = 0.3), LeakyReLU(0.1)]
[Conv2d(33, 5, Padding = 2, Groups = 3), ReLU, MaxPool2d(3, Stride = 2, Padding = 1)]
[Conv2d(5, 1), Sigmoid, GlobalAvgPool2d, Linear(10)]
public partial class ConvTraps;

/// <summary>A 7×7 kernel with stride, means with and without the padding in their divisor, and maps that are not square.</summary>
[Network, Input(5, 21, 17)]
[Conv2d(5, 7, Stride = 2, Padding = 3), Tanh, AvgPool2d(3, Stride = 2, Padding = 1)]
[Conv2d(3, 1), ReLU, AvgPool2d(2, Stride = 1, Padding = 1, CountIncludePad = false)]
[Flatten, Linear(7)]
public partial class PoolTraps;

/// <summary>One filter for each channel, groups that are narrower than a vector, a rectangular kernel.</summary>
[Network, Input(17, 9, 10)]
[Conv2d(17, 3, Padding = 1, Groups = 17, Bias = false), BatchNorm, ReLU]
[Conv2d(32, 1), Tanh, MaxPool2d(2)]
[Conv2d(8, 3, 2, Groups = 2), LeakyReLU]
[Flatten, Linear(4)]
public partial class DepthwiseTraps;

/// <summary>A single channel throughout, and a pool whose windows begin in the padding.</summary>
[Network, Input(1, 6, 5)]
[Conv2d(1, 3, Padding = 1), LeakyReLU(0.2), MaxPool2d(2, Padding = 1)]
[Flatten, Linear(3)]
public partial class SingleChannel;

/// <summary>Batch normalisation of vectors, with and without scale and shift, and probabilities as the result.</summary>
[Network, Input(3, 4, 5)]
[Flatten, Linear(33), BatchNorm, Sigmoid]
[Linear(17, Bias = false), BatchNorm(Affine = false), LeakyReLU]
[Linear(5), Softmax]
public partial class DenseTraps;

/// <summary>Transposed convolutions with stride, output padding, groups and dilation, and values that change their dimensions.</summary>
[Network, Input(6)]
[Linear(60), Tanh, Reshape(5, 3, -1)]
[ConvTranspose2d(6, 3, Stride = 2, Padding = 1, OutputPadding = 1, Bias = false), BatchNorm, ReLU]
[ConvTranspose2d(4, 3, 2, Groups = 2, Dilation = 2), LeakyReLU(0.1)]
[Reshape(8, 5, 10), Conv2d(3, 3, Padding = 1), Sigmoid]
[Reshape(-1), Linear(5)]
public partial class TransposeTraps;

/// <summary>Convolutions and a pool along a sequence.</summary>
[Network, Input(3, 21)]
[Conv1d(9, 5, Stride = 2, Padding = 2, Bias = false), BatchNorm, ReLU]
[Conv1d(6, 3, Padding = 2, Dilation = 2, Groups = 3), Tanh, AvgPool1d(2)]
[Flatten, Linear(4)]
public partial class SequenceTraps;

/// <summary>A network of vectors only.</summary>
[Network, Input(7)]
[Linear(19), Tanh, Linear(3)]
public partial class VectorInput;
