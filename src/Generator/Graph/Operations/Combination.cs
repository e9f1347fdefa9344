using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>An operation on the elements of several tensors of one shape, or of one value for each channel.</summary>
internal abstract record Combination(int InputCount) : Operation
{
    public override int InputCount { get; } = InputCount;

    /// <summary>The word in messages: added.</summary>
    protected abstract string Participle { get; }

    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        Shape largest = inputs.OrderByDescending(shape => shape.Length).First();
        if (inputs.All(shape => shape.Equals(largest) || IsPerChannel(shape, largest))) return largest;
        Shape other = inputs.First(shape => !shape.Equals(largest) && !IsPerChannel(shape, largest));
        return new ShapeError(ShapeRule.Combine, null, Sentence.Of($"{Kind}: {largest} and {other} cannot be {Participle}, because their shapes differ"));
    }

    /// <summary>Whether a tensor has one value for each channel of an image.</summary>
    public static bool IsPerChannel(Shape shape, Shape image) => shape.Channels == image.Channels && shape.Length == shape.Channels && !shape.Equals(image);
}
