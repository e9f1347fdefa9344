using NetGen.Generator.Kernels;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes.Steps;

/// <summary>Copies planar values into a tensor of the workspace.</summary>
internal sealed record FromPlanarStep(string Title, Operand Planar, Operand Tensor, TensorForm Form) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Planar, Tensor);

    public override long Work => Form.Shape.Length;
}

/// <summary>Copies a tensor of the workspace into planar values.</summary>
internal sealed record ToPlanarStep(string Title, Operand Tensor, Operand Planar, TensorForm Form) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Tensor, Planar);

    public override long Work => Form.Shape.Length;
}

/// <summary>Copies a tensor between two forms of blocks that differ in their halos.</summary>
internal sealed record CopyStep(string Title, Operand Source, TensorForm SourceForm, Operand Target, TensorForm TargetForm) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Source, Target);

    public override long Work => SourceForm.Shape.Length;
}

/// <summary>Copies or adds some channels of a tensor to channels of another.</summary>
internal sealed record CopyChannelsStep(
    string Title, Operand Source, TensorForm SourceForm, int SourceChannel, Operand Target, TensorForm TargetForm, int TargetChannel,
    int Channels, bool Adds = false) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Source, Target);

    public override long Work => Channels * SourceForm.Shape.Pixels;
}

/// <summary>Copies a tensor into a larger or smaller one, its first pixel at a place there; what lies outside is cut off.</summary>
internal sealed record PadStep(
    string Title, Operand Source, TensorForm SourceForm, Operand Target, TensorForm TargetForm, int Front, int Top, int Left) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Source, Target);

    public override long Work => TargetForm.Shape.Length;
}
