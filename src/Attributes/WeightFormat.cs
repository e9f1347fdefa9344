using System.Diagnostics.CodeAnalysis;

namespace NetGen;

/// <summary>How a prediction reads the weights of a layer. Parameters, files and training are in single precision always.</summary>
public enum WeightFormat
{
    /// <summary>Single precision: the weights as they are.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The format's name says more than 'single', and stands beside BFloat16.")]
    Float32,

    /// <summary>
    /// Bfloat16: the range of single precision and 8 of its 24 binary digits, rounded to nearest, ties to even. Products and sums are in
    /// single precision. Half the memory and half the memory traffic, which is what a large fully connected layer costs for one image;
    /// each weight is off by at most one part in 256, and results by about 0.2 % of their size.
    /// </summary>
    BFloat16,
}
