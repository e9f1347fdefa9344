namespace NetGen.Generator.Kernels;

/// <summary>A kernel as the plans of a project need it: called by them, or by other kernels only.</summary>
/// <param name="Spec">The kernel.</param>
/// <param name="Pointers">Its tensors.</param>
/// <param name="Arguments">What follows them; null for a kernel that only others call.</param>
internal sealed record KernelEntry(KernelSpec Spec, int Pointers, KernelArguments? Arguments);
