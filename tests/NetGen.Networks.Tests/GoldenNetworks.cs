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

/// <summary>The functions of single elements, with and without numbers of their own, and logarithms of probabilities as the result.</summary>
[Network, Input(3, 5, 7)]
[Conv2d(17, 3, Padding = 1), ReLU6, Conv2d(9, 1), ELU(0.7), Conv2d(9, 1), SELU, Conv2d(9, 1), GELU]
[Conv2d(9, 1), GELU(Approximate = GeluApproximation.Tanh), Conv2d(9, 1), SiLU, Conv2d(9, 1), HardSigmoid]
[Conv2d(9, 1), HardSwish, Conv2d(9, 1), Softplus(2), Conv2d(9, 1), PReLU, Conv2d(9, 1), PReLU(PerChannel = true)]
[Flatten, Linear(5), LogSoftmax]
public partial class ActivationTraps;

/// <summary>Normalisations of groups that begin in the middle of a vector, of single channels, of whole images and by neighbours.</summary>
[Network, Input(3, 9, 8)]
[Conv2d(12, 3, Padding = 1, Bias = false), GroupNorm(3), ReLU]
[Conv2d(20, 3, Stride = 2), InstanceNorm(Affine = true), Tanh]
[Conv2d(7, 1), InstanceNorm, LocalResponseNorm(3, Alpha = 0.5, K = 2)]
[Conv2d(6, 1), LayerNorm(Epsilon = 1e-3), Tanh]
[Flatten, Linear(10), LayerNorm, ReLU, Linear(5)]
public partial class NormTraps;

/// <summary>Dilation, windows that reach beyond the padding, bins, and the largest value of a channel.</summary>
[Network, Input(5, 11, 13)]
[Conv2d(6, 3, Padding = 1), MaxPool2d(3, Stride = 1, Padding = 1, Dilation = 2)]
[Conv2d(7, 1), MaxPool2d(2, CeilMode = true)]
[Conv2d(18, 1), AvgPool2d(3, Stride = 2, Padding = 1, CeilMode = true)]
[Conv2d(8, 1), AdaptiveAvgPool2d(2, 3)]
[Conv2d(9, 1), GlobalMaxPool2d, Linear(4)]
public partial class PoolForms;

/// <summary>Images of other sizes, with zeros around them or edges cut off, and a sequence made of one.</summary>
[Network, Input(3, 4, 5)]
[Conv2d(6, 3, Padding = 1), Tanh, Upsample(2)]
[Conv2d(5, 1), Upsample(7, 9, Mode = UpsampleMode.Bilinear), ZeroPad(1, 2, 0, 1)]
[Conv2d(4, 3), Tanh, Upsample(11, 6, Mode = UpsampleMode.Bilinear, AlignCorners = true), ZeroPad(-1)]
[Reshape(8, 18), BatchNorm, ReLU, Flatten, Linear(5)]
public partial class ResizeTraps;

/// <summary>Pools and normalisations of volumes.</summary>
[Network, Input(5, 4, 6, 5)]
[BatchNorm, Tanh, MaxPool3d(2, Stride = 1, Padding = 1)]
[BatchNorm, GELU, AvgPool3d(2, CeilMode = true)]
[Flatten, Linear(4)]
public partial class VolumeTraps;

/// <summary>Pools and normalisations of sequences.</summary>
[Network, Input(6, 23)]
[BatchNorm, ELU, MaxPool1d(3, Stride = 2, Padding = 1)]
[LayerNorm, SiLU, AvgPool1d(5, Stride = 3, CeilMode = true)]
[Flatten, Linear(3)]
public partial class SequencePools;

/// <summary>A network of vectors only.</summary>
[Network, Input(7)]
[Linear(19), Tanh, Linear(3)]
public partial class VectorInput;
