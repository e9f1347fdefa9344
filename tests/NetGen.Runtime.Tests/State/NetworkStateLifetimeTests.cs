using System.Runtime.CompilerServices;
using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.State;

public class NetworkStateLifetimeTests
{
    [Fact]
    public void Disposal_frees_all_scratch()
    {
        var allocator = new TrackingAllocator();
        NetworkState state = Used(allocator);
        Assert.NotEqual(0, allocator.Live);

        state.Dispose();
        state.Dispose();

        Assert.Equal(0, allocator.Live);
    }

    [Fact]
    public void A_forgotten_network_is_freed_by_the_finalizers()
    {
        var allocator = new TrackingAllocator();
        Forget(allocator);

        for (int i = 0; i < 10 && allocator.Live > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(0, allocator.Live);
    }

    [Fact]
    public void Disposal_during_a_call_waits_with_the_memory_until_the_call_ends()
    {
        var allocator = new TrackingAllocator();
        NetworkState state = LinearStates.Create(out LinearPlan plan, new NetworkOptions { Threads = 1, Allocator = allocator });
        float[] image = LinearStates.Images(1);
        double[] expected = LinearStates.Expected(state.Parameters, image);
        int liveWithinTheCall = 0;
        plan.WhilePredicting = () =>
        {
            state.Dispose();
            liveWithinTheCall = allocator.Live;
        };

        float[] results = LinearStates.Predict(state, image);

        LinearStates.AssertClose(expected, results);
        Assert.NotEqual(0, liveWithinTheCall);
        Assert.Equal(0, allocator.Live);
    }

    [Fact]
    public void After_disposal_every_call_is_refused()
    {
        NetworkState state = LinearStates.Create();
        state.Dispose();

        Assert.Throws<ObjectDisposedException>(() => LinearStates.Predict(state, LinearStates.Images(1)));
        Assert.Throws<ObjectDisposedException>(() => state.Forward(LinearStates.Images(1)).Length);
        Assert.Throws<ObjectDisposedException>(() => state.Backward(new float[LinearPlan.Outputs]));
        Assert.Throws<ObjectDisposedException>(() => state.Save("never-written"));
        Assert.Throws<ObjectDisposedException>(() => state.Verify());
    }

    [Fact]
    public void A_network_that_cannot_be_loaded_leaves_no_memory_behind()
    {
        var allocator = new TrackingAllocator();
        using var folder = new TemporaryFolder();
        string path = folder.File("broken.safetensors", [1, 2, 3]);

        Assert.Throws<InvalidDataException>(() =>
            NetworkState.Load(LinearPlan.Info, codePath => new LinearPlan(codePath), path, new NetworkOptions { Allocator = allocator }));

        Assert.Equal(0, allocator.Live);
    }

    [Fact]
    public void Packed_weights_exist_twice_only_once_parameters_changed_under_a_call()
    {
        var allocator = new TrackingAllocator();
        using NetworkState state = LinearStates.Create(out LinearPlan plan, new NetworkOptions { Threads = 1, Allocator = allocator });
        float[] image = LinearStates.Images(1);
        void PredictWithin(Action action)
        {
            plan.WhilePredicting = () =>
            {
                plan.WhilePredicting = null;
                action();
                LinearStates.Predict(state, image);
            };
            LinearStates.Predict(state, image);
        }

        PredictWithin(() => { });
        state.Parameters["fc1.bias"].EditValues()[0] = 1;
        LinearStates.Predict(state, image);
        int once = allocator.Live;
        PredictWithin(() => state.Parameters["fc1.bias"].EditValues()[0] = 2);

        Assert.Equal(once + 1, allocator.Live);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(TrackingAllocator allocator) => Used(allocator);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static NetworkState Used(TrackingAllocator allocator)
    {
        NetworkState state = LinearStates.Create(out _, new NetworkOptions { Threads = 2, Allocator = allocator });
        LinearStates.Predict(state, LinearStates.Images(4));
        state.Forward(LinearStates.Images(4));
        state.Backward(new float[4 * LinearPlan.Outputs]);
        return state;
    }
}
