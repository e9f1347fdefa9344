namespace NetGen.Runtime.Tests.Threads;

public class ThreadTeamTests
{
    public static TheoryData<int, int> Sizes()
    {
        var sizes = new TheoryData<int, int>();
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            foreach (int items in new[] { 0, 1, 2, 3, 7, 8, 9, 64, 1000 })
            {
                sizes.Add(threads, items);
            }
        }

        return sizes;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_item_is_done_exactly_once(int threads, int items)
    {
        using var team = new ThreadTeam(threads);
        var work = new CountingWork(items);

        for (int round = 0; round < 20; round++)
        {
            team.For(items, work);
        }

        Assert.All(work.Counts, count => Assert.Equal(20, count));
    }

    [Fact]
    public unsafe void Function_pointers_get_their_context_and_ranges()
    {
        using var team = new ThreadTeam(4);
        int* counts = stackalloc int[101];

        team.For(101, &CountItems, counts);

        Assert.All(new Span<int>(counts, 101).ToArray(), count => Assert.Equal(1, count));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public unsafe void Kernels_do_every_item_exactly_once_whoever_takes_it(int threads, int items)
    {
        using var team = new ThreadTeam(threads);
        int* counts = stackalloc int[items + 1];

        for (int round = 0; round < 20; round++)
        {
            team.For(items, &CountItems, counts);
        }

        Assert.All(new Span<int>(counts, items).ToArray(), count => Assert.Equal(20, count));
        Assert.Equal(0, counts[items]);
    }

    [Fact]
    public unsafe void A_thread_that_is_held_up_keeps_only_what_it_has_begun()
    {
        using var team = new ThreadTeam(2);
        var held = new HeldUp { First = -1 };

        team.For(64, &HoldUpTheFirst, &held);

        Assert.Equal(64, held.Done);
        Assert.InRange(held.DoneWhileHeld, 48, 63);
    }

    [Fact]
    public void Ranges_are_contiguous_and_differ_by_at_most_one_item()
    {
        using var team = new ThreadTeam(3);
        var work = new RangeWork();

        team.For(11, work);

        (int Begin, int End)[] ranges = [.. work.Ranges.Order()];
        Assert.Equal([(0, 3), (3, 7), (7, 11)], ranges);
    }

    [Fact]
    public void An_exception_of_any_range_reaches_the_caller_and_the_team_goes_on()
    {
        using var team = new ThreadTeam(4);
        for (int failing = 0; failing < 4; failing++)
        {
            var exception = Assert.Throws<InvalidOperationException>(() => team.For(4, new FailingWork(failing)));
            Assert.Equal($"item {failing}", exception.Message);
        }

        var work = new CountingWork(100);
        team.For(100, work);
        Assert.All(work.Counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Of_several_exceptions_the_first_ranges_arrives()
    {
        using var team = new ThreadTeam(4);

        Assert.Equal("item 1", Assert.Throws<InvalidOperationException>(() => team.For(4, new FailingWork(1, 3))).Message);
    }

    [Fact]
    public void A_loop_within_a_loop_runs_on_the_thread_that_calls_it()
    {
        using var team = new ThreadTeam(2);
        var inner = new ThreadWork();

        team.For(2, new NestingWork(team, inner));

        Assert.Equal(2, inner.RangesByThread.Values.Sum());
        Assert.All(inner.Lengths, length => Assert.Equal(10, length));
    }

    [Fact]
    public void Concurrent_callers_all_get_their_loops_done()
    {
        using var team = new ThreadTeam(3);
        CountingWork[] works = [.. Enumerable.Range(0, 6).Select(_ => new CountingWork(50))];

        Thread[] callers = [.. works.Select(work => new Thread(() =>
        {
            for (int i = 0; i < 500; i++)
            {
                team.For(50, work);
            }
        }))];
        Array.ForEach(callers, caller => caller.Start());
        Array.ForEach(callers, caller => caller.Join());

        Assert.All(works.SelectMany(work => work.Counts), count => Assert.Equal(500, count));
    }

    [Fact]
    public void Threads_that_fell_asleep_wake_up_again()
    {
        using var team = new ThreadTeam(3);
        var work = new CountingWork(10);
        for (int i = 0; i < 20; i++)
        {
            team.For(10, work);
            Thread.Sleep(2);
        }

        Assert.All(work.Counts, count => Assert.Equal(20, count));
    }

    [Fact]
    public void Loops_of_a_call_find_the_threads_awake_or_wake_them_up()
    {
        using var team = new ThreadTeam(3);
        var work = new CountingWork(10);
        for (int i = 0; i < 20; i++)
        {
            team.BeginCall();
            team.For(10, work);
            Thread.Sleep(i % 4);
            team.For(10, work);
            team.EndCall();
            Thread.Sleep(i % 3);
        }

        Assert.All(work.Counts, count => Assert.Equal(40, count));
    }

    [Fact]
    public void A_call_that_makes_no_loop_lets_the_team_be_disposed()
    {
        var team = new ThreadTeam(2);
        team.BeginCall();
        team.EndCall();

        team.Dispose();

        var work = new CountingWork(3);
        team.For(3, work);
        Assert.All(work.Counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void After_disposal_loops_run_on_the_caller()
    {
        var team = new ThreadTeam(3);
        team.Dispose();
        team.Dispose();
        var work = new ThreadWork();

        team.For(10, work);

        Assert.Equal(Environment.CurrentManagedThreadId, Assert.Single(work.RangesByThread).Key);
    }

    [Fact]
    public void Allocates_nothing()
    {
        using var team = new ThreadTeam(2);
        var work = new CountingWork(10);
        team.For(10, work);

        // A collection in the background counts the rest of this thread's allocation buffer as allocated; retire it before.
        GC.Collect();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            team.For(10, work);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Needs_at_least_one_thread() => Assert.Throws<ArgumentOutOfRangeException>(() => new ThreadTeam(0));

    private static unsafe void CountItems(void* context, int begin, int end)
    {
        for (int i = begin; i < end; i++)
        {
            Interlocked.Increment(ref ((int*)context)[i]);
        }
    }

    /// <summary>The first thread to come waits until all others' items are done, but not for ever.</summary>
    private static unsafe void HoldUpTheFirst(void* context, int begin, int end)
    {
        ref HeldUp held = ref *(HeldUp*)context;
        if (Interlocked.CompareExchange(ref held.First, begin, -1) == -1)
        {
            SpinWait.SpinUntil(() => Volatile.Read(ref ((HeldUp*)context)->Done) >= 64 - (end - begin), TimeSpan.FromSeconds(10));
            held.DoneWhileHeld = Volatile.Read(ref held.Done);
        }

        Interlocked.Add(ref held.Done, end - begin);
    }

    private struct HeldUp
    {
        public int First;
        public int Done;
        public int DoneWhileHeld;
    }

    private sealed class CountingWork(int items) : TeamWork
    {
        public int[] Counts { get; } = new int[items];

        public override void Run(int begin, int end)
        {
            for (int i = begin; i < end; i++)
            {
                Interlocked.Increment(ref Counts[i]);
            }
        }
    }

    private sealed class RangeWork : TeamWork
    {
        public System.Collections.Concurrent.ConcurrentBag<(int Begin, int End)> Ranges { get; } = [];

        public override void Run(int begin, int end) => Ranges.Add((begin, end));
    }

    private sealed class FailingWork(params int[] failing) : TeamWork
    {
        public override void Run(int begin, int end)
        {
            for (int i = begin; i < end; i++)
            {
                if (failing.Contains(i))
                {
                    throw new InvalidOperationException($"item {i}");
                }
            }
        }
    }

    private sealed class NestingWork(ThreadTeam team, TeamWork inner) : TeamWork
    {
        public override void Run(int begin, int end) => team.For(10, inner);
    }

    private sealed class ThreadWork : TeamWork
    {
        public System.Collections.Concurrent.ConcurrentDictionary<int, int> RangesByThread { get; } = [];

        public System.Collections.Concurrent.ConcurrentBag<int> Lengths { get; } = [];

        public override void Run(int begin, int end)
        {
            RangesByThread.AddOrUpdate(Environment.CurrentManagedThreadId, 1, (_, count) => count + 1);
            Lengths.Add(end - begin);
        }
    }
}
