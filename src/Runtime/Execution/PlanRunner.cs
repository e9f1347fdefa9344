using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace NetGen.Runtime;

/// <summary>
/// Runs the steps of a plan: each is a loop over independent pieces that a team of threads splits, and ends before the next
/// begins. Allocates nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly unsafe ref partial struct PlanRunner
{
    private readonly ThreadTeam _team;
    private readonly int _lanes;
    private readonly int _images;
    private readonly ulong _key;
    private readonly StepClock? _clock;

    /// <summary>For the steps of one call of a plan.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="lanes">Floats in a vector of the plan's instruction set.</param>
    /// <param name="images">Images in the batch.</param>
    /// <param name="key">The key of random numbers.</param>
    public PlanRunner(ThreadTeam team, int lanes, int images = 1, ulong key = 0)
        : this(team, lanes, images, key, StepClock.Current)
    {
        _clock?.Begin(team.Threads);
    }

    private PlanRunner(ThreadTeam team, int lanes, int images, ulong key, StepClock? clock)
    {
        _team = team;
        _lanes = lanes;
        _images = images;
        _key = key;
        _clock = clock;
    }

    /// <summary>The same on the calling thread alone, for steps that end before another thread would have woken.</summary>
    public PlanRunner Alone => new(ThreadTeam.Single, _lanes, _images, _key, _clock);

    /// <summary>Ends a step of a prediction, which whoever profiles it wants to know.</summary>
    /// <param name="step">Its number in the plan.</param>
    /// <param name="name">The layers and their shapes.</param>
    /// <param name="multiplyAdds">Multiply-adds for one image.</param>
    /// <remarks>A call, because a plan of many layers would otherwise have more branches than the JIT optimises.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Done(int step, string name, long multiplyAdds) => _clock?.End(step, name, _images, multiplyAdds);

    /// <summary>The same on the calling thread alone if there is one image, for steps that only many images make worth splitting.</summary>
    public PlanRunner AloneForOne => _images == 1 ? Alone : this;

    /// <summary>Blocks that so many channels fill.</summary>
    public int Blocks(int channels) => (channels + _lanes - 1) / _lanes;

    /// <summary>The addresses of a tensor in blocks of channels.</summary>
    public TensorLayout Form(int channels, int depth, int height, int width, int top, int left, int bottom, int right, int front, int back) =>
        TensorLayout.Of(_lanes, channels, depth, height, width, top, left, bottom, right, front, back);

    /// <summary>The addresses of a planar tensor.</summary>
    public static TensorLayout Planar(int channels, int depth, int height, int width, int top, int left, int bottom, int right, int front, int back) =>
        TensorLayout.Of(1, channels, depth, height, width, top, left, bottom, right, front, back);

    private void Run(ref PlanCall call, int items, delegate*<void*, int, int, void> body)
    {
        fixed (PlanCall* context = &call)
        {
            _team.For(items, body, context);
        }
    }
}

/// <summary>A step while it runs.</summary>
internal unsafe struct PlanCall
{
    public void* Kernel;
    public int Parts;
    public int Images;
    public ulong Key;
    public long Work;
    public PlanOperand A;
    public PlanOperand B;
    public PlanOperand C;
    public PlanOperand D;
    public PlanOperand E;
    public PlanOperand F;
    public PlanOperand G;
    public PlanOperand H;
    public PlanOperand I;
    public PlanOperand J;
    public TensorLayout First;
    public TensorLayout Second;
    public WeightLayout Weights;
    public WinogradLayout Winograd;
    public StrassenLayout Strassen;
    public fixed int Numbers[4];
}
