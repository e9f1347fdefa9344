namespace NetGen.Generator.Kernels;

/// <summary>A convolution of an image that can be made some rows at a time, as a stage of a <see cref="CascadeKernel"/>.</summary>
internal interface IConvStage : IPartitioned, IWeighted
{
    /// <summary>What is read.</summary>
    TensorForm Input { get; }

    /// <summary>What is written.</summary>
    TensorForm Output { get; }

    /// <summary>The rows.</summary>
    ConvAxis Vertical { get; }

    /// <summary>The tensor that is added, or null.</summary>
    TensorForm? Residual { get; }

    /// <summary>The same for so many rows of other tensors.</summary>
    KernelSpec Rows(TensorForm input, TensorForm output, int count);
}
