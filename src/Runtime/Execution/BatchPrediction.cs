namespace NetGen.Runtime;

/// <summary>
/// Predictions of several images, split over a team by image: every thread takes whole images through the network with
/// a workspace of its own, so that each result is the same as alone. Only the holder of the team may use it.
/// </summary>
internal sealed unsafe class BatchPrediction(NetworkPlan plan, NetworkMemory memory, int inputLength, int outputLength) : TeamWork
{
    private float* _weights;
    private float* _firstWorkspace;
    private float* _input;
    private float* _output;

    /// <summary>Runs all images.</summary>
    public void Run(ThreadTeam team, in NetworkMemory.Lease lease, float* input, float* output, int images)
    {
        _weights = lease.Weights;
        _firstWorkspace = lease.Workspace;
        _input = input;
        _output = output;
        team.For(images, this);
    }

    /// <inheritdoc/>
    public override void Run(int begin, int end)
    {
        float* workspace = begin == 0 ? _firstWorkspace : memory.RentWorkspace();
        try
        {
            float* input = _input + ((nint)begin * inputLength);
            float* output = _output + ((nint)begin * outputLength);
            RunImages(plan, _weights, workspace, input, output, end - begin, inputLength, outputLength);
        }
        finally
        {
            if (begin != 0)
            {
                memory.ReturnWorkspace(workspace);
            }
        }
    }

    /// <summary>Runs images one after the other on the calling thread.</summary>
    public static void RunImages(
        NetworkPlan plan, float* weights, float* workspace, float* input, float* output, int images, int inputLength, int outputLength)
    {
        for (int image = 0; image < images; image++)
        {
            plan.Predict(ThreadTeam.Single, weights, workspace, input, output);
            input += inputLength;
            output += outputLength;
        }
    }
}
