using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.State;

public class NetworkStatePredictTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(5, 1)]
    [InlineData(5, 3)]
    [InlineData(33, 1)]
    [InlineData(33, 4)]
    public void Every_image_of_a_batch_gets_its_own_result(int images, int threads)
    {
        using NetworkState state = LinearStates.Create(threads);
        float[] input = LinearStates.Images(images);

        float[] results = LinearStates.Predict(state, input);

        LinearStates.AssertClose(LinearStates.Expected(state.Parameters, input), results);
    }

    [Fact]
    public void A_single_image_gets_the_whole_team_and_images_of_a_batch_one_thread_each()
    {
        using NetworkState state = LinearStates.Create(out LinearPlan plan, new NetworkOptions { Threads = 3 });

        LinearStates.Predict(state, LinearStates.Images(8));
        Assert.Equal(1, plan.LargestTeam);

        LinearStates.Predict(state, LinearStates.Images(1));
        Assert.Equal(3, plan.LargestTeam);
    }

    [Theory]
    [InlineData(1, 16, new[] { 16 })]
    [InlineData(2, 17, new[] { 8, 9 })]
    [InlineData(1, 33, new[] { 11, 11, 11 })]
    [InlineData(3, 2, new[] { 2 })]
    [InlineData(2, 1, new int[0])]
    public void Images_share_the_head_in_groups_of_about_one_size(int threads, int images, int[] groups)
    {
        using NetworkState state = LinearStates.Create(out LinearPlan plan, new NetworkOptions { Threads = threads });
        float[] input = LinearStates.Images(images);

        LinearStates.AssertClose(LinearStates.Expected(state.Parameters, input), LinearStates.Predict(state, input));

        Assert.Equal(groups, plan.Heads);
    }

    [Fact]
    public void A_second_caller_meanwhile_runs_alone()
    {
        using NetworkState state = LinearStates.Create(out LinearPlan plan, new NetworkOptions { Threads = 3 });
        float[] inner = [];
        float[] image = LinearStates.Images(1), other = LinearStates.Images(1, seed: 2);
        plan.WhilePredicting = () =>
        {
            plan.WhilePredicting = null;
            inner = LinearStates.Predict(state, other);
        };

        float[] outer = LinearStates.Predict(state, image);

        LinearStates.AssertClose(LinearStates.Expected(state.Parameters, other), inner);
        LinearStates.AssertClose(LinearStates.Expected(state.Parameters, image), outer);
    }

    [Fact]
    public void Images_of_a_batch_that_run_at_the_same_time_share_no_memory()
    {
        using NetworkState state = LinearStates.Create(out LinearPlan plan, new NetworkOptions { Threads = 2 });
        float[] images = LinearStates.Images(2);

        // Long enough for the other thread to write its workspace before this one reads its own.
        plan.WhilePredicting = () => Thread.Sleep(30);

        LinearStates.AssertClose(LinearStates.Expected(state.Parameters, images), LinearStates.Predict(state, images));
    }

    [Fact]
    public void Many_callers_at_once_all_get_their_own_results()
    {
        using NetworkState state = LinearStates.Create(threads: 2);
        double[] expected = LinearStates.Expected(state.Parameters, LinearStates.Images(4));

        Parallel.For(0, 200, _ => LinearStates.AssertClose(expected, LinearStates.Predict(state, LinearStates.Images(4))));
    }

    [Fact]
    public void Weights_are_packed_when_they_are_first_needed_and_again_only_after_an_edit()
    {
        using NetworkState state = LinearStates.Create(out LinearPlan plan);
        float[] image = LinearStates.Images(1);
        Assert.Equal(0, plan.Packs);

        LinearStates.Predict(state, image);
        LinearStates.Predict(state, image);
        Assert.Equal(1, plan.Packs);

        state.Parameters["fc1.bias"].SetValues([10, 20, 30, 40]);
        LinearStates.AssertClose(LinearStates.Expected(state.Parameters, image), LinearStates.Predict(state, image));
        LinearStates.Predict(state, image);
        Assert.Equal(2, plan.Packs);
    }

    [Fact]
    public void A_call_in_flight_keeps_the_weights_it_began_with()
    {
        using NetworkState state = LinearStates.Create(out LinearPlan plan);
        float[] image = LinearStates.Images(1);
        double[] before = LinearStates.Expected(state.Parameters, image);
        float[] inner = [];
        plan.WhilePredicting = () =>
        {
            plan.WhilePredicting = null;
            state.Parameters["fc1.bias"].SetValues([10, 20, 30, 40]);
            inner = LinearStates.Predict(state, image);
        };

        float[] outer = LinearStates.Predict(state, image);

        LinearStates.AssertClose(before, outer);
        LinearStates.AssertClose(LinearStates.Expected(state.Parameters, image), inner);
    }

    [Fact]
    public void Editing_from_one_thread_while_others_predict_never_mixes_memory_up()
    {
        using NetworkState state = LinearStates.Create(threads: 2);
        float[] images = LinearStates.Images(3);
        double[] expected = LinearStates.Expected(state.Parameters, images);

        Parallel.For(0, 300, i =>
        {
            if (i % 10 == 0)
            {
                state.Parameters.MarkEdited();
            }

            LinearStates.AssertClose(expected, LinearStates.Predict(state, images));
        });
    }

    [Theory]
    [InlineData(0, 0, "input")]
    [InlineData(5, 4, "input")]
    [InlineData(7, 4, "input")]
    [InlineData(6, 3, "output")]
    [InlineData(6, 8, "output")]
    [InlineData(12, 4, "output")]
    public void Wrong_lengths_are_refused_with_numbers(int input, int output, string name)
    {
        using NetworkState state = LinearStates.Create();

        var exception = Assert.Throws<ArgumentException>(() => state.Predict(new float[input], new float[output]));

        Assert.Equal(name, exception.ParamName);
        Assert.Contains(name == "input" ? $"{input} values came" : $"the length is {output}", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(16, 1)]
    [InlineData(16, 2)]
    public void Allocates_nothing_from_the_first_call_on(int images, int threads)
    {
        // Warm up the code with another network, so that what is measured is this network's own first call.
        float[] input = LinearStates.Images(images);
        var output = new float[images * LinearPlan.Outputs];
        using NetworkState warm = LinearStates.Create(threads), state = LinearStates.Create(threads);
        warm.Predict(input, output);

        // A collection in the background counts the rest of this thread's allocation buffer as allocated; retire it before.
        GC.Collect();
        long before = GC.GetAllocatedBytesForCurrentThread();
        state.Predict(input, output);
        state.Parameters.MarkEdited();
        state.Predict(input, output);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Workspaces_are_made_only_for_calls_at_the_same_time()
    {
        var allocator = new TrackingAllocator();
        using NetworkState state = LinearStates.Create(out LinearPlan plan, new NetworkOptions { Threads = 1, Allocator = allocator });
        LinearStates.Predict(state, LinearStates.Images(1));
        LinearStates.Predict(state, LinearStates.Images(2));
        int afterTheFirst = allocator.Allocations;
        LinearStates.Predict(state, LinearStates.Images(50));
        LinearStates.Predict(state, LinearStates.Images(1));
        Assert.Equal(afterTheFirst, allocator.Allocations);

        plan.WhilePredicting = () =>
        {
            plan.WhilePredicting = null;
            LinearStates.Predict(state, LinearStates.Images(1));
        };
        LinearStates.Predict(state, LinearStates.Images(1));
        Assert.Equal(afterTheFirst + 1, allocator.Allocations);
    }

    [Fact]
    public void The_number_of_threads_can_be_changed()
    {
        using NetworkState state = LinearStates.Create(threads: 1);
        float[] images = LinearStates.Images(7);
        float[] expected = LinearStates.Predict(state, images);

        state.Threads = 3;

        Assert.Equal(3, state.Threads);
        Assert.Equal(expected, LinearStates.Predict(state, images));
        Assert.Throws<ArgumentOutOfRangeException>(() => state.Threads = 0);
    }
}
