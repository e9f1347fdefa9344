using System.Linq;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes.Rules;

/// <summary>Products of tensors. The gradient by an operand is the product's times all other operands.</summary>
internal sealed class MultiplyRule : LayerRule<Multiply>
{
    public override bool TakesActivation(Activation activation) => activation.IsClamp;

    protected override void Forward(Multiply operation, LayerLowering layer) => Combinations.Forward(CombineFunction.Multiply, layer);

    protected override void Backward(Multiply operation, BackwardLowering layer)
    {
        foreach (int input in Enumerable.Range(0, layer.InputCount).Where(layer.NeedsInputGradient)) Backward(input, layer);
    }

    /// <summary>Multiplies with the smaller operands first, so that an operand with one value for each channel is summed over pixels last.</summary>
    private static void Backward(int input, BackwardLowering layer)
    {
        int[] others = [.. Enumerable.Range(0, layer.InputCount).Where(other => other != input).OrderBy(other => layer.InputShape(other).Length)];
        Operand product = layer.OutputGradient;
        TensorForm form = layer.OutputGradientForm;
        if (others.Length > 1)
        {
            TensorForm between = form;
            Operand scratch = layer.Scratch("a product of gradient and operands", between);
            foreach (int other in others.Take(others.Length - 1))
            {
                var kernel = new CombineKernel(CombineFunction.Multiply, form, layer.InputForm(other), between);
                layer.CallBlockwise("gradient of ", kernel, KernelArguments.Part, between, product, layer.Input(other), scratch);
                (product, form) = (scratch, between);
            }
        }

        int last = others[others.Length - 1];
        if (Combination.IsPerChannel(layer.InputShape(input), layer.Main.Shape))
        {
            var kernel = new ChannelDotKernel(form, layer.InputForm(last), layer.InputGradientForm(input));
            layer.CallBlockwise("gradient of ", kernel, KernelArguments.Part, form, product, layer.Input(last), layer.InputGradient(input));
        }
        else
        {
            var kernel = new CombineKernel(CombineFunction.Multiply, form, layer.InputForm(last), layer.InputGradientForm(input));
            layer.CallBlockwise("gradient of ", kernel, KernelArguments.Part, form, product, layer.Input(last), layer.InputGradient(input));
        }
    }
}
