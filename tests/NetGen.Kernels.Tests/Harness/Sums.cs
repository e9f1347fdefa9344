using System.Globalization;
using NetGen.Reference;

namespace NetGen.Kernels.Tests.Harness;

/// <summary>Compares sums of products in floats with the reference in doubles.</summary>
internal static class Sums
{
    /// <summary>
    /// Fails where an element is farther from the reference than a sum may be. Adding n products one after the other,
    /// each with at most two roundings of half a unit u, errs by at most about 2·n·u times the sum of their absolute values
    /// (Higham, Accuracy and Stability of Numerical Algorithms, 3.1); with a fused multiply-add by half of that.
    /// </summary>
    /// <param name="expected">The reference.</param>
    /// <param name="actual">What the kernel computed.</param>
    /// <param name="magnitude">For each element the sum of its terms' absolute values.</param>
    /// <param name="terms">How many terms are added one after the other, at most.</param>
    public static void Assert(Tensor expected, Tensor actual, Tensor magnitude, int terms)
    {
        Xunit.Assert.Equal(expected.ToString(), actual.ToString());
        for (int i = 0; i < expected.Values.Length; i++)
        {
            double wanted = expected.Values[i], got = actual.Values[i];
            double allowed = 2 * (terms + 1) * Close.Rounding * magnitude.Values[i];
            if (Math.Abs(wanted - got) <= allowed) continue;
            (int n, int c, int row, int column) = expected.Indices.ElementAt(i);
            Xunit.Assert.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"At [{n}, {c}, {row}, {column}] of {expected}: expected {wanted:G9}, got {got:G9}, off by {Math.Abs(wanted - got):G3}; {allowed:G3} is allowed."));
        }
    }

    /// <summary>The absolute value of each element: with these, a reference gives the magnitudes of its own sums.</summary>
    public static Tensor Magnitude(this Tensor tensor) => tensor.Map(Math.Abs);
}
