using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>Groups of few channels, many of which share a block: see <see cref="LanewiseConv"/>.</summary>
internal sealed partial record ConvKernel
{
    private int GroupSize => Input.Shape.Channels / Groups;

    private bool IsLanewise(InstructionSet set) =>
        !Input.Planar && Input.Shape.Channels == Output.Shape.Channels && LanewiseTileKernel.Fits(set, GroupSize);

    private LanewiseConv Lanewise(InstructionSet set) => new(set, Input, Output, new ConvAxes(Depth, Vertical, Horizontal), GroupSize)
    {
        Residual = Residual,
        Bias = Bias,
        Activation = Activation,
        Slope = Slope,
    };

    private WeightPacking LanewisePacking(InstructionSet set) => Packing(set, blocks: 1) with { InputLanes = 1, InRounds = true };

    private void EmitLanewise(CodeWriter writer, InstructionSet set)
    {
        string summary = $"Convolution, {Input.Shape} to {Output.Shape}, in groups of {GroupSize}; part is a block of {set.Lanes} channels and some rows.";
        writer.Method(summary, Signature, () => Lanewise(set).Emit(writer));
    }
}
