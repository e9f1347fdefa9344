using NetGen.Generator.Support;

namespace NetGen.Generator.Graph.Operations;

/// <summary>
/// What an attribute declares in terms of its input, such as an enlargement by a factor. It stands in no graph: when the input's
/// shape is known it becomes an operation in plain numbers, unless it is wrong, and then says so under its own name.
/// </summary>
internal abstract record OpenOperation : Operation
{
    public sealed override Operation Resolve(EquatableArray<Shape> inputs) =>
        Check(inputs[0]) is null ? Close(inputs[0]).Resolve(inputs) : this;

    public sealed override Inference Infer(EquatableArray<Shape> inputs) =>
        Check(inputs[0]) is { } error ? error : Resolve(inputs).Infer(inputs);

    /// <summary>What is wrong on such an input, or null.</summary>
    protected abstract ShapeError? Check(Shape input);

    /// <summary>The operation on an input that it accepts.</summary>
    protected abstract Operation Close(Shape input);
}
