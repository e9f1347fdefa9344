namespace NetGen.Generator.Kernels;

/// <summary>A kernel whose independent pieces are not simply the blocks of a tensor's channels.</summary>
internal interface IPartitioned
{
    /// <summary>How many pieces there are.</summary>
    int Parts(InstructionSet set);
}

/// <summary>A kernel that reads packed weights, or writes their packed gradient.</summary>
internal interface IWeighted
{
    /// <summary>How they are packed, without the strides of the plain tensor.</summary>
    WeightPacking Weights(InstructionSet set);
}

/// <summary>A kernel that works in memory of the thread that runs it.</summary>
internal interface IScratch
{
    /// <summary>How much, in floats.</summary>
    int ScratchLength(InstructionSet set);

    /// <summary>How many parts after another share what the first of them on a thread prepares there.</summary>
    int PartsOfChunk(InstructionSet set);
}

/// <summary>A kernel that reads packed weights.</summary>
internal interface IPackedWeights
{
    /// <summary>Their length, in floats.</summary>
    long PackedLength(InstructionSet set);
}
