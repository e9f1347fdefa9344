using NetGen.Generator.Graph.Operations;

namespace NetGen.RandomGraphs.Tests.Oracle;

/// <summary>Normalisations by the reference.</summary>
internal static class NormOracle
{
    public static LayerResult Run(LayerRun run) => run.Node.Operation switch
    {
        BatchNorm norm => run.Pass.Training ? RunBatchNorm(run, norm) : RunByStatistics(run, norm),
        GroupNorm norm => RunGroups(run, norm.Groups, norm.Epsilon),
        InstanceNorm norm => RunGroups(run, run.X.Channels, norm.Epsilon),
        LayerNorm norm => RunGroups(run, 1, norm.Epsilon),
        _ => throw new NotSupportedException($"The oracle does not know {run.Node.Operation.Kind}."),
    };

    private static LayerResult RunBatchNorm(LayerRun run, BatchNorm norm)
    {
        Tensor? scale = run.Parameter(Role.Scale);
        Reference.BatchNorm.Result result = Reference.BatchNorm.Forward(
            run.X, scale, run.Parameter(Role.Shift), run.Parameter(Role.RunningMean)!, run.Parameter(Role.RunningVariance)!, norm.Epsilon, norm.Momentum);
        run.Pass.Statistics[run.Node.Name + ".running_mean"] = result.RunningMean;
        run.Pass.Statistics[run.Node.Name + ".running_var"] = result.RunningVariance;
        return new LayerResult(result.Output, dy =>
        {
            (Tensor dx, Tensor dScale, Tensor dShift) = Reference.BatchNorm.Backward(run.X, dy, scale, result.Mean, result.InverseStd);
            return new Gradients([dx], (Role.Scale, dScale), (Role.Shift, dShift));
        });
    }

    /// <summary>There is no way back from a prediction.</summary>
    private static LayerResult RunByStatistics(LayerRun run, BatchNorm norm) => new(
        Reference.BatchNorm.Inference(
            run.X, run.Parameter(Role.Scale), run.Parameter(Role.Shift), run.Parameter(Role.RunningMean)!, run.Parameter(Role.RunningVariance)!, norm.Epsilon),
        _ => throw new InvalidOperationException("A prediction has no backward pass."));

    private static LayerResult RunGroups(LayerRun run, int groups, double epsilon)
    {
        Tensor? scale = run.Parameter(Role.Scale);
        Reference.GroupNorm.Result result = Reference.GroupNorm.Forward(run.X, scale, run.Parameter(Role.Shift), groups, epsilon);
        return new LayerResult(result.Output, dy =>
        {
            (Tensor dx, Tensor dScale, Tensor dShift) = Reference.GroupNorm.Backward(run.X, dy, scale, result, groups);
            return new Gradients([dx], (Role.Scale, dScale), (Role.Shift, dShift));
        });
    }
}
