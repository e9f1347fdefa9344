using NetGen.Generator.Graph;

namespace NetGen.RandomGraphs.Tests.Oracle;

/// <summary>
/// A network's numbers and what the reference makes of them. The numbers are drawn until the answer does not hang on
/// roundings: no value lies beside a kink, and a disturbance of every intermediate value changes no result and no gradient
/// by more than a fifth of what the test allows.
/// </summary>
/// <param name="Values">The numbers.</param>
/// <param name="Predicted">The results of a prediction.</param>
/// <param name="Trained">A training step.</param>
internal sealed record Trial(NetworkValues Values, Tensor[] Predicted, TrainingResult Trained)
{
    // A float's rounding is 6e-8 of the value. The disturbance is ten of them at every layer, about what a sum of a few hundred
    // terms collects; the tolerances leave another factor of five, so that they are 50 roundings at every layer, amplified as this
    // network amplifies them, and never more than these.
    public const double OutputTolerance = 1e-4, GradientTolerance = 1e-3;
    private const double Disturbance = 6e-7, Reserve = 5, LeastMargin = 1e-5;
    private const int Attempts = 10;

    /// <summary>The key of the step's dropout masks.</summary>
    public static ulong RandomKey => Runtime.SplitMix64.Combine(RandomSeed, 0);

    public const ulong RandomSeed = 99;

    /// <summary>Draws numbers; null where the network itself makes every answer hang on roundings.</summary>
    public static Trial? Draw(NetworkGraph graph, int seed)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            NetworkValues values = NetworkValues.Draw(graph, seed + (1000 * attempt));
            TrainingResult trained = new Interpreter(graph, values).Train(RandomKey);
            if (trained.Margin < LeastMargin || trained.Gradients.Values.Any(gradient => !(gradient.Scale > 0 && double.IsFinite(gradient.Scale)))) continue;
            var disturbed = new Interpreter(graph, values, new Noise(seed + attempt, Disturbance));
            if (!IsStable(trained, disturbed.Train(RandomKey))) continue;
            Tensor[] predicted = new Interpreter(graph, values).Predict();
            if (AreClose(predicted, disturbed.Predict(), OutputTolerance / Reserve)) return new Trial(values, predicted, trained);
        }

        return null;
    }

    private static bool IsStable(TrainingResult exact, TrainingResult disturbed) =>
        AreClose(exact.Outputs, disturbed.Outputs, OutputTolerance / Reserve)
        && AreClose(exact.Statistics.Values, exact.Statistics.Keys.Select(name => disturbed.Statistics[name]), OutputTolerance / Reserve)
        && exact.Gradients.All(gradient => IsClose(
            gradient.Value.Value, disturbed.Gradients[gradient.Key].Value, GradientTolerance / Reserve * gradient.Value.Scale));

    private static bool AreClose(IEnumerable<Tensor> exact, IEnumerable<Tensor> disturbed, double tolerance) =>
        exact.Zip(disturbed).All(pair => IsClose(pair.First, pair.Second, tolerance * Pass.Largest(pair.First)));

    private static bool IsClose(Tensor exact, Tensor disturbed, double difference)
    {
        for (int i = 0; i < exact.Values.Length; i++)
        {
            if (!(Math.Abs(exact.Values[i] - disturbed.Values[i]) <= difference)) return false;
        }

        return true;
    }
}
