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
    ];

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (InstructionSet set in InstructionSet.All)
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
    public unsafe void Clearing_the_halo_leaves_the_image(string set, string name)
    {
        TensorForm form = Find(name);
        Layout layout = form.For(InstructionSets.Named(set));
        KernelMemory.Guarded(set, (memory, _) =>
        {
            FloatBuffer tensor = memory.Floats(layout.ImageStride);
            for (int i = 0; i < tensor.Span.Length; i++) tensor.Span[i] = i + 1;
            Tensors.ClearHalo(LayoutOf(layout), tensor.Start);
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

    private static TensorForm Find(string name) => _forms.First(form => KernelNames.Of(form) == name);

    private static Tensor Image(TensorForm form) => Tensor.Random(1, 1, form.Shape.Channels, form.Shape.Height, form.Shape.Width);

    private static TensorLayout LayoutOf(Layout layout) => new()
    {
        Channels = layout.Channels,
        Height = layout.Height,
        Width = layout.Width,
        Lanes = layout.Lanes,
        Origin = layout.Origin,
        RowStride = layout.RowStride,
        BlockStride = layout.BlockStride,
    };

    /// <summary>All pixels, with the lanes that pad the last block.</summary>
    private static IEnumerable<int> Interior(Layout layout) =>
        from block in Enumerable.Range(0, layout.Blocks)
        from row in Enumerable.Range(0, layout.Height)
        from i in Enumerable.Range(0, layout.Width * layout.Lanes)
        select layout.Offset(block, row, 0) + i;

    private static IEnumerable<int> Padding(Layout layout) =>
        from row in Enumerable.Range(0, layout.Height)
        from column in Enumerable.Range(0, layout.Width)
        from channel in Enumerable.Range(layout.Channels, (layout.Blocks * layout.Lanes) - layout.Channels)
        select layout.Offset(channel / layout.Lanes, row, column) + (channel % layout.Lanes);
}
