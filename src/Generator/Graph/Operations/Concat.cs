using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>Tensors joined along the channels.</summary>
internal sealed record Concat(int InputCount) : Operation
{
    public override string Kind => "Concat";

    public override string Stem => "concat";

    public override int InputCount { get; } = InputCount;

    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        Shape first = inputs[0];
        Shape? other = inputs.FirstOrDefault(shape => !shape.Dimensions.Skip(1).SequenceEqual(first.Dimensions.Skip(1)));
        if (other is not null)
        {
            return new ShapeError(ShapeRule.Combine, null, Sentence.Of(
                $"Concat: {first} and {other} cannot be joined along the channels, because their other sizes differ"));
        }

        long channels = inputs.Aggregate(0L, (sum, shape) => Budget.Add(sum, shape.Channels));
        return channels > Budget.TensorLength ? TooLarge(channels)
            : new Shape(first.Dimensions.Select((size, dimension) => dimension == 0 ? (int)channels : size).ToEquatableArray());
    }

    private static ShapeError TooLarge(long channels) => new(
        ShapeRule.Budget, null, Sentence.Of($"Concat: {channels} channels are more than the {Budget.TensorLength} values that a tensor may have"));
}
