namespace NetGen.Runtime.Tests.Fakes;

/// <summary>States of the linear network, images for it, and what it should answer.</summary>
internal static class LinearStates
{
    public static NetworkState Create(out LinearPlan plan, NetworkOptions? options = null, ulong seed = 7)
    {
        LinearPlan? created = null;
        var state = new NetworkState(LinearPlan.Info, path => created = new LinearPlan(path), seed, options ?? new NetworkOptions { Threads = 1 });
        plan = created!;
        return state;
    }

    public static NetworkState Create(int threads = 1, ulong seed = 7) => Create(out _, new NetworkOptions { Threads = threads }, seed);

    public static float[] Images(int count, ulong seed = 1)
    {
        var random = new SplitMix64(seed);
        var images = new float[count * LinearPlan.Inputs];
        for (int i = 0; i < images.Length; i++)
        {
            images[i] = (float)NormalDistribution.Sample(ref random);
        }

        return images;
    }

    public static float[] Predict(NetworkState state, float[] images)
    {
        var results = new float[images.Length / LinearPlan.Inputs * LinearPlan.Outputs];
        state.Predict(images, results);
        return results;
    }

    /// <summary>W·(x − running mean) + b in double precision.</summary>
    public static double[] Expected(ParameterSet parameters, float[] images)
    {
        var results = new double[images.Length / LinearPlan.Inputs * LinearPlan.Outputs];
        for (int i = 0; i < results.Length; i++)
        {
            (int image, int output) = Math.DivRem(i, LinearPlan.Outputs);
            results[i] = parameters["fc1.bias"].Values[output];
            for (int input = 0; input < LinearPlan.Inputs; input++)
            {
                results[i] += parameters["fc1.weight"].Values[(output * LinearPlan.Inputs) + input]
                    * (double)(images[(image * LinearPlan.Inputs) + input] - parameters["bn1.running_mean"].Values[input]);
            }
        }

        return results;
    }

    public static void AssertClose(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-5 * (1 + Math.Abs(expected[i])));
        }
    }
}
