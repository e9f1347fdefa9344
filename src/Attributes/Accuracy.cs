namespace NetGen;

/// <summary>How predictions may round.</summary>
public enum Accuracy
{
    /// <summary>
    /// Convolutions may be computed by Winograd's algorithm, which is two to three times as fast as the sums that define them, and by
    /// Strassen's, an eighth fewer multiplications. Both round differently: results differ by some 1e-6 of the largest one. Where an
    /// input is infinite or no number, results of other pixels can be NaN.
    /// </summary>
    Fast,

    /// <summary>Convolutions are computed as the sums that define them.</summary>
    Strict,
}
