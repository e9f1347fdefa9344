using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>Everything one prediction works on; the generated layers of a plan share it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe struct InferenceContext
{
    /// <summary>The packed weights.</summary>
    public float* Packed { get; set; }

    /// <summary>The activations.</summary>
    public float* Workspace { get; set; }

    /// <summary>The image, planar.</summary>
    public float* Input { get; set; }

    /// <summary>The result, planar.</summary>
    public float* Output { get; set; }
}
