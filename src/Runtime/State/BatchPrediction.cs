namespace NetGen.Runtime;

/// <summary>
/// Predictions of several images, in groups: images go one by one through the body of the network, each on a thread of its own with a
/// workspace of its own, and together through its head, whose layers the threads split. Each result is the same as alone.
/// Only the holder of the team may use an instance.
/// </summary>
internal sealed unsafe class BatchPrediction(NetworkPlan plan, NetworkMemory memory, int inputLength, int outputLength) : TeamWork
{
    private float* _weights;
    private float* _firstWorkspace;
    private float* _group;
    private float* _input;
    private float* _output;

    /// <summary>Runs all images.</summary>
    public void Run(ThreadTeam team, in NetworkMemory.Lease lease, float* input, float* output, int images)
    {
        _weights = lease.Weights;
        _firstWorkspace = lease.Workspace;
        _group = lease.Group;
        int groups = CountGroups(images);
        for (int group = 0; group < groups; group++)
        {
            int begin = Begin(group, groups, images), count = Begin(group + 1, groups, images) - begin;
            _input = input + ((nint)begin * inputLength);
            _output = output + ((nint)begin * outputLength);
            team.For(count, this);
            plan.PredictHead(team, _weights, _group, count, _output);
        }
    }

    /// <summary>The bodies of some images of the present group.</summary>
    public override void Run(int begin, int end)
    {
        float* workspace = begin == 0 ? _firstWorkspace : memory.RentWorkspace();
        try
        {
            for (int image = begin; image < end; image++)
            {
                plan.PredictBody(
                    ThreadTeam.Single, _weights, workspace, _group, image, _input + ((nint)image * inputLength), _output + ((nint)image * outputLength));
            }
        }
        finally
        {
            if (begin != 0)
            {
                memory.ReturnWorkspace(workspace);
            }
        }
    }

    /// <summary>Runs all images on the calling thread.</summary>
    public void RunAlone(in NetworkMemory.Lease lease, float* input, float* output, int images)
    {
        int groups = CountGroups(images);
        for (int group = 0; group < groups; group++)
        {
            int begin = Begin(group, groups, images), count = Begin(group + 1, groups, images) - begin;
            float* x = input + ((nint)begin * inputLength), y = output + ((nint)begin * outputLength);
            for (int image = 0; image < count; image++)
            {
                plan.PredictBody(
                    ThreadTeam.Single, lease.Weights, lease.Workspace, lease.Group, image, x + ((nint)image * inputLength), y + ((nint)image * outputLength));
            }

            plan.PredictHead(ThreadTeam.Single, lease.Weights, lease.Group, count, y);
        }
    }

    /// <summary>Groups of about equal size; one for all images where they share nothing.</summary>
    private int CountGroups(int images) =>
        plan.GroupLength == 0 ? 1 : (images + NetworkPlan.GroupCapacity - 1) / NetworkPlan.GroupCapacity;

    private static int Begin(int group, int groups, int images) => (int)((long)images * group / groups);
}
