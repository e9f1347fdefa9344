using System.Globalization;

namespace NetGen;

/// <summary>The first value of a parameter that is infinite or not a number.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Index">Where the value stands, row-major.</param>
/// <param name="Value">The value.</param>
/// <param name="Count">How many values of the parameter are infinite or not numbers, this one among them.</param>
public readonly record struct NonFiniteValue(Parameter Parameter, int Index, float Value, int Count)
{
    /// <summary>A sentence: conv1.weight[3, 0, 2, 1] is NaN, and 4 more of its 150 values are infinite or not numbers.</summary>
    public override string ToString()
    {
        string value = Value.ToString(CultureInfo.InvariantCulture);
        string more = Count > 1 ? $", and {Count - 1} more of its {Parameter.Length} values are infinite or not numbers" : "";
        return $"{Parameter.Name}[{string.Join(", ", Coordinates())}] is {value}{more}";
    }

    /// <summary>Looks through values that are, or are to become, those of a parameter; null where all are finite.</summary>
    internal static NonFiniteValue? Find(Parameter parameter, ReadOnlySpan<float> values)
    {
        int first = -1, count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
            {
                first = count == 0 ? i : first;
                count++;
            }
        }

        return count == 0 ? null : new NonFiniteValue(parameter, first, values[first], count);
    }

    private int[] Coordinates()
    {
        ReadOnlySpan<int> dimensions = Parameter.Shape.Dimensions;
        var coordinates = new int[dimensions.Length];
        int rest = Index;
        for (int i = dimensions.Length - 1; i >= 0; i--)
        {
            (rest, coordinates[i]) = Math.DivRem(rest, dimensions[i]);
        }

        return coordinates;
    }
}
