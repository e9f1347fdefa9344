namespace NetGen.Generator.Kernels;

/// <summary>A cache of a core, or its share of one.</summary>
/// <param name="Bytes">How much it holds.</param>
/// <param name="Ways">Lines that one set holds.</param>
/// <param name="BytesPerCycle">What a core reads of it in a cycle.</param>
internal sealed record CacheLevel(int Bytes, int Ways, double BytesPerCycle);

/// <summary>
/// The processor that a target's kernels are cut for. These numbers decide algorithms and tilings, never results; every threshold is a
/// function of them (Machine.Bounds.cs), so that another cache is another value here.
/// </summary>
internal sealed partial record Machine
{
    /// <summary>The first-level data cache.</summary>
    public CacheLevel Level1 { get; init; } = new(48 << 10, Ways: 12, BytesPerCycle: 128);

    /// <summary>The second-level cache.</summary>
    public CacheLevel Level2 { get; init; } = new(1 << 20, Ways: 16, BytesPerCycle: 32);

    /// <summary>What one of several busy threads has of the third-level cache.</summary>
    public CacheLevel Level3 { get; init; } = new(1 << 23, Ways: 16, BytesPerCycle: 10);

    /// <summary>A line of the caches.</summary>
    public int LineBytes { get; init; } = 64;

    /// <summary>Bytes of a cycle that come from memory while other threads read too.</summary>
    public double MemoryBytesPerCycle { get; init; } = 5;

    /// <summary>Multiply-adds of vectors that begin in a cycle.</summary>
    public int MultiplyAddPorts { get; init; } = 2;

    /// <summary>Vectors that are loaded in a cycle.</summary>
    public int LoadPorts { get; init; } = 2;

    /// <summary>Cycles until the sum of a multiply-add can be added to.</summary>
    public int MultiplyAddLatency { get; init; } = 4;

    /// <summary>Cycles of calling a register tile, setting up its loops, and leaving it.</summary>
    public int TileCycles { get; init; } = 20;

    /// <summary>Further rows that are read side by side until the caches' own prefetching takes twice the time.</summary>
    public int StreamsOfDoubleTime { get; init; } = 20;

    /// <summary>The share of the lesser of multiplying and fetching that does not hide behind the greater.</summary>
    public double Exposed { get; init; } = 0.3;

    /// <summary>What kernels reach of the multiply-add ports, as measured.</summary>
    public Efficiency Efficiency { get; init; } = new();

    /// <summary>Cycles that transforms take for a vector, as measured.</summary>
    public TransformCycles Transforms { get; init; } = new();
}

/// <summary>What kernels reach of two multiply-adds a cycle, or however many there are.</summary>
internal sealed record Efficiency
{
    /// <summary>Direct convolutions with windows.</summary>
    public double Direct { get; init; } = 0.92;

    /// <summary>1×1 convolutions.</summary>
    public double Matrix { get; init; } = 0.95;

    /// <summary>The products of Strassen's algorithm.</summary>
    public double Products { get; init; } = 0.95;
}

/// <summary>Cycles for each vector that a transform reads or writes: loads, arithmetic and scattered stores.</summary>
internal sealed record TransformCycles
{
    /// <summary>A vector of a Winograd tile of inputs, in the first-level cache.</summary>
    public double WinogradInput { get; init; } = 7;

    /// <summary>How many more there are where transformed inputs fill the second-level cache.</summary>
    public double WinogradFarInput { get; init; } = 9;

    /// <summary>A vector of a Winograd tile of products, in the first-level cache.</summary>
    public double WinogradOutput { get; init; } = 3;

    /// <summary>How many more there are where products fill half of the second-level cache.</summary>
    public double WinogradFarOutput { get; init; } = 8;

    /// <summary>A vector of a quarter of Strassen's input, whose sums go to the second-level cache.</summary>
    public double StrassenInput { get; init; } = 24;

    /// <summary>A vector of a quarter of Strassen's output.</summary>
    public double StrassenOutput { get; init; } = 20;
}
