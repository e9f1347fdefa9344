using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>A vector, a sequence, an image or a volume, planar.</summary>
internal sealed record Input : Operation
{
    public override string Kind => "Input";

    public override string Stem => "input";

    public override int InputCount => 0;

    /// <summary>What is wrong with an input of this shape, or null.</summary>
    public static ShapeError? Check(Shape shape)
    {
        if (shape.Rank is < 1 or > 4)
        {
            return new ShapeError(ShapeRule.InputRank, null, Sentence.Of(
                $"Input takes the features of a vector, or channels and then length, height and width, or depth, height and width, but has {shape.Rank} dimensions"));
        }

        for (int i = 0; i < shape.Rank; i++)
        {
            int value = shape.Dimensions[i];
            if (value < 1) return new ShapeError(ShapeRule.PositiveSize, Argument(i), Sentence.Of($"Input: {NameOf(i, shape.Rank)} must be at least 1, but is {value}"));
        }

        return TooLarge("Input", shape);
    }

    /// <summary>The argument of the attribute that holds a dimension.</summary>
    public static string Argument(int dimension) => "dimensions[" + (char)('0' + dimension) + "]";

    /// <summary>An error if a tensor has more values than NetGen can address.</summary>
    public static ShapeError? TooLarge(string words, Shape shape) => shape.Length <= Budget.TensorLength ? null
        : new ShapeError(ShapeRule.Budget, null, Sentence.Of(
            $"{words} of {shape} has {shape.Length} values, more than the {Budget.TensorLength} that a tensor may have"));

    private static string NameOf(int dimension, int rank) => (dimension, rank) switch
    {
        (0, 1) => "features",
        (0, _) => "channels",
        (1, 2) => "length",
        (1, 4) => "depth",
        _ => dimension == rank - 1 ? "width" : "height",
    };

    // The input has no arguments beside its shape, which Check has seen.
    public override Inference Infer(EquatableArray<Shape> inputs) => inputs[0];
}
