using System.Runtime.InteropServices;

namespace NetGen.Peers.Workers;

/// <summary>
/// A network in ONNX Runtime, through its C API: a table of functions that only ever grows at its end, so that the few that are used are
/// named by their numbers. One session lives as long as its process, which frees what the session holds.
/// </summary>
internal sealed unsafe class OrtSession : IDisposable
{
    private const uint ApiVersion = 10;
    private const int
        GetErrorMessage = 2, CreateEnv = 3, CreateSession = 7, RunSession = 9, CreateSessionOptions = 10, SetSessionExecutionMode = 13,
        SetSessionGraphOptimizationLevel = 23, SetIntraOpNumThreads = 24, SetInterOpNumThreads = 25, CreateTensorWithData = 49,
        GetTensorMutableData = 51, CreateCpuMemoryInfo = 69, ReleaseSession = 95;

    private const int Warning = 2, Sequential = 0, AllOptimizations = 99, ArenaAllocator = 1, DefaultMemory = 0, Float = 1;

    private readonly void** _api;
    private readonly nint _session;
    private readonly nint* _values = (nint*)NativeMemory.AllocZeroed(2, (nuint)sizeof(nint));
    private readonly byte** _names = (byte**)NativeMemory.AllocZeroed(2, (nuint)sizeof(byte*));
    private readonly float* _input;

    /// <summary>Loads a network.</summary>
    /// <param name="library">The path of libonnxruntime.so.1.</param>
    /// <param name="model">The path of the ONNX file, whose input is x and whose result is y.</param>
    /// <param name="threads">Threads that share the work of one run.</param>
    /// <param name="input">What every run reads.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <exception cref="PeerException">ONNX Runtime refused.</exception>
    public OrtSession(string library, string model, int threads, float[] input, long[] shape)
    {
        var apiBase = ((delegate* unmanaged<ApiBase*>)NativeLibrary.GetExport(NativeLibrary.Load(library), "OrtGetApiBase"))();
        _api = apiBase->GetApi(ApiVersion);
        Version = Marshal.PtrToStringUTF8((nint)apiBase->GetVersionString())!;
        nint environment, options, session;
        Check(((delegate* unmanaged<int, byte*, nint*, nint>)_api[CreateEnv])(Warning, Utf8("peers"), &environment));
        Check(((delegate* unmanaged<nint*, nint>)_api[CreateSessionOptions])(&options));
        Set(SetIntraOpNumThreads, options, threads);
        Set(SetInterOpNumThreads, options, 1);
        Set(SetSessionExecutionMode, options, Sequential);
        Set(SetSessionGraphOptimizationLevel, options, AllOptimizations);
        Check(((delegate* unmanaged<nint, byte*, nint, nint*, nint>)_api[CreateSession])(environment, Utf8(model), options, &session));
        _session = session;
        _names[0] = Utf8("x");
        _names[1] = Utf8("y");
        _input = (float*)NativeMemory.AlignedAlloc((nuint)input.Length * sizeof(float), 64);
        input.CopyTo(new Span<float>(_input, input.Length));
        _values[0] = Tensor(input.Length, shape);
    }

    /// <summary>The library's version.</summary>
    public string Version { get; }

    /// <summary>Predicts; the result's memory is kept for the next run.</summary>
    public void Run() => Check(((delegate* unmanaged<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)_api[RunSession])(
        _session, 0, _names, _values, 1, _names + 1, 1, _values + 1));

    /// <summary>What the last run gave.</summary>
    public ReadOnlySpan<float> Output(int length)
    {
        float* data;
        Check(((delegate* unmanaged<nint, float**, nint>)_api[GetTensorMutableData])(_values[1], &data));
        return new ReadOnlySpan<float>(data, length);
    }

    /// <inheritdoc/>
    public void Dispose() => ((delegate* unmanaged<nint, void>)_api[ReleaseSession])(_session);

    private nint Tensor(int length, long[] shape)
    {
        nint memory, tensor;
        Check(((delegate* unmanaged<int, int, nint*, nint>)_api[CreateCpuMemoryInfo])(ArenaAllocator, DefaultMemory, &memory));
        fixed (long* dimensions = shape)
        {
            Check(((delegate* unmanaged<nint, void*, nuint, long*, nuint, int, nint*, nint>)_api[CreateTensorWithData])(
                memory, _input, (nuint)length * sizeof(float), dimensions, (nuint)shape.Length, Float, &tensor));
        }

        return tensor;
    }

    private void Set(int function, nint options, int value) => Check(((delegate* unmanaged<nint, int, nint>)_api[function])(options, value));

    private void Check(nint status)
    {
        if (status != 0)
        {
            throw new PeerException(Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<nint, byte*>)_api[GetErrorMessage])(status))!);
        }
    }

    private static byte* Utf8(string text) => (byte*)Marshal.StringToCoTaskMemUTF8(text);

    [StructLayout(LayoutKind.Sequential)]
    private struct ApiBase
    {
        public delegate* unmanaged<uint, void**> GetApi;
        public delegate* unmanaged<byte*> GetVersionString;
    }
}
