using System.Linq;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes.Rules;

/// <summary>Sums of tensors. Every operand's gradient is the sum's own, summed over pixels where the operand has one value for each channel.</summary>
internal sealed class AddRule : LayerRule<Add>
{
    public override bool GradientInPlace => true;

    public override bool TakesActivation(Activation activation) => activation.IsClamp;

    protected override void Forward(Add operation, LayerLowering layer) => Combinations.Forward(CombineFunction.Add, layer);

    protected override void Backward(Add operation, BackwardLowering layer)
    {
        foreach (int input in Enumerable.Range(0, layer.InputCount).Where(layer.NeedsInputGradient))
        {
            if (Combination.IsPerChannel(layer.InputShape(input), layer.Main.Shape))
            {
                var kernel = new ChannelSumKernel(layer.OutputGradientForm, layer.InputGradientForm(input));
                layer.CallBlockwise("gradient of ", kernel, KernelArguments.Part, layer.OutputGradientForm, layer.OutputGradient, layer.InputGradient(input));
            }
            else
            {
                layer.PassGradient(input, layer.OutputGradient, layer.OutputGradientForm);
            }
        }
    }
}

/// <summary>What sums and products share.</summary>
internal static class Combinations
{
    /// <summary>Joins the operands two at a time, the largest first; the activation is applied with the last.</summary>
    public static void Forward(CombineFunction function, LayerLowering layer)
    {
        int[] order = [.. Enumerable.Range(0, layer.InputCount).OrderByDescending(input => layer.InputShape(input).Length)];
        Operand sum = layer.Input(order[0]);
        TensorForm form = layer.InputForm(order[0]);
        for (int i = 1; i < order.Length; i++)
        {
            (ActivationFunction activation, float slope) = i == order.Length - 1 ? layer.Epilogue : (ActivationFunction.Identity, 0);
            var kernel = new CombineKernel(function, form, layer.InputForm(order[i]), layer.OutputForm, activation, slope);
            layer.CallBlockwise("", kernel, KernelArguments.Part, layer.OutputForm, sum, layer.Input(order[i]), layer.Output);
            (sum, form) = (layer.Output, layer.OutputForm);
        }
    }
}
