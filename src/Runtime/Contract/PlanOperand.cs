using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>What a step of a plan works on: the first image's tensor, and the way to the next one's.</summary>
/// <param name="first">The address for the first image; null for nothing.</param>
/// <param name="imageStride">Floats from an image's to the next one's; 0 for what all images share.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct PlanOperand(float* first, nint imageStride)
{
    /// <summary>The address for the first image.</summary>
    internal float* First => first;

    /// <summary>What all images share.</summary>
    public static implicit operator PlanOperand(float* shared) => new(shared, 0);

    /// <summary>The address for an image.</summary>
    internal float* Of(int image) => first + (image * imageStride);
}

/// <summary>The tensors of a plan in one block of memory.</summary>
/// <param name="memory">The block.</param>
/// <param name="capacity">Images that each tensor has room for.</param>
/// <param name="offsets">Where each tensor begins, in floats for one image.</param>
/// <param name="strides">From an image's tensor to the next one's; empty where there is one image.</param>
/// <param name="image">The image that stands first.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe ref struct PlanMemory(float* memory, nint capacity, ReadOnlySpan<long> offsets, ReadOnlySpan<int> strides, int image = 0)
{
    private readonly float* _memory = memory;
    private readonly nint _capacity = capacity;
    private readonly ReadOnlySpan<long> _offsets = offsets;
    private readonly ReadOnlySpan<int> _strides = strides;
    private readonly nint _image = image;

    /// <summary>The tensors of one image, or buffers that all images share.</summary>
    public PlanMemory(float* memory, ReadOnlySpan<long> offsets)
        : this(memory, 1, offsets, [])
    {
    }

    /// <summary>A tensor by its number in the plan.</summary>
    public PlanOperand this[int tensor]
    {
        get
        {
            nint stride = _strides.IsEmpty ? 0 : _strides[tensor];
            return new(_memory + (nint)(_offsets[tensor] * _capacity) + (_image * stride), stride);
        }
    }
}
