using System.Globalization;
using NetGen.Reference;

namespace NetGen.Kernels.Tests.Harness;

/// <summary>Compares what a kernel computed in floats with the reference in doubles.</summary>
internal static class Close
{
    /// <summary>Half the distance from 1 to the next float: the relative error of one rounding.</summary>
    public const double Rounding = 1.0 / (1 << 24);

    /// <summary>
    /// Fails where an element differs by more than <paramref name="roundings"/> roundings of the larger of itself and
    /// <paramref name="scale"/>. The scale stands for the terms that a sum was made of, where they cancel.
    /// </summary>
    public static void Assert(Tensor expected, Tensor actual, double roundings, double scale = 0)
    {
        foreach ((int n, int c, int row, int column) in expected.Indices)
        {
            double wanted = expected[n, c, row, column], got = actual[n, c, row, column];
            double allowed = roundings * Rounding * Math.Max(Math.Abs(wanted), scale);
            if (Math.Abs(wanted - got) <= allowed || wanted.Equals(got)) continue;
            Xunit.Assert.Fail(string.Create(
                CultureInfo.InvariantCulture,
                $"At [{n}, {c}, {row}, {column}] of {expected}: expected {wanted:G9}, got {got:G9}, which is off by {Math.Abs(wanted - got):G3}; {allowed:G3} is allowed."));
        }
    }

    /// <summary>Fails where an element is not the float nearest to the expected one.</summary>
    public static void AssertExact(Tensor expected, Tensor actual) => Assert(expected.Map(value => (float)value), actual, 0);
}
