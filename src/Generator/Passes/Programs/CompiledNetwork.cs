using NetGen.Generator.Kernels;
using NetGen.Generator.Support;

namespace NetGen.Generator.Passes.Programs;

/// <summary>
/// What the emission prints of a network: the end of both programs. Equal by value, because it crosses the incremental pipeline.
/// </summary>
/// <param name="InputLength">Values of an image's inputs.</param>
/// <param name="OutputLength">Values of an image's results.</param>
/// <param name="TrainingOutputLength">Values of an image's results in training, with the auxiliary ones.</param>
/// <param name="Inference">Prediction.</param>
/// <param name="Training">A training step.</param>
/// <param name="Kernels">What both call, each once.</param>
internal sealed record CompiledNetwork(
    int InputLength, int OutputLength, int TrainingOutputLength, Plan Inference, Plan Training, EquatableArray<KernelEntry> Kernels);
