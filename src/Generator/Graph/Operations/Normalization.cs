using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>What the normalisations share: the range of ε, and γ and β.</summary>
internal static class Normalization
{
    /// <summary>An error if ε is no positive number. The comparison is written so that NaN fails it.</summary>
    public static ShapeError? CheckEpsilon(string kind, float epsilon) =>
        epsilon > 0 && epsilon < float.PositiveInfinity ? null : OutOfRange(kind, "Epsilon", epsilon, "a positive number");

    /// <summary>The error of a number outside its range.</summary>
    public static ShapeError OutOfRange(string kind, string argument, float value, string range) =>
        new(ShapeRule.Range, argument, Sentence.Of($"{kind}: {argument} must be {range}, but is {value}"));

    /// <summary>The error of statistics over a single value, whose variance is 0 whatever it is.</summary>
    public static ShapeError OneValue(string kind, Shape input, string what) => new(
        ShapeRule.OneValue, null, Sentence.Of($"{kind}: {what} of an input of {input} has one value only, which normalisation turns into 0"));

    /// <summary>γ and β of one shape.</summary>
    public static IEnumerable<LayerParameter> Affine(EquatableArray<int> shape)
    {
        yield return new LayerParameter(ParameterRole.Scale, shape, 0);
        yield return new LayerParameter(ParameterRole.Shift, shape, 0);
    }
}
