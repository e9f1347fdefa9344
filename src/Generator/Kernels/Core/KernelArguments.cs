namespace NetGen.Generator.Kernels;

/// <summary>What a kernel expects behind its pointers.</summary>
internal enum KernelArguments
{
    /// <summary>Nothing: one image at a time.</summary>
    None,

    /// <summary>The part.</summary>
    Part,

    /// <summary>The number of images and the part.</summary>
    ImagesPart,

    /// <summary>Memory of the thread, which is no tensor of the plan, whether another part of the chunk has prepared it, and the part; the pointers stand in an array.</summary>
    ScratchPart,

    /// <summary>The random key, the image's number and the part.</summary>
    KeyImagePart,
}
