using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Kernels.Tests.Harness;
using NetGen.Reference;
using NetGen.Runtime;

namespace NetGen.Kernels.Tests;

public sealed class TensorsTests
{
    private static readonly IReadOnlyList<TensorForm> _forms =
    [
        .. Cases.Shapes.Select(shape => shape.Form),
        .. Cases.Shapes.Select(shape => shape.Form with { Planar = true }),
        new(Shape.Of(1)), new(Shape.Of(21)), new(Shape.Of(5, 1, 3), new Edges(1, 0, 0, 0)), new(Shape.Of(5, 3, 1), new Edges(0, 0, 0, 2)),
        new(Shape.Of(3, 2, 1, 2), new Edges(1, 0, 0, 2, 1, 2)), new(Shape.Of(18, 3, 2, 2)), new(Shape.Of(3, 4, 2, 3), Planar: true), new(Shape.Of(7, 9)),
    ];

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (InstructionSet set in Targets.All)
            {
                foreach (TensorForm form in _forms) rows.Add(set.Name, KernelNames.Of(form));
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public unsafe void From_planar_fills_a_layout_and_leaves_its_halo(string set, string name)
    {
        TensorForm form = Find(name);
        Tensor image = Image(form);
        KernelMemory.Guarded(set, (memory, _) =>
        {
            FloatBuffer planar = memory.Floats(image);
            TensorBuffer tensor = memory.Blank(1, form);
            Tensors.FromPlanar(LayoutOf(tensor.Layout), planar.Start, tensor.Start);
            Close.AssertExact(image, tensor.Read());
            Assert.All(Padding(tensor.Layout), i => Assert.Equal(0, tensor.Span[i]));
        });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public unsafe void To_planar_takes_the_image_out(string set, string name)
    {
        TensorForm form = Find(name);
        Tensor image = Image(form);
        KernelMemory.Guarded(set, (memory, _) =>
        {
            TensorBuffer tensor = memory.Tensor(image, form);
            FloatBuffer planar = memory.Floats((int)form.Shape.Length);
            Tensors.ToPlanar(LayoutOf(tensor.Layout), tensor.Start, planar.Start);
            Close.AssertExact(image, planar.ReadAs(image));
        });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public unsafe void Clearing_the_halo_leaves_the_image(string set, string name) =>
        AssertClears(set, name, (layout, tensor) => Tensors.ClearHalo(layout, (float*)tensor));

    [Theory]
    [MemberData(nameof(Rows))]
    public unsafe void Shares_of_a_halo_make_up_all_of_it(string set, string name) => AssertClears(set, name, (layout, tensor) =>
    {
        const int Share = 3;
        for (int begin = 0; begin < layout.Gaps; begin += Share)
            Tensors.ClearHalo(layout, (float*)tensor, begin, Math.Min(begin + Share, layout.Gaps));
    });

    private static unsafe void AssertClears(string set, string name, Action<TensorLayout, nint> clear)
    {
        TensorForm form = Find(name);
        Layout layout = form.For(InstructionSets.Named(set));
        KernelMemory.Guarded(set, (memory, _) =>
        {
            FloatBuffer tensor = memory.Floats(layout.ImageStride);
            for (int i = 0; i < tensor.Span.Length; i++) tensor.Span[i] = i + 1;
            clear(LayoutOf(layout), (nint)tensor.Start);
            HashSet<int> interior = [.. Interior(layout)];
            for (int i = 0; i < tensor.Span.Length; i++)
                Assert.Equal(interior.Contains(i) || i >= layout.Blocks * layout.BlockStride ? i + 1 : 0, tensor.Span[i]);
        });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public unsafe void A_copy_changes_halos_only(string set, string name)
    {
        TensorForm form = Find(name);
        Tensor image = Image(form);
        KernelMemory.Guarded(set, (memory, _) =>
        {
            TensorBuffer wide = memory.Tensor(image, form with { Halo = new(2, 1, 0, 3) }), narrow = memory.Blank(1, form);
            TensorBuffer back = memory.Blank(1, wide.Layout.Form);
            Tensors.Copy(LayoutOf(wide.Layout), wide.Start, LayoutOf(narrow.Layout), narrow.Start);
            Tensors.Copy(LayoutOf(narrow.Layout), narrow.Start, LayoutOf(back.Layout), back.Start);
            Close.AssertExact(image, narrow.Read());
            Assert.True(wide.HasSameBits(back));
        });
    }

    public static TheoryData<string, int, int> Channels
    {
        get
        {
            var rows = new TheoryData<string, int, int>();
            foreach (InstructionSet set in Targets.All)
            {
                foreach ((int first, int second) in new[] { (16, 32), (16, 5), (5, 16), (3, 4), (1, 1), (32, 17) }) rows.Add(set.Name, first, second);
            }

            return rows;
        }
    }

    /// <summary>Whatever comes first, and whatever lay in the target's memory before.</summary>
    [Theory]
    [MemberData(nameof(Channels))]
    public unsafe void Channels_of_two_tensors_are_joined_and_taken_apart(string set, int first, int second)
    {
        var halo = new Edges(1, 0, 2, 1, 0, 1);
        TensorForm a = new(Shape.Of(first, 2, 3, 2), halo), b = new(Shape.Of(second, 2, 3, 2)), both = new(Shape.Of(first + second, 2, 3, 2), halo);
        Tensor x = Random(a, 1), y = Random(b, 2), joined = Random(both, 3);
        foreach ((int n, int c, int row, int column) in joined.Indices)
            joined[n, c, row, column] = c < first ? x[n, c, row, column] : y[n, c - first, row, column];
        KernelMemory.Guarded(set, (memory, _) =>
        {
            TensorBuffer left = memory.Tensor(x, a), right = memory.Tensor(y, b), target = memory.Blank(1, both);
            foreach (int i in Interior(target.Layout)) target.Span[i] = FloatBuffer.Poison;
            Tensors.CopyChannels(LayoutOf(right.Layout), right.Start, 0, LayoutOf(target.Layout), target.Start, first, second);
            Tensors.CopyChannels(LayoutOf(left.Layout), left.Start, 0, LayoutOf(target.Layout), target.Start, 0, first);
            Close.AssertExact(joined, target.Read());

            Tensors.AddChannels(LayoutOf(target.Layout), target.Start, first, LayoutOf(right.Layout), right.Start, 0, second);
            Tensors.AddChannels(LayoutOf(target.Layout), target.Start, 0, LayoutOf(left.Layout), left.Start, 0, first);
            Close.AssertExact(y.Map(value => 2 * value), right.Read());
            Close.AssertExact(x.Map(value => 2 * value), left.Read());
        });
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Rows), MemberType = typeof(InstructionSets))]
    public unsafe void Padding_surrounds_with_zeros_and_cropping_takes_them_away(string set)
    {
        TensorForm small = new(Shape.Of(5, 2, 3, 4), Edges.All(1)), large = new(Shape.Of(5, 4, 4, 9), new Edges(0, 1, 0, 0, 1, 0));
        Tensor x = Random(small, 1), padded = Random(large, 2).Map(_ => 0);
        foreach ((int n, int c, int plane, int row, int column) in x.Voxels) padded[n, c, row + 1, column + 2, plane + 1] = x[n, c, row, column, plane];
        KernelMemory.Guarded(set, (memory, _) =>
        {
            TensorBuffer source = memory.Tensor(x, small), target = memory.Blank(1, large), back = memory.Blank(1, small);
            Tensors.Pad(LayoutOf(source.Layout), source.Start, LayoutOf(target.Layout), target.Start, 1, 1, 2);
            Tensors.Pad(LayoutOf(target.Layout), target.Start, LayoutOf(back.Layout), back.Start, -1, -1, -2);
            Close.AssertExact(padded, target.Read());
            Assert.True(source.HasSameBits(back));
        });
    }

    /// <summary>One edge is padded and the opposite one cropped, by all of the source.</summary>
    [Theory]
    [MemberData(nameof(InstructionSets.Rows), MemberType = typeof(InstructionSets))]
    public unsafe void A_source_that_lies_beside_the_target_leaves_zeros(string set)
    {
        var form = new TensorForm(Shape.Of(3, 2, 4));
        KernelMemory.Guarded(set, (memory, _) =>
        {
            TensorBuffer source = memory.Tensor(Random(form, 1), form), target = memory.Blank(1, form);
            Tensors.Pad(LayoutOf(source.Layout), source.Start, LayoutOf(target.Layout), target.Start, 0, 0, 4);
            Close.AssertExact(new Tensor(1, 3, 2, 4), target.Read());
            Tensors.Pad(LayoutOf(source.Layout), source.Start, LayoutOf(target.Layout), target.Start, 0, 0, -7);
            Close.AssertExact(new Tensor(1, 3, 2, 4), target.Read());
        });
    }

    private static TensorForm Find(string name) => _forms.First(form => KernelNames.Of(form) == name);

    private static Tensor Image(TensorForm form) => Random(form, 1);

    private static Tensor Random(TensorForm form, int seed) =>
        Tensor.Random(seed, 1, form.Shape.Channels, form.Shape.Height, form.Shape.Width, depth: form.Shape.Depth);

    private static TensorLayout LayoutOf(Layout layout) => new(
        layout.Channels, layout.Depth, layout.Height, layout.Width, layout.Lanes,
        layout.Origin, layout.PlaneStride, layout.RowStride, layout.BlockStride);

    /// <summary>All pixels, with the lanes that pad the last block.</summary>
    private static IEnumerable<int> Interior(Layout layout) =>
        from block in Enumerable.Range(0, layout.Blocks)
        from plane in Enumerable.Range(0, layout.Depth)
        from row in Enumerable.Range(0, layout.Height)
        from i in Enumerable.Range(0, layout.Width * layout.Lanes)
        select layout.Offset(block, row, 0, plane) + i;

    private static IEnumerable<int> Padding(Layout layout) =>
        from plane in Enumerable.Range(0, layout.Depth)
        from row in Enumerable.Range(0, layout.Height)
        from column in Enumerable.Range(0, layout.Width)
        from channel in Enumerable.Range(layout.Channels, (layout.Blocks * layout.Lanes) - layout.Channels)
        select layout.Offset(channel / layout.Lanes, row, column, plane) + (channel % layout.Lanes);
}
