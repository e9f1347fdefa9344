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
    private readonly TensorLayout _halo;
    private readonly PlanOperand _haloOf;

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

    private PlanRunner(ThreadTeam team, int lanes, int images, ulong key, StepClock? clock, TensorLayout halo = default, PlanOperand haloOf = default)
    {
        _team = team;
        _lanes = lanes;
        _images = images;
        _key = key;
        _clock = clock;
        _halo = halo;
        _haloOf = haloOf;
    }

    /// <summary>The same on the calling thread alone, for steps that end before another thread would have woken.</summary>
    public PlanRunner Alone => new(ThreadTeam.Single, _lanes, _images, _key, _clock);

    /// <summary>
    /// The same, but its step also writes zeros around the tensor that it makes, in memory that has held another tensor before: each piece a
    /// share of the halo, so that no thread waits for it.
    /// </summary>
    public PlanRunner Clearing(in TensorLayout layout, PlanOperand tensor) => new(_team, _lanes, _images, _key, _clock, layout, tensor);

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
            if (_halo.Gaps == 0)
            {
                _team.For(items, body, context);
                return;
            }

            var clearing = new ClearingCall { Body = body, Context = context, Items = items, Images = _images, Halo = _halo, Tensor = _haloOf };
            _team.For(items, &ClearAndRun, &clearing);
        }
    }

    /// <summary>Zeroes a share of the halo, then works: stores that miss the caches end while the kernel computes.</summary>
    private static void ClearAndRun(void* context, int begin, int end)
    {
        ref ClearingCall call = ref *(ClearingCall*)context;
        int gaps = call.Halo.Gaps;
        long all = (long)gaps * call.Images;
        int last = (int)(all * end / call.Items);
        for (int gap = (int)(all * begin / call.Items), next; gap < last; gap = next)
        {
            int image = gap / gaps, first = image * gaps;
            next = Math.Min(last, first + gaps);
            Tensors.ClearHalo(call.Halo, call.Tensor.Of(image), gap - first, next - first);
        }

        call.Body(call.Context, begin, end);
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
    public PlanOperand* Operands;
    public int Count;
    public ScratchKernel Scratch;
    public TensorLayout First;
    public TensorLayout Second;
    public WeightLayout Weights;
    public WinogradLayout Winograd;
    public StrassenLayout Strassen;
    public fixed int Numbers[4];
}

/// <summary>A step that writes zeros around its tensor, while it runs.</summary>
internal unsafe struct ClearingCall
{
    public delegate*<void*, int, int, void> Body;
    public void* Context;
    public int Items;
    public int Images;
    public TensorLayout Halo;
    public PlanOperand Tensor;
}
