using System.Runtime.ExceptionServices;

namespace NetGen.Runtime;

/// <summary>
/// The background threads of a team. One loop at a time: the caller publishes the job, tickets every thread that has a part in it,
/// does part 0 itself and waits for the others. Waiting spins for a few microseconds, about what a layer takes, and then
/// blocks, so that a loop that follows soon finds the threads awake and an idle team costs nothing.
/// </summary>
internal sealed class TeamCrew
{
    private readonly Member[] _members;
    private readonly TeamSignal _done = new();
    private TeamJob _job;
    private int _pending;
    private volatile bool _stopped;

    public TeamCrew(int threads)
    {
        _members = new Member[threads];
        for (int i = 0; i < threads; i++)
        {
            _members[i] = new Member(this, part: i + 1);
        }
    }

    /// <summary>Whether <see cref="Stop"/> was called.</summary>
    public bool Stopped => _stopped;

    /// <summary>Runs all parts of a job. The caller must be the only one.</summary>
    public void Run(in TeamJob job)
    {
        _job = job;
        Volatile.Write(ref _pending, job.Parts - 1);
        for (int part = 1; part < job.Parts; part++)
        {
            _members[part - 1].Start();
        }

        ExceptionDispatchInfo? failure = null;
        try
        {
            job.RunPart(0);
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        _done.Wait();
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
        private readonly TeamSignal _start = new();

        public Member(TeamCrew crew, int part)
        {
            _crew = crew;
            _part = part;
            new Thread(Work) { IsBackground = true, Name = $"NetGen {part}" }.Start();
        }

        public ExceptionDispatchInfo? Failure { get; set; }

        public void Start() => _start.Set();

        private void Work()
        {
            while (true)
            {
                _start.Wait();
                if (_crew._stopped)
                {
                    return;
                }

                try
                {
                    _crew._job.RunPart(_part);
                }
                catch (Exception exception)
                {
                    Failure = ExceptionDispatchInfo.Capture(exception);
                }

                _crew.EndPart();
            }
        }
    }
}
