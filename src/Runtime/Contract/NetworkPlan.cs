using System.ComponentModel;

namespace NetGen.Runtime;

/// <summary>
/// The generated code of one network for one instruction set. It holds no state: everything it works on comes through
/// its arguments, so that one plan serves any number of threads and instances. All pointers are 64-byte aligned unless
/// said otherwise; all lengths are in floats.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract unsafe class NetworkPlan
{
    /// <summary>The most images that go through the last layers together, see <see cref="PredictHead"/>.</summary>
    public const int GroupCapacity = 16;

    /// <summary>The code path this plan is written for.</summary>
    public abstract CodePath Path { get; }

    /// <summary>The length of the weights as the inference kernels read them.</summary>
    public abstract nint PackedLength { get; }

    /// <summary>The length of the activations of one image in flight.</summary>
    public abstract nint WorkspaceLength { get; }

    /// <summary>The length of the weights as the training kernels read them, with their packed gradients.</summary>
    public abstract nint TrainingPackedLength { get; }

    /// <summary>The length of all activations and gradients of a batch.</summary>
    public abstract nint TrainingWorkspaceLength(int batch);

    /// <summary>Packs the parameters for inference, with batch normalisation folded in. <paramref name="packed"/> is zeroed before.</summary>
    /// <param name="team">Splits the work; the result is the same bits for any size.</param>
    /// <param name="parameters">All parameters and buffers, at the offsets of the network's parameter table.</param>
    /// <param name="packed">Memory of <see cref="PackedLength"/>.</param>
    public abstract void Pack(ThreadTeam team, float* parameters, float* packed);

    /// <summary>One image through the network. Input and output are planar and need no alignment.</summary>
    /// <param name="team">Splits the layers' work; the result is the same bits for any size.</param>
    /// <param name="packed">What <see cref="Pack"/> made.</param>
    /// <param name="workspace">Scratch of <see cref="WorkspaceLength"/>.</param>
    /// <param name="input">The image.</param>
    /// <param name="output">The result.</param>
    public abstract void Predict(ThreadTeam team, float* packed, float* workspace, float* input, float* output);

    /// <summary>The length of the tensors that a group of <see cref="GroupCapacity"/> images shares its last layers through; 0 where every image goes alone to the end.</summary>
    public virtual nint GroupLength => 0;

    /// <summary>One image of a group through all layers before the head, to its place in the group's tensors; without a head the whole network.</summary>
    /// <param name="team">Splits the layers' work.</param>
    /// <param name="packed">What <see cref="Pack"/> made.</param>
    /// <param name="workspace">Scratch of <see cref="WorkspaceLength"/>.</param>
    /// <param name="group">Scratch of <see cref="GroupLength"/>.</param>
    /// <param name="image">Which of the group.</param>
    /// <param name="input">The image.</param>
    /// <param name="output">The image's result, which only plans without a head write.</param>
    public virtual void PredictBody(ThreadTeam team, float* packed, float* workspace, float* group, int image, float* input, float* output) =>
        Predict(team, packed, workspace, input, output);

    /// <summary>All images of a group through the head: the layers that read their weights once for all of them, and what follows.</summary>
    /// <param name="team">Splits the layers' work; results are the same bits as those of <see cref="Predict"/>.</param>
    /// <param name="packed">What <see cref="Pack"/> made.</param>
    /// <param name="group">What <see cref="PredictBody"/> has filled.</param>
    /// <param name="images">How many images, at most <see cref="GroupCapacity"/>.</param>
    /// <param name="output">The results of all of them.</param>
    public virtual void PredictHead(ThreadTeam team, float* packed, float* group, int images, float* output)
    {
    }

    /// <summary>
    /// The forward pass of a training step: packs the parameters, keeps what the backward pass needs, updates running
    /// statistics in <see cref="TrainingContext.Parameters"/>, writes <see cref="TrainingContext.Output"/>.
    /// </summary>
    public abstract void Forward(ThreadTeam team, in TrainingContext context);

    /// <summary>
    /// The backward pass after <see cref="Forward"/> with the same context: reads
    /// <see cref="TrainingContext.OutputGradient"/> and overwrites <see cref="TrainingContext.Gradients"/>.
    /// </summary>
    public abstract void Backward(ThreadTeam team, in TrainingContext context);
}

/// <summary>Everything one training step works on.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe struct TrainingContext
{
    /// <summary>All parameters and buffers, at the offsets of the network's parameter table.</summary>
    public float* Parameters { get; set; }

    /// <summary>All gradients, at the same offsets.</summary>
    public float* Gradients { get; set; }

    /// <summary>Scratch of <see cref="NetworkPlan.TrainingPackedLength"/>.</summary>
    public float* Packed { get; set; }

    /// <summary>Scratch of <see cref="NetworkPlan.TrainingWorkspaceLength"/> for <see cref="Capacity"/> images, zeroed when it was made.</summary>
    public float* Workspace { get; set; }

    /// <summary>The batch, planar; needs no alignment.</summary>
    public float* Input { get; set; }

    /// <summary>The results of the batch, planar.</summary>
    public float* Output { get; set; }

    /// <summary>The loss's gradient by <see cref="Output"/>, planar.</summary>
    public float* OutputGradient { get; set; }

    /// <summary>Images in this batch.</summary>
    public int Batch { get; set; }

    /// <summary>Images the workspace was made for, at least <see cref="Batch"/>.</summary>
    public int Capacity { get; set; }

    /// <summary>The key of the step's random numbers: dropout's masks are a function of it, the layer and the element.</summary>
    public ulong RandomKey { get; set; }
}
