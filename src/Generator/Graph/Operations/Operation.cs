using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>
/// What a node computes. One sealed record for each operation, in a file of its name, with everything that is known of it
/// before code is made: shape, parameters, cost, and what it reads. Members beside <see cref="Infer"/> expect inputs that
/// it accepts.
/// </summary>
internal abstract record Operation
{
    /// <summary>The attribute's name without its suffix, such as <c>Conv2d</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The stem of the names of such nodes: <c>conv</c> gives conv1, conv2.</summary>
    public abstract string Stem { get; }

    /// <summary>How many tensors it reads.</summary>
    public virtual int InputCount => 1;

    /// <summary>Whether one value of the result depends on all pixels.</summary>
    public virtual bool MixesPixels => false;

    /// <summary>
    /// The operation in plain numbers on inputs of these shapes: what the attribute left open, such as <c>Padding.Same</c>, is
    /// decided here, before shapes are inferred. The operation itself where an argument is wrong, as <see cref="Infer"/> then says.
    /// </summary>
    public virtual Operation Resolve(EquatableArray<Shape> inputs) => this;

    /// <summary>The shape of the result, or which argument is wrong and why.</summary>
    public abstract Inference Infer(EquatableArray<Shape> inputs);

    /// <summary>The parameters, in the order of PyTorch's state_dict.</summary>
    public virtual IEnumerable<LayerParameter> Parameters(EquatableArray<Shape> inputs) => Enumerable.Empty<LayerParameter>();

    /// <summary>
    /// Multiply-adds for one image, saturating. Only convolutions and linear layers have any: the others' are few and
    /// vanish into their neighbours' kernels.
    /// </summary>
    public virtual long MultiplyAdds(EquatableArray<Shape> inputs, Shape output) => 0;

    /// <summary>
    /// How much larger the weights of the layer before should begin, as torch.nn.init.calculate_gain; null where the layer is looked
    /// through and what stands behind it decides.
    /// </summary>
    public virtual double? GainBefore => null;

    /// <summary>What one value of the result reads of an input whose pixels are those of <paramref name="image"/>.</summary>
    public virtual Window WindowOn(Shape image) => MixesPixels ? Window.All(image) : Window.Pixel;

    /// <summary>An error if a size is not at least 1.</summary>
    protected ShapeError? Positive(string argument, string words, int value) => value >= 1 ? null
        : new ShapeError(ShapeRule.PositiveSize, argument, Sentence.Of($"{Kind}: {words} must be at least 1, but is {value}"));

    /// <summary>An error if a number is not finite.</summary>
    protected ShapeError? Finite(string argument, float value) => !float.IsNaN(value) && !float.IsInfinity(value) ? null
        : new ShapeError(ShapeRule.Range, argument, Sentence.Of($"{Kind}: {argument} must be finite, but is {value}"));

    /// <summary>An error if a number is not positive and finite. The comparison is written so that NaN fails it.</summary>
    protected ShapeError? PositiveNumber(string argument, float value) => value > 0 && value < float.PositiveInfinity ? null
        : new ShapeError(ShapeRule.Range, argument, Sentence.Of($"{Kind}: {argument} must be a positive number, but is {value}"));

    /// <summary>An error if groups do not divide the channels of the input, or of the output.</summary>
    protected ShapeError? Divides(string argument, int groups, string side, int channels) => channels % groups == 0 ? null
        : new ShapeError(ShapeRule.Groups, argument, Sentence.Of($"{Kind}: {channels} {side}channels are not divisible by {argument} = {groups}"));

    /// <summary>An error if the input is not of so many directions: a sequence of 1, an image of 2, a volume of 3.</summary>
    protected ShapeError? NeedsRank(Shape input, int rank) => input.SpatialRank == rank ? null : Needs(rank switch
    {
        1 => "a sequence of channels×length",
        2 => "an image of channels×height×width",
        _ => "a volume of channels×depth×height×width",
    }, input);

    /// <summary>An error if the input is a vector.</summary>
    protected ShapeError? NeedsPixels(Shape input) => input.SpatialRank >= 1 ? null : Needs("an image of channels×height×width", input);

    private ShapeError Needs(string words, Shape input)
    {
        string got = input.Rank == 1 ? $"a vector of {input} features" : $"{input.Article} {input.Noun} of {input}";
        return new ShapeError(ShapeRule.NeedsImage, null, $"{Kind} needs {words}, but gets {got}");
    }
}

/// <summary>A parameter as its operation declares it; the parameter table gives it a name and a place.</summary>
/// <param name="Role">What it is to the layer.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="FanIn">Inputs of one output, for the initialisation; 0 for a normalisation.</param>
internal sealed record LayerParameter(ParameterRole Role, EquatableArray<int> Shape, int FanIn)
{
    /// <summary>How it begins as declared; null for what its role begins with, in weights with the gain of what follows.</summary>
    public Initialization? Init { get; init; }

    /// <summary>Values, saturating.</summary>
    public long Length => ParameterTable.LengthOf(Shape);
}
