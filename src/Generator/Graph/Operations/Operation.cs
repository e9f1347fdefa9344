namespace NetGen.Generator.Graph.Operations;

/// <summary>What a node computes. One sealed record for each operation, in a file of its name.</summary>
internal abstract record Operation
{
    /// <summary>The attribute's name without its suffix: <c>Conv2d</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The stem of the names of such nodes: <c>conv</c> gives conv1, conv2.</summary>
    public abstract string Stem { get; }
}
