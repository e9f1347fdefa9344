using NetGen.Generator.Kernels;

namespace NetGen.Kernels.Tests;

public sealed class ConvAxisTests
{
    private sealed record Axis(int Inputs, int Kernel, int Stride, int Before, int After, int Dilation)
    {
        public int Outputs => ((Inputs + Before + After - (Dilation * (Kernel - 1)) - 1) / Stride) + 1;

        public bool Fits => Dilation * (Kernel - 1) < Inputs + Before + After;
    }

    private static readonly IReadOnlyList<Axis> _axes =
    [
        .. from inputs in Enumerable.Range(1, 8)
           from kernel in Enumerable.Range(1, 4)
           from stride in Enumerable.Range(1, 4)
           from before in Enumerable.Range(0, 4)
           from after in Enumerable.Range(0, 3)
           from dilation in Enumerable.Range(1, 4)
           let axis = new Axis(inputs, kernel, stride, before, after, dilation)
           where axis.Fits
           select axis,
    ];

    [Fact]
    public void Phases_hold_each_pair_of_a_position_and_a_tap_once()
    {
        foreach (Axis axis in _axes)
        {
            var forward = new HashSet<(int Position, int Tap, int Output)>(
                from output in Enumerable.Range(0, axis.Outputs)
                from tap in Enumerable.Range(0, axis.Kernel)
                let position = (output * axis.Stride) - axis.Before + (tap * axis.Dilation)
                where position >= 0 && position < axis.Inputs
                select (position, tap, output));
            var backward = Phases(axis).SelectMany(Reads).Where(read => read.Output >= 0 && read.Output < axis.Outputs).ToList();
            Assert.Equal(forward.Count, backward.Count);
            Assert.True(forward.SetEquals(backward), $"{axis}: the gradient's products are not those of the forward pass.");
        }
    }

    [Fact]
    public void Phases_write_each_position_once()
    {
        foreach (Axis axis in _axes)
        {
            IEnumerable<int> written = Phases(axis).SelectMany(phase =>
                Enumerable.Range(0, phase.Axis.Count).Select(i => (i * phase.Axis.OutputStep) + phase.Axis.OutputStart));
            Assert.Equal(Enumerable.Range(0, axis.Inputs), written.Order());
        }
    }

    [Fact]
    public void Reach_is_exactly_as_far_as_taps_go()
    {
        foreach (Axis axis in _axes)
        {
            var forward = ConvAxis.Forward(axis.Outputs, axis.Kernel, axis.Stride, axis.Before, axis.Dilation);
            CheckReach(forward, axis.Inputs);
            foreach (BackwardPhase phase in Phases(axis)) CheckReach(phase.Axis, axis.Outputs);
        }
    }

    private static void CheckReach(ConvAxis axis, int size)
    {
        int[] read =
        [
            .. from i in Enumerable.Range(0, axis.Count)
               from tap in Enumerable.Range(0, axis.Taps)
               select (i * axis.InputStep) + axis.TapStart + (tap * axis.TapStep),
        ];
        Assert.Equal(Math.Max(0, -read.DefaultIfEmpty(0).Min()), axis.ReachBefore);
        Assert.Equal(Math.Max(0, read.DefaultIfEmpty(0).Max() - (size - 1)), axis.ReachAfter(size));
    }

    private static IEnumerable<BackwardPhase> Phases(Axis axis) => Enumerable.Range(0, Math.Min(axis.Stride, axis.Inputs)).Select(phase =>
        BackwardPhase.Of(axis.Inputs, axis.Kernel, axis.Stride, axis.Before, axis.Dilation, phase));

    private static IEnumerable<(int Position, int Tap, int Output)> Reads(BackwardPhase phase) =>
        from i in Enumerable.Range(0, phase.Axis.Count)
        from tap in Enumerable.Range(0, phase.Axis.Taps)
        select (
            (i * phase.Axis.OutputStep) + phase.Axis.OutputStart, phase.FirstTap + (tap * phase.TapStride),
            (i * phase.Axis.InputStep) + phase.Axis.TapStart + (tap * phase.Axis.TapStep));
}
