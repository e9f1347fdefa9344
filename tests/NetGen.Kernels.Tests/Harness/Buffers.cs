using System.Runtime.InteropServices;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Reference;

namespace NetGen.Kernels.Tests.Harness;

/// <summary>Floats in guarded memory.</summary>
internal unsafe class FloatBuffer : IDisposable
{
    /// <summary>A NaN that no computation makes: where it is expected, a write shows; where it is read, a NaN shows.</summary>
    public static readonly float Poison = BitConverter.Int32BitsToSingle(0x7FC0DEAD);

    private readonly GuardedMemory _memory;

    public FloatBuffer(int length, Guard guard)
    {
        _memory = new GuardedMemory(length, guard);
        Span.Fill(Poison);
    }

    public float* Start => _memory.Start;

    public Span<float> Span => _memory.Span;

    /// <summary>The first values as a 1×C tensor.</summary>
    public Tensor Read(int count)
    {
        var values = new Tensor(1, count);
        for (int i = 0; i < count; i++) values[0, i] = Span[i];
        return values;
    }

    /// <summary>Fails where a kernel has left its bounds without leaving the memory.</summary>
    public virtual void Verify()
    {
    }

    public void Dispose() => _memory.Dispose();
}

/// <summary>
/// The images of a batch in a kernel's layout. Halos, and the slack behind an image, hold poison or zeros and must stay as
/// they are; lanes beyond the last channel hold finite numbers, large enough to spoil a result that they reach.
/// </summary>
internal sealed unsafe class TensorBuffer : FloatBuffer
{
    private readonly int _images;
    private readonly float _halo;

    public TensorBuffer(int images, TensorForm form, InstructionSet set, Guard guard, bool zeroHalo = false)
        : base(images * form.For(set).ImageStride, guard)
    {
        (_images, Layout, _halo) = (images, form.For(set), zeroHalo ? 0 : Poison);
        Span.Fill(_halo);
        ForEachElement((index, _, channel) => Span[index] = channel < Layout.Channels ? Poison : 1000 + channel);
    }

    public Layout Layout { get; }

    public Address Image(int image) => new(Start + ((nint)image * Layout.ImageStride));

    public void Write(Tensor values) => ForEachElement((index, at, channel) =>
    {
        if (channel < Layout.Channels) Span[index] = (float)values[at.Image, channel, at.Row, at.Column];
    });

    /// <summary>The tensor in canonical order.</summary>
    public Tensor Read()
    {
        var values = new Tensor(_images, Layout.Channels, Layout.Height, Layout.Width, Layout.Depth);
        ForEachElement((index, at, channel) =>
        {
            if (channel < Layout.Channels) values[at.Image, channel, at.Row, at.Column] = Span[index];
        });
        return values;
    }

    public override void Verify()
    {
        var interior = new HashSet<int>();
        ForEachElement((index, at, channel) =>
        {
            interior.Add(index);
            if (channel < Layout.Channels || float.IsFinite(Span[index])) return;
            Assert.Fail($"The lane of absent channel {channel} holds {Span[index]} at {at}, in {Layout.Form}.");
        });
        for (int i = 0; i < Span.Length; i++)
        {
            if (interior.Contains(i) || BitConverter.SingleToInt32Bits(Span[i]) == BitConverter.SingleToInt32Bits(_halo)) continue;
            Assert.Fail($"The halo was written: {Span[i]} at {i % Layout.ImageStride} of image {i / Layout.ImageStride}, in {Layout.Form}.");
        }
    }

    /// <summary>All elements but halos, with the lanes that pad the last block; rows are counted over all planes.</summary>
    private void ForEachElement(Action<int, (int Image, int Row, int Column), int> action)
    {
        for (int image = 0; image < _images; image++)
        {
            for (int channel = 0; channel < Layout.Blocks * Layout.Lanes; channel++)
            {
                for (int pixel = 0; pixel < Layout.Depth * Layout.Height * Layout.Width; pixel++)
                {
                    (int row, int column) = (pixel / Layout.Width, pixel % Layout.Width);
                    int offset = Layout.Offset(channel / Layout.Lanes, row % Layout.Height, column, row / Layout.Height) + (channel % Layout.Lanes);
                    action((image * Layout.ImageStride) + offset, (image, row, column), channel);
                }
            }
        }
    }
}

/// <summary>Makes the buffers of one run of a kernel, verifies them after it and frees them.</summary>
internal sealed class KernelMemory(InstructionSet set, Guard guard) : IDisposable
{
    private readonly List<FloatBuffer> _buffers = [];
    private readonly List<nint> _arrays = [];

    /// <summary>Runs a test twice: with a forbidden page before each buffer, then behind each.</summary>
    public static void Guarded(string setName, Action<KernelMemory, InstructionSet> test)
    {
        InstructionSet set = InstructionSets.Named(setName);
        foreach (Guard guard in Enum.GetValues<Guard>())
        {
            using var memory = new KernelMemory(set, guard);
            test(memory, set);
            foreach (FloatBuffer buffer in memory._buffers) buffer.Verify();
        }
    }

    /// <summary>A tensor with values. The halo holds poison, or zeros where the kernel's contract says so.</summary>
    public TensorBuffer Tensor(Tensor values, TensorForm form, bool zeroHalo = false)
    {
        TensorBuffer buffer = Blank(values.Images, form, zeroHalo);
        buffer.Write(values);
        return buffer;
    }

    /// <summary>A tensor full of poison, to be written.</summary>
    public TensorBuffer Blank(int images, TensorForm form, bool zeroHalo = false) =>
        Keep(new TensorBuffer(images, form, set, guard, zeroHalo));

    /// <summary>Plain floats, all elements of a tensor in its order, then poison up to a length.</summary>
    public FloatBuffer Floats(Tensor values, int? length = null)
    {
        FloatBuffer buffer = Floats(length ?? values.Values.Length);
        for (int i = 0; i < values.Values.Length; i++) buffer.Span[i] = (float)values.Values[i];
        return buffer;
    }

    /// <summary>Plain floats, full of poison.</summary>
    public FloatBuffer Floats(int length) => Keep(new FloatBuffer(length, guard));

    /// <summary>An array of pointers to buffers, or of null pointers, that lives as long as they do.</summary>
    public unsafe Addresses Array(params object?[] buffers)
    {
        var array = (float**)NativeMemory.Alloc((nuint)buffers.Length, (nuint)sizeof(float*));
        _arrays.Add((nint)array);
        for (int i = 0; i < buffers.Length; i++)
        {
            array[i] = buffers[i] switch
            {
                null => null,
                Address address => address.Pointer,
                object buffer => ((FloatBuffer)buffer).Start,
            };
        }

        return new Addresses(array);
    }

    public unsafe void Dispose()
    {
        _buffers.ForEach(buffer => buffer.Dispose());
        _arrays.ForEach(array => NativeMemory.Free((void*)array));
    }

    private T Keep<T>(T buffer) where T : FloatBuffer
    {
        _buffers.Add(buffer);
        return buffer;
    }
}

/// <summary>Ways to make forms in tests.</summary>
internal static class Forms
{
    /// <summary>C×H×W, or C×D×H×W, in blocks of channels.</summary>
    public static TensorForm Of(Tensor tensor, Edges halo = default) => new(ShapeOf(tensor), halo);

    /// <summary>The shape of one image.</summary>
    public static Shape ShapeOf(Tensor tensor) => tensor.Depth == 1
        ? Shape.Of(tensor.Channels, tensor.Height, tensor.Width)
        : Shape.Of(tensor.Channels, tensor.Depth, tensor.Height, tensor.Width);
}
