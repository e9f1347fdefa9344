namespace NetGen;

/// <summary>How a network's code for this processor compares with its 128-bit code on the same input.</summary>
/// <param name="Path">The code path that was checked.</param>
/// <param name="RelativeError">The largest difference of two outputs, relative to the largest output.</param>
/// <param name="Passed">Whether that is no more than rounding explains.</param>
public readonly record struct VerificationResult(CodePath Path, float RelativeError, bool Passed);
