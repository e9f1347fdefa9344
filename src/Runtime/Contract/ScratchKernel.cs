using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>A kernel that works in memory of its thread, with all that its call needs to know.</summary>
/// <param name="run">The method: the tensors, the memory, whether an earlier part of the chunk has prepared it, and the part.</param>
/// <param name="parts">Independent pieces of an image.</param>
/// <param name="length">The memory, in floats.</param>
/// <param name="chunk">How many parts after another share what the first of them on a thread prepares.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe struct ScratchKernel(delegate*<float**, float*, bool, int, void> run, int parts, int length, int chunk)
{
    internal delegate*<float**, float*, bool, int, void> Run => run;

    internal int Parts => parts;

    internal int Length => length;

    internal int Chunk => chunk;
}
