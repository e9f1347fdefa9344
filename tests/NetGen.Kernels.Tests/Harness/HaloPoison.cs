using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;

namespace NetGen.Kernels.Tests.Harness;

/// <summary>
/// While it lives, a tensor with a halo of zeros holds poison where taps do not reach: in the halo beyond a reach, and
/// behind each image.
/// </summary>
internal sealed class HaloPoison : IDisposable
{
    private readonly TensorBuffer _tensor;
    private readonly List<int> _unreached = [];

    public HaloPoison(TensorBuffer tensor, Edges reach)
    {
        _tensor = tensor;
        Layout layout = tensor.Layout;
        var reached = new HashSet<int>();
        for (int block = 0; block < layout.Blocks; block++)
        {
            for (int plane = -reach.Front; plane < layout.Depth + reach.Back; plane++)
            {
                for (int row = -reach.Top; row < layout.Height + reach.Bottom; row++)
                {
                    int first = layout.Offset(block, row, -reach.Left, plane);
                    int length = (reach.Left + layout.Width + reach.Right) * layout.Lanes;
                    reached.UnionWith(Enumerable.Range(first, length));
                }
            }
        }

        _unreached.AddRange(Enumerable.Range(0, tensor.Span.Length).Where(i => !reached.Contains(i % layout.ImageStride)));
        foreach (int i in _unreached) tensor.Span[i] = FloatBuffer.Poison;
    }

    public void Dispose()
    {
        foreach (int i in _unreached)
        {
            Assert.Equal(BitConverter.SingleToInt32Bits(FloatBuffer.Poison), BitConverter.SingleToInt32Bits(_tensor.Span[i]));
            _tensor.Span[i] = 0;
        }
    }
}
