namespace NetGen.Generator.Graph.Operations;

/// <summary>The sum of tensors.</summary>
internal sealed record Add(int InputCount) : Combination(InputCount)
{
    public override string Kind => "Add";

    public override string Stem => "add";

    protected override string Participle => "added";
}
