using System.Runtime.ExceptionServices;

namespace NetGen.Runtime;

/// <summary>
/// The background threads of a team. One loop at a time: the caller publishes the job, tickets every thread that has a part in it,
/// does part 0, and then whatever parts no thread has begun, so that it never waits for a thread to wake up. Kernels' loops are
/// <see cref="TeamRanges"/>, whose pieces go to whoever comes first. Waiting spins during a call and for some microseconds after it, and
/// then blocks, so that a loop that follows soon finds the threads awake and an idle team costs nothing.
/// </summary>
internal sealed class TeamCrew
{
    private readonly Member[] _members;
    private readonly TeamCalls _calls = new();
    private readonly TeamSignal _done;
    private readonly TeamRanges _ranges;
    private TeamJob _job;
    private int _pending;
    private volatile bool _stopped;

    public TeamCrew(int threads)
    {
        _done = new TeamSignal(_calls);
        _members = new Member[threads];
        _ranges = new TeamRanges(threads + 1);
        for (int i = 0; i < threads; i++)
        {
            _members[i] = new Member(this, part: i + 1);
        }
    }

    /// <summary>Whether <see cref="Stop"/> was called.</summary>
    public bool Stopped => _stopped;

    /// <summary>Wakes the threads up and keeps them awake until <see cref="EndCall"/>.</summary>
    public void BeginCall()
    {
        _calls.Begin();
        foreach (Member member in _members)
        {
            member.WakeUp();
        }
    }

    /// <summary>Lets the threads sleep when nothing follows.</summary>
    public void EndCall() => _calls.End();

    /// <summary>Runs all parts of a job. The caller must be the only one.</summary>
    public void Run(in TeamJob job)
    {
        _job = job;
        if (job.Work is null) _ranges.Begin(job.Items, job.Parts);
        Volatile.Write(ref _pending, job.Parts);
        for (int part = 1; part < job.Parts; part++)
        {
            _members[part - 1].Start();
        }

        ExceptionDispatchInfo? failure = RunPart(0);
        int done = 1 + RunPartsNotBegun(job.Parts);
        if (Interlocked.Add(ref _pending, -done) != 0)
        {
            _done.Wait();
        }

        _job = default;
        (failure ?? TakeFailure(job.Parts))?.Throw();
    }

    /// <summary>Lets the threads end once they have done what they were given.</summary>
    public void Stop()
    {
        _stopped = true;
        foreach (Member member in _members)
        {
            member.Start();
        }
    }

    private ExceptionDispatchInfo? RunPart(int part)
    {
        try
        {
            if (_job.Work is null) RunPieces(part);
            else _job.RunPart(part);
            return null;
        }
        catch (Exception exception)
        {
            return ExceptionDispatchInfo.Capture(exception);
        }
    }

    private unsafe void RunPieces(int part)
    {
        while (_ranges.TryTake(part, out int begin, out int end))
        {
            _job.Body(_job.Context, begin, end);
        }
    }

    private int RunPartsNotBegun(int parts)
    {
        int count = 0;
        for (int part = 1; part < parts; part++)
        {
            Member member = _members[part - 1];
            if (member.TryTakeBack())
            {
                member.Failure = RunPart(part);
                count++;
            }
        }

        return count;
    }

    private void EndPart()
    {
        if (Interlocked.Decrement(ref _pending) == 0)
        {
            _done.Set();
        }
    }

    private ExceptionDispatchInfo? TakeFailure(int parts)
    {
        ExceptionDispatchInfo? first = null;
        for (int part = parts - 1; part >= 1; part--)
        {
            Member member = _members[part - 1];
            first = member.Failure ?? first;
            member.Failure = null;
        }

        return first;
    }

    private sealed class Member
    {
        private readonly TeamCrew _crew;
        private readonly int _part;
        private readonly TeamSignal _start;

        public Member(TeamCrew crew, int part)
        {
            _crew = crew;
            _part = part;
            _start = new TeamSignal(crew._calls);
            new Thread(Work) { IsBackground = true, Name = $"NetGen {part}" }.Start();
        }

        public ExceptionDispatchInfo? Failure { get; set; }

        public void WakeUp() => _start.WakeUp();

        public void Start() => _start.Set();

        public bool TryTakeBack() => _start.TryTakeBack();

        private void Work()
        {
            while (true)
            {
                _start.Wait();
                if (_crew._stopped)
                {
                    return;
                }

                Failure = _crew.RunPart(_part);
                _crew.EndPart();
            }
        }
    }
}
