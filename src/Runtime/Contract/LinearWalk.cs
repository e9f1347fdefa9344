using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>
/// How the kernels of fully connected layers walk over a batch; strides are in floats. The features of an image lie side by
/// side, but for the last block of channels of an image with several pixels, whose padding lanes are stepped over.
/// </summary>
/// <param name="Vectors">Vectors of the output.</param>
/// <param name="Contiguous">Features that lie side by side from the image's start.</param>
/// <param name="Pixels">Pixels of a partial last block that follow; 0 where there is none.</param>
/// <param name="PixelSteps">Features of such a pixel.</param>
/// <param name="PixelStride">From such a pixel to the next.</param>
/// <param name="InputStride">From an image of the input to the next.</param>
/// <param name="OutputStride">From an image of the output, or of its gradient, to the next.</param>
/// <param name="Epilogue">What is applied to the sums.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct LinearWalk(
    int Vectors, int Contiguous, int Pixels, int PixelSteps, int PixelStride, int InputStride, int OutputStride, KernelEpilogue Epilogue = default)
{
    /// <summary>Features of an image.</summary>
    public int Features => Contiguous + (Pixels * PixelSteps);

    /// <summary>Features whose weights have 28 bits where a kernel reads such: whole groups, from the start.</summary>
    public int Grouped => Contiguous / PackedBits28.Group * PackedBits28.Group;

    /// <summary>A walk over some features that lie side by side, whose sums are not the last and stay as they are.</summary>
    public LinearWalk Piece(int features) => this with { Contiguous = features, Pixels = 0, Epilogue = KernelEpilogue.Leaky(1) };

    /// <summary>The walk over what is left behind the first features.</summary>
    public LinearWalk From(int features) => this with { Contiguous = Contiguous - features };
}
