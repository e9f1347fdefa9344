using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>
/// The same values in the same row-major order under other dimensions, as torch.reshape without the batch. One dimension may be
/// −1: what the others leave.
/// </summary>
internal sealed record Reshape(EquatableArray<int> Dimensions) : Operation
{
    public override string Kind => "Reshape";

    public override string Stem => "reshape";

    private string Written => string.Join("×", Dimensions.Select(dimension => Sentence.Of($"{dimension}")));

    private IEnumerable<int> Given => Dimensions.Where(dimension => dimension != -1);

    private bool IsOpen => Dimensions.Count > Given.Count();

    public override Operation Resolve(EquatableArray<Shape> inputs)
    {
        if (!IsOpen || Check(inputs[0]) is not null) return this;
        int rest = (int)(inputs[0].Length / LengthOf(Given));
        return new Reshape(Dimensions.Select(dimension => dimension == -1 ? rest : dimension).ToEquatableArray());
    }

    public override Inference Infer(EquatableArray<Shape> inputs)
    {
        if (Check(inputs[0]) is { } error) return error;
        return new Shape(((Reshape)Resolve(inputs)).Dimensions);
    }

    // Values keep their pixels where the image stays or is laid out flat. Anything else folds rows into one another, so that
    // nothing less than the whole image is certain.
    public override Window WindowOn(Shape image)
    {
        bool keeps = Dimensions.Count == 1 || Dimensions.Skip(1).SequenceEqual(image.Dimensions.Skip(1));
        return keeps ? Window.Pixel : Window.All(image);
    }

    private ShapeError? Check(Shape input)
    {
        if (Dimensions.Count is < 1 or > 4) return Wrong($"Reshape takes 1 to 4 dimensions, the channels first, but has {Dimensions.Count}");
        if (Dimensions.Count - Given.Count() > 1) return Wrong("Reshape takes -1 for one dimension at most, because several would be open");
        for (int i = 0; i < Dimensions.Count; i++)
        {
            if (Dimensions[i] != -1 && Positive(Input.Argument(i), "a dimension", Dimensions[i]) is { } error) return error;
        }

        long length = LengthOf(Given);
        if (!IsOpen && length != input.Length)
            return Wrong(Sentence.Of($"Reshape: {Written} has {length} values, but the input of {input} has {input.Length}"));
        if (IsOpen && input.Length % length != 0)
            return Wrong(Sentence.Of($"Reshape: {Written} does not divide the {input.Length} values of an input of {input}"));
        return null;
    }

    private static long LengthOf(IEnumerable<int> dimensions) =>
        dimensions.Aggregate(1L, (product, dimension) => Budget.Multiply(product, dimension));

    private static ShapeError Wrong(string sentence) => new(ShapeRule.Reshape, null, sentence);
}
