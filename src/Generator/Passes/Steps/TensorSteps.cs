using NetGen.Generator.Kernels;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes.Steps;

/// <summary>Text for calls of the runtime's tensor functions.</summary>
internal static class TensorText
{
    /// <summary>The runtime's TensorLayout in C#.</summary>
    public static string Literal(Layout layout) =>
        $"new global::NetGen.Runtime.TensorLayout({layout.Channels}, {layout.Depth}, {layout.Height}, {layout.Width}, {layout.Lanes}, "
        + $"{layout.Origin}, {layout.PlaneStride}, {layout.RowStride}, {layout.BlockStride})";
}

/// <summary>Copies planar values into a tensor of the workspace.</summary>
internal sealed record FromPlanarStep(string Title, Operand Planar, Operand Tensor, TensorForm Form) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Planar, Tensor);

    public override long Work => Form.Shape.Length;

    public override int Parts(InstructionSet set) => 1;

    public override string Call(InstructionSet set, CallNames names) =>
        $"global::NetGen.Runtime.Tensors.FromPlanar({TensorText.Literal(Form.For(set))}, {names.Address(Planar)}, {names.Address(Tensor)});";
}

/// <summary>Copies a tensor of the workspace into planar values.</summary>
internal sealed record ToPlanarStep(string Title, Operand Tensor, Operand Planar, TensorForm Form) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Tensor, Planar);

    public override long Work => Form.Shape.Length;

    public override int Parts(InstructionSet set) => 1;

    public override string Call(InstructionSet set, CallNames names) =>
        $"global::NetGen.Runtime.Tensors.ToPlanar({TensorText.Literal(Form.For(set))}, {names.Address(Tensor)}, {names.Address(Planar)});";
}

/// <summary>Copies a tensor between two forms of blocks that differ in their halos.</summary>
internal sealed record CopyStep(string Title, Operand Source, TensorForm SourceForm, Operand Target, TensorForm TargetForm) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Source, Target);

    public override long Work => SourceForm.Shape.Length;

    public override int Parts(InstructionSet set) => 1;

    public override string Call(InstructionSet set, CallNames names) =>
        $"global::NetGen.Runtime.Tensors.Copy({TensorText.Literal(SourceForm.For(set))}, {names.Address(Source)}, "
        + $"{TensorText.Literal(TargetForm.For(set))}, {names.Address(Target)});";
}

/// <summary>Copies or adds some channels of a tensor to channels of another.</summary>
internal sealed record CopyChannelsStep(
    string Title, Operand Source, TensorForm SourceForm, int SourceChannel, Operand Target, TensorForm TargetForm, int TargetChannel,
    int Channels, bool Adds = false) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Source, Target);

    public override long Work => Channels * SourceForm.Shape.Pixels;

    public override int Parts(InstructionSet set) => 1;

    public override string Call(InstructionSet set, CallNames names) =>
        $"global::NetGen.Runtime.Tensors.{(Adds ? "Add" : "Copy")}Channels({TensorText.Literal(SourceForm.For(set))}, {names.Address(Source)}, {SourceChannel}, "
        + $"{TensorText.Literal(TargetForm.For(set))}, {names.Address(Target)}, {TargetChannel}, {Channels});";
}

/// <summary>Zeroes a halo, in memory that other tensors use too.</summary>
internal sealed record ClearHaloStep(string Title, Operand Tensor, TensorForm Form) : Step(Title)
{
    public override EquatableArray<Operand> Operands => EquatableArray.Of(Tensor);

    public override long Work => 0;

    public override int Parts(InstructionSet set) => 1;

    public override string Call(InstructionSet set, CallNames names) =>
        $"global::NetGen.Runtime.Tensors.ClearHalo({TensorText.Literal(Form.For(set))}, {names.Address(Tensor)});";
}
