using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes.Rules;

/// <summary>The step of layers that are made band by band.</summary>
internal static class CascadeLowering
{
    /// <summary>Adds the step, and those that pack its weights.</summary>
    /// <param name="layer">The last of the layers.</param>
    /// <param name="input">What the first of them reads: a tensor, or the user's image.</param>
    public static void Forward(LayerLowering layer, Operand input)
    {
        IReadOnlyList<LayerLowering> stages = layer.Cascade;
        CascadeKernel kernel = CascadeKernel.Of([.. stages.Select(StageOf)], CascadeGeometry.RowsOfBand(layer.Links));
        var tensors = new List<Operand> { input };
        for (int i = 0; i < stages.Count; i++)
        {
            if (kernel.Stages[i] is not IConvStage) continue;
            (Operand weights, Operand shift) = WeightPreparation.Pack(
                stages[i], kernel.Stages[i], new PackedLayout(kernel, i), ConvRule.Strides(stages[i]), ConvRule.HasBias(stages[i]));
            tensors.AddRange([weights, shift]);
        }

        if (layer.ResidualForm is not null) tensors.Add(layer.Residual);
        string before = string.Concat(stages.Take(stages.Count - 1).Where(stage => stage.Main.Operation is not Input).Select(stage => stage.Names + " + "));
        layer.Call(before, kernel, KernelArguments.ScratchPart, stages.Sum(stage => stage.MultiplyAdds), [.. tensors, layer.Output]);
    }

    /// <summary>A layer as a stage that makes the whole image.</summary>
    private static ICascadeStage StageOf(LayerLowering layer) => layer.Main.Operation switch
    {
        Input => ImageRowsKernel.Of(layer.OutputForm),
        MaxPool pool => MaxPoolRowsKernel.Of(MaxPoolRule.Kernel(pool, layer)),
        _ => (ICascadeStage)ConvRule.DirectKernel(layer),
    };
}
