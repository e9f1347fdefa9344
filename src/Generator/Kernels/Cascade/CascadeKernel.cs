using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// <c>(float** tensors, float* scratch, bool prepared, int part)</c>: convolutions and poolings of one image of which each alone reads the one before, band
/// by band: some rows of each go to scratch memory, small enough for the second-level cache, and the next reads them there. So what lies
/// between them never takes the way through memory. Rows that two bands need stay for the second, if the same thread does it next; otherwise
/// they are made again. The tensors are the input, each convolution's weights and bias, what the last stage adds, if it adds anything, and the output.
/// </summary>
/// <param name="Stages">The layers, of a band, or of one row where that would want its weights packed otherwise, each an <see cref="ICascadeStage"/>.</param>
/// <param name="Heights">Rows of the image that each makes.</param>
/// <param name="Rows">Rows of the output in a band.</param>
internal sealed record CascadeKernel(EquatableArray<KernelSpec> Stages, EquatableArray<int> Heights, int Rows) : KernelSpec, IPartitioned, IScratch
{
    // Scratch memory begins with the number of the band that may follow, in a cache line of its own.
    private const int HeaderFloats = 16;

    /// <summary>Where it begins and ends, and a hash of what its stages are called: together they would be too long for the name of a file.</summary>
    public override string Name =>
        $"Cascade{Stages.Count}_{KernelNames.Of(Stage(0).Input)}_{KernelNames.Of(Stage(Last).Output)}_{Hash($"{Rows} {string.Join(" ", Heights)} {string.Join(" ", Stages.Select(stage => stage.Name))}")}";

    public override IEnumerable<KernelSpec> Dependencies => Enumerable.Range(0, Stages.Count).SelectMany(i => IsShifted(i) ? new[] { Stages[i], OneRow(i) } : [Stages[i]]).Distinct();

    /// <summary>What the last stage adds, or null.</summary>
    public TensorForm? Residual => (Stage(Last) as IConvStage)?.Residual;

    private int Last => Stages.Count - 1;

    private int Bands => CascadeGeometry.Bands(Heights[Last], Rows);

    private IReadOnlyList<CascadeRows> Geometry =>
        CascadeGeometry.Of([.. Stages.Select((stage, i) => (((ICascadeStage)stage).Vertical, Heights[i]))], Rows);

    /// <summary>The bands that a thread makes before one that it begins with, for the rows that this one finds there.</summary>
    private int WarmUp => Geometry.Max(stage => (stage.Ahead - stage.First + stage.Rows - 1) / stage.Rows);

    /// <summary>The kernel of stages that are each described for a whole image.</summary>
    /// <param name="stages">Each reads what the one before makes.</param>
    /// <param name="rows">Rows of the last one in a band.</param>
    public static CascadeKernel Of(IReadOnlyList<ICascadeStage> stages, int rows)
    {
        IReadOnlyList<CascadeRows> geometry = CascadeGeometry.Of([.. stages.Select(stage => (stage.Vertical, stage.Vertical.Count))], rows);
        var kernels = new List<KernelSpec>();
        TensorForm input = stages[0].Input;
        for (int i = 0; i < stages.Count; i++)
        {
            TensorForm output = stages[i].Output;
            if (i < stages.Count - 1)
            {
                Edges halo = stages[i + 1].Input.Halo;
                output = new TensorForm(
                    Shape.Of(output.Shape.Channels, geometry[i].Capacity, output.Shape.Width), new Edges(0, halo.Left, 0, halo.Right), stages[i + 1].Input.Planar);
            }

            KernelSpec band = stages[i].Rows(input, output, geometry[i].Rows), row = stages[i].Rows(input, output, 1);
            kernels.Add(IsShifted(geometry[i], CascadeGeometry.Bands(stages[stages.Count - 1].Vertical.Count, rows)) && !PacksAlike(band, row) ? row : band);
            input = output;
        }

        return new CascadeKernel(kernels.ToEquatableArray(), stages.Select(stage => stage.Vertical.Count).ToEquatableArray(), rows);
    }

    /// <summary>Independent pieces of an image: a band each.</summary>
    public int Parts(InstructionSet set) => Bands;

    public int ScratchLength(InstructionSet set) => HeaderFloats + Enumerable.Range(0, Last).Sum(i => Buffer(i, set).ImageStride);

    public int PartsOfChunk(InstructionSet set) => Bands;

    public override void Emit(CodeWriter writer, InstructionSet set)
    {
        string summary = $"{Stages.Count} stages, {Stage(0).Input.Shape} to {Stage(Last).Output.Shape}, of which each alone reads the one before; part is a band of {Rows} rows.";
        writer.Method(summary, $"public static void {Name}(float** tensors, float* scratch, bool prepared, int part)", () =>
        {
            EmitPointers(writer, set);
            writer.Line("bool follows = prepared && *(int*)scratch == part;");
            EmitSides(writer);
            using (writer.Block($"for (int band = follows ? part : part - {WarmUp}; band <= part; band++, follows = true)"))
            {
                EmitKeep(writer);
                for (int i = 0; i <= Last; i++) EmitStage(writer, set, i);
            }

            writer.Line("*(int*)scratch = part + 1;");
        });
    }

    /// <summary>Whether some bands of a stage have fewer rows than others.</summary>
    private static bool IsShifted(CascadeRows stage, int bands) => stage.IsShifted || stage.Rows * bands > stage.Height;

    private static bool PacksAlike(KernelSpec a, KernelSpec b) =>
        a is not IWeighted || Targets.All.All(set => ((IWeighted)a).Weights(set) == ((IWeighted)b).Weights(set));

    private static string Hash(string text)
    {
        // Fowler, Noll and Vo's hash 1a of 64 bits, because names must be the same in every process.
        ulong hash = 14695981039346656037;
        foreach (char c in text) hash = unchecked((hash ^ c) * 1099511628211);
        return hash.ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }

    private bool IsShifted(int stage) => IsShifted(Geometry[stage], Bands);

    private KernelSpec OneRow(int stage) => Stage(stage).Rows(Stage(stage).Input, Stage(stage).Output, 1);

    private ICascadeStage Stage(int index) => (ICascadeStage)Stages[index];

    private Layout Buffer(int stage, InstructionSet set) => Stage(stage).Output.For(set);

    private void EmitPointers(CodeWriter writer, InstructionSet set)
    {
        writer.Line("float* x = tensors[0];");
        int next = 1;
        for (int i = 0; i <= Last; i++)
        {
            if (Stages[i] is IWeighted) writer.Line($"float* w{i} = tensors[{next++}], b{i} = tensors[{next++}];");
        }

        if (Residual is not null) writer.Line($"float* r = tensors[{next++}];");
        writer.Line($"float* y = tensors[{next}];");
        int offset = HeaderFloats;
        for (int i = 0; i < Last; i++)
        {
            Layout buffer = Buffer(i, set);
            writer.Line($"float* z{i} = scratch + {offset};");
            offset += buffer.ImageStride;
            if (IsShifted(i) || buffer.Form.Halo != Edges.None)
                writer.Line($"BandBuffer s{i} = new({buffer.Blocks}, {buffer.BlockStride}, {buffer.RowStride}, {buffer.Origin}, {buffer.Width * buffer.Lanes});");
        }
    }

    /// <summary>Zeros left and right of the rows, which nobody overwrites.</summary>
    private void EmitSides(CodeWriter writer)
    {
        List<int> padded = [.. Enumerable.Range(0, Last).Where(i => Stage(i).Output.Halo != Edges.None)];
        if (padded.Count == 0) return;
        using CodeWriter.Scope first = writer.Block("if (!prepared)");
        foreach (int i in padded) writer.Line($"s{i}.ClearSides(z{i});");
    }

    /// <summary>The last rows of each buffer become the first.</summary>
    private void EmitKeep(CodeWriter writer)
    {
        List<int> kept = [.. Enumerable.Range(0, Last).Where(i => Geometry[i].Kept > 0)];
        if (kept.Count == 0) return;
        using CodeWriter.Scope follows = writer.Block("if (follows)");
        foreach (int i in kept) writer.Line($"s{i}.Keep(z{i}, {Geometry[i].Rows}, {Geometry[i].Kept});");
    }

    private void EmitStage(CodeWriter writer, InstructionSet set, int i)
    {
        CascadeRows stage = Geometry[i];
        string begin = $"band{Times(stage.Rows)}{MethodText.Plus(stage.Ahead)}";
        if (!IsShifted(i))
        {
            using CodeWriter.Scope whole = writer.Block("if (band == part)");
            writer.Line($"int row = {begin};");
            EmitCall(writer, set, i, Stages[i]);
            return;
        }

        using CodeWriter.Scope scope = writer.Block("");
        writer.Line($"int row = Math.Max({begin}, part{Times(stage.Rows)}{MethodText.Plus(stage.First)}), end = {begin}{MethodText.Plus(stage.Rows)};");
        if (Stages[i] != OneRow(i))
        {
            using CodeWriter.Scope whole = writer.Block($"if (row == {begin} && row >= 0 && end <= {stage.Height})");
            EmitCall(writer, set, i, Stages[i]);
            writer.Line("row = end;");
        }

        using CodeWriter.Scope rows = writer.Block("for (; row < end; row++)");
        using (writer.Block($"if ((uint)row < {stage.Height})")) EmitCall(writer, set, i, OneRow(i));
        if (i < Last) writer.Line($"else s{i}.ClearRow({Output(set, i)});");
    }

    private void EmitCall(CodeWriter writer, InstructionSet set, int i, KernelSpec kernel)
    {
        ICascadeStage stage = Stage(i);
        int rowStride = stage.Input.For(set).RowStride;
        if (kernel is not IConvStage conv)
        {
            string image = i == 0 ? "x" : $"z{i - 1} - ((nint)({Base(i - 1)}) * {rowStride})";
            writer.Line($"{kernel.Name}({image}, {Output(set, i)}, row);");
            return;
        }

        string x = i == 0
            ? $"x + ((nint)row * {stage.Vertical.InputStep * rowStride})"
            : $"z{i - 1} + ((nint)(row{Times(stage.Vertical.InputStep)} - ({Base(i - 1)})) * {rowStride})";
        string residual = i == Last && Residual is { } added ? $"r + ((nint)row * {added.Blocked(set).RowStride}), " : "";
        writer.Line($"float* from = {x}, to = {Output(set, i)};");
        writer.Line($"for (int i = 0; i < {conv.Parts(set)}; i++) {kernel.Name}(from, w{i}, b{i}, {residual}to, i);");
    }

    private string Output(InstructionSet set, int i) => i == Last
        ? $"y + ((nint)row * {Buffer(i, set).RowStride})"
        : $"z{i} + ((nint)(row - ({Base(i)})) * {Buffer(i, set).RowStride})";

    /// <summary>The lowest row in a buffer.</summary>
    private string Base(int i) => $"band{Times(Geometry[i].Rows)}{MethodText.Plus(Geometry[i].Low)}";

    private static string Times(int factor) => factor == 1 ? "" : $" * {factor}";
}
