using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes;
using NetGen.Generator.Passes.Programs;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Tests.Testing;
using Shape = NetGen.Generator.Graph.Shape;

namespace NetGen.Generator.Tests.Passes;

/// <summary>Which tensors of a prediction are written where they are joined.</summary>
public sealed class ConcatPartsTests
{
    [Fact]
    public void Parts_that_fill_blocks_are_not_copied()
    {
        Plan plan = PlanOf([32, 16, 7]);

        Assert.Empty(plan.Steps.OfType<CopyChannelsStep>());
        Assert.Equal([(0, 32), (32, 16), (48, 7)], Parts(plan).Select(part => (part.Channel, part.Form.Shape.Channels)));
    }

    [Fact]
    public void A_part_behind_one_that_ends_within_a_block_is_copied_and_so_is_that_one()
    {
        Plan plan = PlanOf([16, 8, 16]);

        Assert.Equal([16, 24], plan.Steps.OfType<CopyChannelsStep>().Select(copy => copy.TargetChannel));
        Assert.Equal([(0, 16)], Parts(plan).Select(part => (part.Channel, part.Form.Shape.Channels)));
    }

    [Fact]
    public void Parts_have_the_halo_of_the_whole_and_clear_their_own()
    {
        Plan plan = PlanOf([16, 16]);

        Assert.All(Parts(plan), part => Assert.Equal(Edges.All(1), part.Form.Halo));
        PlanTensor[] cleared = [.. plan.Steps.Select(step => step.Clears).OfType<TensorHalo>().Select(halo => plan.Tensors[halo.Tensor.Index])];
        Assert.Equal(2, cleared.Count(tensor => tensor.Whole >= 0));
        Assert.DoesNotContain(cleared, tensor => tensor.Form.Shape.Channels == 32);
    }

    [Fact]
    public void A_joint_tensor_may_be_a_part()
    {
        var builder = new GraphBuilder();
        int image = builder.AddInput(Shape.Of(3, 8, 8))!.Value;
        int a = builder.Add("a", Graphs.Conv(32, 1), [image])!.Value, b = builder.Add("b", Graphs.Conv(16, 1), [image])!.Value;
        int inner = builder.Add("inner", new Concat(2), [a, b])!.Value;
        int c = builder.Add("c", Graphs.Conv(16, 1), [inner])!.Value;
        builder.Add("outer", new Concat(2), [inner, c]);
        Plan plan = NetworkCompiler.Compile(builder.Graph!).Inference;

        Assert.Empty(plan.Steps.OfType<CopyChannelsStep>());
        Assert.All(Parts(plan), part => Assert.Equal(64, plan.Tensors[part.Whole].Form.Shape.Channels));
        Assert.Equal([("a", 0), ("b", 32), ("c", 48), ("inner", 0)], Parts(plan).Select(part => (part.Name, part.Channel)).Order());
    }

    [Theory]
    [InlineData("Avx512")]
    [InlineData("Avx2")]
    [InlineData("Vector128")]
    public void A_part_lies_in_the_whole_from_its_first_block_on(string name)
    {
        InstructionSet set = Targets.All.Single(set => set.Name == name);
        Plan plan = PlanOf([32, 16, 7]);
        MemoryRegion memory = plan.Memory.Single(one => one.Target == set).Workspace;
        for (int i = 0; i < plan.Tensors.Count; i++)
        {
            PlanTensor tensor = plan.Tensors[i];
            if (tensor.Whole < 0) continue;
            Layout whole = plan.Tensors[tensor.Whole].Form.For(set);
            Assert.Equal(memory.Offsets[tensor.Whole] + whole.Offset(tensor.Channel / set.Lanes, 0, 0), memory.Offsets[i] + tensor.Form.For(set).Origin);
        }
    }

    [Fact]
    public void The_image_and_vectors_and_what_is_flattened_stand_alone()
    {
        var builder = new GraphBuilder();
        int image = builder.AddInput(Shape.Of(16, 8, 8))!.Value;
        int a = builder.Add("a", Graphs.Conv(16, 1), [image])!.Value;
        int joint = builder.Add("joint", new Concat(2), [image, a])!.Value;
        builder.Add("flatten", new Flatten(), [joint]);
        builder.Add("fc", new Linear(16, Bias: true));
        int vector = builder.Add("relu", Graphs.ReLU)!.Value;
        builder.Add("vectors", new Concat(2), [vector, vector]);

        Assert.Empty(Parts(NetworkCompiler.Compile(builder.Graph!).Inference));
    }

    private static IEnumerable<PlanTensor> Parts(Plan plan) => plan.Tensors.Where(tensor => tensor.Whole >= 0);

    /// <summary>Convolutions of an image, joined, and read by a convolution with padding.</summary>
    private static Plan PlanOf(int[] channels)
    {
        var builder = new GraphBuilder();
        int image = builder.AddInput(Shape.Of(3, 8, 8))!.Value;
        int[] parts = [.. channels.Select((count, index) => builder.Add($"part{index}", Graphs.Conv(count, 1), [image])!.Value)];
        builder.Add("joint", new Concat(parts.Length), parts);
        builder.Add("conv", Graphs.Conv(4, 3, padding: 1));
        return NetworkCompiler.Compile(builder.Graph!).Inference;
    }
}
