using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.State;

public class NetworkStateTrainingTests
{
    [Fact]
    public void Forward_gives_a_result_for_each_image()
    {
        using NetworkState state = LinearStates.Create();

        Assert.Equal(5 * LinearPlan.Outputs, state.Forward(LinearStates.Images(5)).Length);
    }

    [Fact]
    public void Gradients_are_those_of_the_forward_pass_and_overwrite_the_last_ones()
    {
        using NetworkState state = LinearStates.Create();
        float[] images = LinearStates.Images(3);
        float[] direction = LinearStates.Images(2, seed: 9);
        Assert.True(state.Parameters["fc1.weight"].Gradient.IsEmpty);

        for (int round = 0; round < 2; round++)
        {
            state.Step = 5;
            state.Forward(images);
            state.Backward(direction);
        }

        AssertGradientByDifferences(state, images, direction, "fc1.weight");
        AssertGradientByDifferences(state, images, direction, "fc1.bias");
        Assert.True(state.Parameters["bn1.running_mean"].Gradient.IsEmpty);
    }

    [Fact]
    public void Each_forward_draws_other_random_numbers_and_seed_and_step_repeat_them()
    {
        using NetworkState state = LinearStates.Create();
        float[] images = LinearStates.Images(4);

        float[] first = state.Forward(images).ToArray();
        float[] second = state.Forward(images).ToArray();
        Assert.Equal(2UL, state.Step);
        Assert.NotEqual(first, second);

        state.Step = 0;
        Assert.Equal(first, state.Forward(images).ToArray());

        state.Step = 0;
        state.RandomSeed++;
        Assert.NotEqual(first, state.Forward(images).ToArray());
    }

    [Fact]
    public void Running_statistics_that_a_forward_moved_reach_the_next_prediction()
    {
        using NetworkState state = LinearStates.Create();
        float[] images = LinearStates.Images(4);
        LinearStates.Predict(state, images);

        state.Forward(images);

        Assert.NotEqual(0, state.Parameters["bn1.running_mean"].Values[0]);
        LinearStates.AssertClose(LinearStates.Expected(state.Parameters, images), LinearStates.Predict(state, images));
    }

    [Fact]
    public void Batches_may_grow_and_shrink()
    {
        using NetworkState state = LinearStates.Create();
        foreach (int batch in new[] { 2, 7, 3, 20, 1 })
        {
            float[] images = LinearStates.Images(batch);
            float[] direction = LinearStates.Images(batch)[..(batch * LinearPlan.Outputs)];
            state.Step = 0;
            state.Forward(images);
            state.Backward(direction);
            AssertGradientByDifferences(state, images, direction, "fc1.bias", step: 0);
        }
    }

    [Fact]
    public void The_input_may_be_overwritten_between_forward_and_backward()
    {
        using NetworkState state = LinearStates.Create();
        float[] images = LinearStates.Images(3);
        float[] direction = LinearStates.Images(2);
        state.Step = 5;
        state.Forward([.. images]);
        float[] overwritten = [.. images];
        state.Step = 5;
        state.Forward(overwritten);
        Array.Clear(overwritten);
        state.Backward(direction);

        AssertGradientByDifferences(state, images, direction, "fc1.weight");
    }

    [Fact]
    public void Backward_without_a_forward_of_its_own_is_refused()
    {
        using NetworkState state = LinearStates.Create();
        var gradient = new float[LinearPlan.Outputs];
        Assert.Throws<InvalidOperationException>(() => state.Backward(gradient));

        state.Forward(LinearStates.Images(1));
        state.Backward(gradient);
        Assert.Throws<InvalidOperationException>(() => state.Backward(gradient));
    }

    [Fact]
    public void A_second_thread_in_a_pass_is_refused_and_the_first_goes_on()
    {
        using NetworkState state = LinearStates.Create(out LinearPlan plan);
        Exception? second = null;
        plan.WhileTraining = () => second = Record.Exception(() => state.Forward(LinearStates.Images(100)).Length);

        int results = state.Forward(LinearStates.Images(2)).Length;

        Assert.IsType<InvalidOperationException>(second);
        Assert.Equal(2 * LinearPlan.Outputs, results);
        state.Backward(new float[results]);
    }

    [Fact]
    public void A_pass_that_fails_can_be_repeated()
    {
        using NetworkState state = LinearStates.Create(out LinearPlan plan);
        plan.WhileTraining = () => throw new InvalidOperationException("in the plan");
        Assert.Equal("in the plan", Assert.Throws<InvalidOperationException>(() => state.Forward(LinearStates.Images(2)).Length).Message);
        Assert.Throws<InvalidOperationException>(() => state.Backward(new float[2 * LinearPlan.Outputs]));

        plan.WhileTraining = null;
        state.Forward(LinearStates.Images(2));
        state.Backward(new float[2 * LinearPlan.Outputs]);
    }

    [Fact]
    public void Wrong_lengths_are_refused_and_change_nothing()
    {
        using NetworkState state = LinearStates.Create();
        Assert.Equal("input", Assert.Throws<ArgumentException>(() => state.Forward(new float[7]).Length).ParamName);

        state.Forward(LinearStates.Images(2));
        Assert.Equal("outputGradient", Assert.Throws<ArgumentException>(() => state.Backward(new float[LinearPlan.Outputs])).ParamName);
        state.Backward(new float[2 * LinearPlan.Outputs]);
    }

    [Fact]
    public void A_training_step_allocates_nothing_after_the_first()
    {
        using NetworkState state = LinearStates.Create(threads: 2);
        var loss = new CrossEntropyLoss();
        var sgd = new Sgd { Momentum = 0.9f };
        float[] images = LinearStates.Images(8);
        var gradient = new float[8 * LinearPlan.Outputs];
        int[] labels = new int[8];
        Step();

        // A collection in the background counts the rest of this thread's allocation buffer as allocated; retire it before.
        GC.Collect();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Step();
        Step();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step()
        {
            loss.Compute(state.Forward(images), labels, gradient);
            state.Backward(gradient);
            sgd.Step(state.Parameters);
        }
    }

    /// <summary>The loss is Σ direction · output, linear in the parameters, so a difference is its derivative up to rounding.</summary>
    private static void AssertGradientByDifferences(NetworkState state, float[] images, float[] direction, string name, ulong step = 5)
    {
        Parameter parameter = state.Parameters[name];
        float[] gradient = parameter.Gradient.ToArray();
        for (int i = 0; i < gradient.Length; i++)
        {
            double above = Loss(i, 1), below = Loss(i, -1);
            Assert.Equal((above - below) / 2, gradient[i], 1e-4);
        }

        double Loss(int index, float change)
        {
            float[] original = parameter.Values.ToArray();
            parameter.EditValues()[index] += change;
            state.Step = step;
            double loss = state.Forward(images).ToArray().Zip(direction, (output, weight) => (double)output * weight).Sum();
            parameter.SetValues(original);
            return loss;
        }
    }
}
