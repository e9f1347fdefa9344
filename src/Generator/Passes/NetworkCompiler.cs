using NetGen.Generator.Graph;

namespace NetGen.Generator.Passes;

/// <summary>
/// The compiler's middle, as a list of passes: fusion (<see cref="Fusion"/>), layout (<see cref="TensorForms"/>), lowering to steps
/// (<see cref="InferencePlanner"/>, <see cref="TrainingPlanner"/>). Memory is planned when text is made
/// (<see cref="MemoryPlanner"/>), because tensors' sizes depend on the instruction set.
/// </summary>
internal static class NetworkCompiler
{
    /// <summary>Lowers a graph that the front end has found right.</summary>
    public static CompiledNetwork Compile(NetworkGraph graph) => new(
        (int)graph.InputLength, (int)graph.OutputLength, (int)graph.TrainingOutputLength, InferencePlanner.Plan(graph), TrainingPlanner.Plan(graph));
}
