using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Passes;
using NetGen.Generator.Passes.Steps;
using NetGen.Generator.Tests.Testing;
using Shape = NetGen.Generator.Graph.Shape;

namespace NetGen.Generator.Tests.Passes;

/// <summary>When the sum in a convolution's epilogue overwrites the tensor that it adds.</summary>
public sealed class AddInPlaceTests
{
    [Fact]
    public void A_sum_is_written_where_the_tensor_lies_that_nobody_reads_afterwards() =>
        Assert.True(IsInPlace((builder, stem, branch) => builder.Add("sum", new Add(2), [stem, branch])!.Value));

    [Fact]
    public void The_sums_of_several_blocks_lie_in_one_tensor()
    {
        var builder = new GraphBuilder();
        int tensor = builder.Add("stem", Graphs.Conv(16, 1), [builder.AddInput(Shape.Of(3, 8, 8))!.Value])!.Value;
        for (int block = 0; block < 3; block++)
        {
            int branch = builder.Add($"branch{block}", Graphs.Conv(16, 1), [tensor])!.Value;
            int last = builder.Add($"last{block}", Graphs.Conv(16, 1), [branch])!.Value;
            tensor = builder.Add($"sum{block}", new Add(2), [tensor, last])!.Value;
        }

        builder.Add("logits", Graphs.Conv(2, 1), [tensor]);
        KernelStep[] sums = [.. Sums(builder)];

        Assert.Equal(3, sums.Length);
        Assert.Single(sums.SelectMany(step => new[] { Residual(step), Output(step) }).Distinct());
    }

    [Fact]
    public void A_tensor_that_is_read_afterwards_is_left_alone() => Assert.False(IsInPlace((builder, stem, branch) =>
    {
        int sum = builder.Add("sum", new Add(2), [stem, branch])!.Value;
        int again = builder.Add("again", Graphs.Conv(16, 1), [stem])!.Value;
        return builder.Add("product", new Multiply(2), [sum, again])!.Value;
    }));

    [Fact]
    public void A_convolution_never_overwrites_what_it_reads() => Assert.False(IsInPlace((builder, stem, _) =>
    {
        int last = builder.Add("last", Graphs.Conv(16, 1), [stem])!.Value;
        return builder.Add("sum", new Add(2), [stem, last])!.Value;
    }));

    [Fact]
    public void A_part_of_a_joint_tensor_stays_where_it_belongs() => Assert.False(IsInPlace((builder, stem, branch) =>
    {
        int other = builder.Add("other", Graphs.Conv(16, 1), [stem])!.Value;
        int sum = builder.Add("sum", new Add(2), [stem, branch])!.Value;
        return builder.Add("joint", new Concat(2), [sum, other])!.Value;
    }));

    /// <summary>A network with a stem and a branch of two convolutions behind it.</summary>
    private static bool IsInPlace(Func<GraphBuilder, int, int, int> finish)
    {
        var builder = new GraphBuilder();
        int stem = builder.Add("stem", Graphs.Conv(16, 1), [builder.AddInput(Shape.Of(3, 8, 8))!.Value])!.Value;
        int first = builder.Add("first", Graphs.Conv(16, 1), [stem])!.Value;
        int branch = builder.Add("branch", Graphs.Conv(16, 1), [first])!.Value;
        builder.Add("logits", Graphs.Conv(2, 1), [finish(builder, stem, branch)]);
        KernelStep sum = Assert.Single(Sums(builder));
        return Residual(sum) == Output(sum);
    }

    /// <summary>The steps of a prediction that add a tensor in their epilogue: input, weights, bias, what is added, output.</summary>
    private static IEnumerable<KernelStep> Sums(GraphBuilder builder) =>
        NetworkCompiler.Compile(builder.Graph!).Inference.Steps.OfType<KernelStep>().Where(step => step.Pointers.Count == 5);

    private static Operand Residual(KernelStep step) => step.Pointers[3];

    private static Operand Output(KernelStep step) => step.Pointers[4];
}
