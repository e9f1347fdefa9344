using NetGen.Runtime;

namespace NetGen;

/// <summary>How a network runs; what it computes does not depend on it beyond rounding.</summary>
public sealed class NetworkOptions
{
    private readonly int _threads = Environment.ProcessorCount;
    private readonly CodePath? _path;

    /// <summary>The instruction set to run on; null, the default, is the best one of this processor.</summary>
    /// <exception cref="PlatformNotSupportedException">This processor does not support it.</exception>
    public CodePath? Path
    {
        get => _path;
        init => _path = value is null || NetGenRuntime.IsSupported(value.Value)
            ? value
            : throw new PlatformNotSupportedException(
                $"This processor does not support {NetGenRuntime.Describe(value.Value)}; it supports {NetGenRuntime.DescribeSupported()}.");
    }

    /// <summary>Threads that share the work of one call, the caller among them; by default one for each processor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than one.</exception>
    public int Threads
    {
        get => _threads;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Threads));
            _threads = value;
        }
    }

    /// <summary>
    /// Whether the parameters stay in memory beside the form that predictions read, as large again; true by default. Without them a network
    /// predicts and does nothing else: reading or changing parameters, training, saving and verifying throw an
    /// <see cref="InvalidOperationException"/>.
    /// </summary>
    public bool KeepParameters { get; init; } = true;

    /// <summary>Where memory comes from; tests put it behind guard pages.</summary>
    internal MemoryAllocator Allocator { get; init; } = MemoryAllocator.Default;
}
