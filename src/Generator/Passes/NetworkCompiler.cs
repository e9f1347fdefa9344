using System;
using System.Collections.Generic;
using System.Threading;
using NetGen.Generator.Graph;
using NetGen.Generator.Passes.Programs;

namespace NetGen.Generator.Passes;

/// <summary>The compiler's middle: the lists of its passes, for prediction and for training.</summary>
internal static class NetworkCompiler
{
    private const ProgramStage LastStage = ProgramStage.KernelsCollected;

    private static readonly IReadOnlyList<Pass> _prediction =
    [
        new(ProgramStage.Pruned, Pruning.Prune),
        new(ProgramStage.AlgorithmsChosen, ConvAlgorithms.Choose),
        new(ProgramStage.Fused, Fusion.Fuse),
        new(ProgramStage.CascadesJoined, CascadeJoining.Join),
        new(ProgramStage.TensorsAssigned, TensorAssignment.ForPrediction),
        new(ProgramStage.FormsAssigned, FormAssignment.Assign),
        new(ProgramStage.Lowered, InferencePlanner.Lower),
        new(ProgramStage.HeadSplit, BatchHead.Split),
        new(ProgramStage.Scheduled, Scheduling.ForPrediction),
        new(ProgramStage.MemoryPlanned, MemoryPlanner.ForPrediction),
        new(ProgramStage.HalosCleaned, CleanHalos.Leave),
        new(ProgramStage.KernelsCollected, KernelCollection.Collect),
    ];

    private static readonly IReadOnlyList<Pass> _training =
    [
        new(ProgramStage.Fused, Fusion.Fuse),
        new(ProgramStage.TensorsAssigned, TensorAssignment.ForTraining),
        new(ProgramStage.FormsAssigned, FormAssignment.Assign),
        new(ProgramStage.Lowered, TrainingPlanner.Lower),
        new(ProgramStage.Scheduled, Scheduling.ForTraining),
        new(ProgramStage.MemoryPlanned, MemoryPlanner.ForTraining),
        new(ProgramStage.KernelsCollected, KernelCollection.Collect),
    ];

    /// <summary>Lowers a graph that the front end has found right.</summary>
    public static CompiledNetwork Compile(NetworkGraph graph, CancellationToken cancellation = default)
    {
        Program prediction = Predict(graph, cancellation: cancellation), training = Train(graph, cancellation: cancellation);
        return new CompiledNetwork(
            (int)graph.InputLength, (int)graph.OutputLength, (int)graph.TrainingOutputLength,
            prediction.Plan, training.Plan, KernelCollection.Union(prediction, training));
    }

    /// <summary>The program of predictions, up to a stage.</summary>
    public static Program Predict(NetworkGraph graph, ProgramStage last = LastStage, CancellationToken cancellation = default) =>
        Run(_prediction, new Program(graph, ParameterTable.Of(graph), IsTraining: false), last, cancellation);

    /// <summary>The program of training steps, up to a stage.</summary>
    public static Program Train(NetworkGraph graph, ProgramStage last = LastStage, CancellationToken cancellation = default) =>
        Run(_training, new Program(graph, ParameterTable.Of(graph), IsTraining: true), last, cancellation);

    private static Program Run(IReadOnlyList<Pass> passes, Program program, ProgramStage last, CancellationToken cancellation)
    {
        foreach (Pass pass in passes)
        {
            if (pass.Stage > last) break;
            cancellation.ThrowIfCancellationRequested();
            program = pass.Run(program) with { Stage = pass.Stage };
        }

        return program;
    }

    /// <summary>A function from a program to one that says more.</summary>
    private sealed record Pass(ProgramStage Stage, Func<Program, Program> Run);
}
