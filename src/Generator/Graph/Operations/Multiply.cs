namespace NetGen.Generator.Graph.Operations;

/// <summary>The product of tensors, element by element.</summary>
internal sealed record Multiply(int InputCount) : Combination(InputCount)
{
    public override string Kind => "Multiply";

    public override string Stem => "multiply";

    protected override string Participle => "multiplied";
}
