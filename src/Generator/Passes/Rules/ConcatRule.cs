using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Passes.Steps;

namespace NetGen.Generator.Passes.Rules;

/// <summary>Tensors joined along the channels. In a prediction most lie there already, see <see cref="Programs.TensorPlaces.IsInPlace"/>.</summary>
internal sealed class ConcatRule : LayerRule<Concat>
{
    protected override void Forward(Concat operation, LayerLowering layer)
    {
        int channel = 0;
        for (int input = 0; input < layer.InputCount; input++)
        {
            int channels = layer.InputShape(input).Channels;
            if (!layer.IsInPlace(input, channel))
                layer.Add(new CopyChannelsStep(layer.Title(), layer.Input(input), layer.InputForm(input), 0, layer.Output, layer.OutputForm, channel, channels));
            channel += channels;
        }
    }

    protected override void Backward(Concat operation, BackwardLowering layer)
    {
        int channel = 0;
        for (int input = 0; input < layer.InputCount; input++)
        {
            int channels = layer.InputShape(input).Channels;
            if (layer.NeedsInputGradient(input))
            {
                bool overwrites = layer.IsFirstGradient(input);
                layer.Add(new CopyChannelsStep(
                    layer.Title("gradient of "), layer.OutputGradient, layer.OutputGradientForm, channel,
                    layer.RawInputGradient(input), layer.InputGradientForm(input), 0, channels, Adds: !overwrites));
            }

            channel += channels;
        }
    }
}
