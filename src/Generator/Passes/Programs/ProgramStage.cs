namespace NetGen.Generator.Passes.Programs;

/// <summary>How far a program is: the pass that ran last, in the order of the passes.</summary>
internal enum ProgramStage
{
    /// <summary>A graph as the front end gives it.</summary>
    Graph,

    /// <summary>What a prediction does not need is gone.</summary>
    Pruned,

    /// <summary>Each convolution has its algorithm.</summary>
    AlgorithmsChosen,

    /// <summary>Nodes are joined to layers.</summary>
    Fused,

    /// <summary>Layers that are made band by band are joined.</summary>
    CascadesJoined,

    /// <summary>Each node's value, and the gradient by it, has a tensor.</summary>
    TensorsAssigned,

    /// <summary>Each tensor has a form.</summary>
    FormsAssigned,

    /// <summary>There are steps.</summary>
    Lowered,

    /// <summary>The steps that a group of images takes together are known.</summary>
    HeadSplit,

    /// <summary>Each step has a runner.</summary>
    Scheduled,

    /// <summary>Tensors and packed weights have addresses.</summary>
    MemoryPlanned,

    /// <summary>Steps zero those halos only that are not zero.</summary>
    HalosCleaned,

    /// <summary>The kernels are known.</summary>
    KernelsCollected,
}
