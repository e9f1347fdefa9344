namespace NetGen;

/// <summary>An input or a result of a network.</summary>
/// <param name="Name">As it is declared: the parameter of an input, the stage of a result.</param>
/// <param name="Shape">For one image.</param>
/// <param name="Offset">Where its values begin among those of an image, where there are several inputs or results.</param>
/// <param name="AuxiliaryWeight">The factor of its loss, if it is a result that exists in training only; else null.</param>
public sealed record TensorInfo(string Name, TensorShape Shape, int Offset, float? AuxiliaryWeight = null)
{
    /// <summary>Whether it exists in training only.</summary>
    public bool IsAuxiliary => AuxiliaryWeight is not null;
}
