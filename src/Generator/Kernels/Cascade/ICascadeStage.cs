namespace NetGen.Generator.Kernels;

/// <summary>An operation on images that can be made some rows at a time, as a stage of a <see cref="CascadeKernel"/>.</summary>
internal interface ICascadeStage
{
    /// <summary>What is read.</summary>
    TensorForm Input { get; }

    /// <summary>What is written.</summary>
    TensorForm Output { get; }

    /// <summary>The rows.</summary>
    ConvAxis Vertical { get; }

    /// <summary>The same for so many rows of other tensors.</summary>
    KernelSpec Rows(TensorForm input, TensorForm output, int count);
}

/// <summary>A convolution: its kernel makes parts of rows that begin where its pointers do.</summary>
internal interface IConvStage : ICascadeStage, IPartitioned, IWeighted
{
    /// <summary>The tensor that is added, or null.</summary>
    TensorForm? Residual { get; }
}

/// <summary>What has no weights: <c>(float* x, float* y, int row)</c> makes all blocks of channels of some rows, from a row on that lies at y; the image's first row lies at x, or would.</summary>
internal interface IRowStage : ICascadeStage
{
}
