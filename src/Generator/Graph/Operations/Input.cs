using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>The image, planar C×H×W, or a vector.</summary>
internal sealed record Input : Operation
{
    public override string Kind => "Input";

    public override string Stem => "input";

    public override int InputCount => 0;

    /// <summary>What is wrong with an input of this shape, or null.</summary>
    public static ShapeError? Check(Shape shape)
    {
        if (shape.Rank is not (1 or 3))
        {
            return new ShapeError(ShapeRule.InputRank, null, Sentence.Of(
                $"Input takes channels, height and width of an image, or the features of a vector, but has {shape.Rank} dimensions"));
        }

        for (int i = 0; i < shape.Rank; i++)
        {
            int value = shape.Dimensions[i];
            string words = shape.Rank == 1 ? "features" : i == 0 ? "channels" : i == 1 ? "height" : "width";
            if (value < 1) return new ShapeError(ShapeRule.PositiveSize, Argument(i), Sentence.Of($"Input: {words} must be at least 1, but is {value}"));
        }

        return TooLarge("Input", shape);
    }

    /// <summary>The argument of the attribute that holds a dimension.</summary>
    public static string Argument(int dimension) => "dimensions[" + (char)('0' + dimension) + "]";

    /// <summary>An error if a tensor has more values than NetGen can address.</summary>
    public static ShapeError? TooLarge(string words, Shape shape) => shape.Length <= Budget.TensorLength ? null
        : new ShapeError(ShapeRule.Budget, null, Sentence.Of(
            $"{words} of {shape} has {shape.Length} values, more than the {Budget.TensorLength} that a tensor may have"));

    // The input has no arguments beside its shape, which Check has seen.
    public override Inference Infer(EquatableArray<Shape> inputs) => inputs[0];
}
