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
    /// <summary>The attribute's name without its suffix: <c>Conv2d</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The stem of the names of such nodes: <c>conv</c> gives conv1, conv2.</summary>
    public abstract string Stem { get; }

    /// <summary>How many tensors it reads.</summary>
    public virtual int InputCount => 1;

    /// <summary>Whether one value of the result depends on all pixels, so that rows and columns end here.</summary>
    public virtual bool MixesPixels => false;

    /// <summary>The shape of the result, or which argument is wrong and why.</summary>
    public abstract Inference Infer(EquatableArray<Shape> inputs);

    /// <summary>The parameters, in the order of PyTorch's state_dict.</summary>
    public virtual IEnumerable<LayerParameter> Parameters(EquatableArray<Shape> inputs) => Enumerable.Empty<LayerParameter>();

    /// <summary>
    /// Multiply-adds for one image, saturating. Only convolutions and linear layers have any: the others' are few and
    /// vanish into their neighbours' kernels.
    /// </summary>
    public virtual long MultiplyAdds(EquatableArray<Shape> inputs, Shape output) => 0;

    /// <summary>What one value of the result reads of an input whose pixels are those of <paramref name="image"/>.</summary>
    public virtual Window WindowOn(Shape image) => MixesPixels ? Window.All(image) : Window.Pixel;

    /// <summary>An error if a size is not at least 1.</summary>
    protected ShapeError? Positive(string argument, string words, int value) => value >= 1 ? null
        : new ShapeError(ShapeRule.PositiveSize, argument, Sentence.Of($"{Kind}: {words} must be at least 1, but is {value}"));

    /// <summary>An error if the input has no rows and columns.</summary>
    protected ShapeError? NeedsImage(Shape input) => input.Rank == 3 ? null : new ShapeError(
        ShapeRule.NeedsImage, null, Sentence.Of($"{Kind} needs an image of channels×height×width, but gets a vector of {input} features"));
}

/// <summary>A parameter as its operation declares it; the parameter table gives it a name and a place.</summary>
/// <param name="Role">What it is to the layer.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="FanIn">Inputs of one output, for the initialisation; 0 for a normalisation.</param>
internal sealed record LayerParameter(ParameterRole Role, EquatableArray<int> Shape, int FanIn)
{
    /// <summary>Values, saturating.</summary>
    public long Length => ParameterTable.LengthOf(Shape);
}
