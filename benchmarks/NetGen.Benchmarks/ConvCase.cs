using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Kernels;

namespace NetGen.Benchmarks;

/// <summary>One convolution of one image with its kernels compiled, and memory for them to work on.</summary>
internal sealed unsafe class ConvCase
{
    private const string Namespace = "NetGen.Generated.Benchmarks";

    private readonly TensorForm _x;
    private readonly TensorForm _y;
    private readonly KernelSpec _forward;
    private readonly KernelSpec _weightGradient;
    private readonly IReadOnlyDictionary<int, WinogradKernel> _winograd;
    private readonly StrassenKernel? _strassen;
    private readonly Assembly _assembly;

    /// <param name="name">What the report calls it.</param>
    /// <param name="inputs">Input channels.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="size">Rows and columns of the input.</param>
    /// <param name="kernel">Rows and columns of taps.</param>
    /// <param name="stride">In both directions.</param>
    /// <param name="groups">Groups of channels; as many as channels make it depthwise.</param>
    public ConvCase(string name, int inputs, int outputs, int size, int kernel, int stride, int groups)
    {
        bool depthwise = groups > 1 && groups == inputs;
        int padding = kernel / 2;
        int result = ((size + (2 * padding) - kernel) / stride) + 1;
        ConvAxis axis = ConvAxis.Forward(result, kernel, stride, padding, dilation: 1);
        _x = new TensorForm(Shape.Of(inputs, size, size), Edges.All(padding), Planar: inputs <= 4);
        _y = new TensorForm(Shape.Of(outputs, result, result));
        _forward = depthwise
            ? new DepthwiseConvKernel(_x, _y, axis, axis, Bias: true, ActivationFunction.ReLU6)
            : new ConvKernel(_x, _y, axis, axis, groups, Bias: true, ActivationFunction.ReLU);
        _weightGradient = depthwise
            ? new DepthwiseWeightGradientKernel(_x, _y, axis, axis)
            : new ConvWeightGradientKernel(_x, _y, axis, axis, groups);
        int[] tiles = groups > 1 || _x.Planar ? [] : (kernel, stride) switch { (3, 1) => [2, 4], (5, 1) => [2], (3 or 5, 2) => [2, 3, 4], _ => [] };
        _winograd = tiles.ToDictionary(tile => tile, tile => Winograd(axis, tile));
        _strassen = groups == 1 && kernel == 1 ? new StrassenKernel(_x, _y, axis, axis, Bias: true, ActivationFunction.ReLU) : null;
        KernelSpec[] strassen = _strassen is null ? [] : [_strassen];
        _assembly = Compile([_forward, _weightGradient, .. _winograd.Values, .. strassen]);
        Name = name;
        Operations = 2.0 * (inputs / groups) * outputs * kernel * kernel * result * result;
    }

    public string Name { get; }

    /// <summary>Floating-point operations of the forward pass, and of the gradient by the weights.</summary>
    public double Operations { get; }

    /// <summary>The forward pass of one image.</summary>
    public Action Forward(InstructionSet set)
    {
        var kernel = (delegate*<float*, float*, float*, float*, int, void>)Pointer(_forward, set);
        float* x = Memory(_x.For(set).ImageStride), y = Memory(_y.For(set).ImageStride);
        float* w = Memory(((IWeighted)_forward).Weights(set).Length), bias = Memory(4096);
        int parts = ((IPartitioned)_forward).Parts(set);
        return () =>
        {
            for (int part = 0; part < parts; part++) kernel(x, w, bias, y, part);
        };
    }

    /// <summary>The sizes of tiles for which Winograd's algorithm can do it.</summary>
    public IEnumerable<int> WinogradTiles => _winograd.Keys;

    /// <summary>The forward pass of one image by Winograd's algorithm.</summary>
    public Action Winograd(InstructionSet set, int tile)
    {
        WinogradKernel spec = _winograd[tile];
        return InScratch(spec, set, spec.Input, spec.PackedLength(set));
    }

    /// <summary>Whether Strassen's algorithm can do it.</summary>
    public bool HasStrassen => _strassen is not null;

    /// <summary>The forward pass of one image by Strassen's algorithm.</summary>
    public Action Strassen(InstructionSet set) =>
        InScratch(_strassen!, set, _x, _strassen!.PackedLength(set));

    private Action InScratch<TKernel>(TKernel spec, InstructionSet set, TensorForm input, long weights)
        where TKernel : KernelSpec, IPartitioned, IScratch
    {
        var kernel = (delegate*<float*, float*, float*, float*, float*, bool, int, void>)Pointer(spec, set);
        float* x = Memory(input.For(set).ImageStride), y = Memory(_y.For(set).ImageStride);
        float* w = Memory(weights), bias = Memory(4096), scratch = Memory(spec.ScratchLength(set));
        int parts = spec.Parts(set), chunk = spec.PartsOfChunk(set);
        return () =>
        {
            for (int part = 0; part < parts; part++) kernel(x, w, bias, y, scratch, part % chunk != 0, part);
        };
    }

    /// <summary>The gradient by the weights from one image.</summary>
    public Action WeightGradient(InstructionSet set)
    {
        var kernel = (delegate*<float*, float*, float*, int, int, void>)Pointer(_weightGradient, set);
        float* x = Memory(_x.For(set).ImageStride), dy = Memory(_y.For(set).ImageStride);
        float* dw = Memory(((IWeighted)_weightGradient).Weights(set).Length);
        int parts = ((IPartitioned)_weightGradient).Parts(set);
        return () =>
        {
            for (int part = 0; part < parts; part++) kernel(x, dy, dw, 1, part);
        };
    }

    private WinogradKernel Winograd(ConvAxis axis, int tile)
    {
        Edges halo = WinogradKernel.Reach(new ConvAxes(ConvAxis.Single, axis, axis), tile, _x.Shape);
        return new WinogradKernel(_x with { Halo = halo }, _y, axis, axis, tile, Bias: true, ActivationFunction.ReLU);
    }

    private static Assembly Compile(IEnumerable<KernelSpec> called)
    {
        KernelSpec[] specs = [.. called.SelectMany(WithDependencies).Distinct()];
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Kernels" + Guid.NewGuid().ToString("N"),
            specs.Select(spec => CSharpSyntaxTree.ParseText(KernelFile.Emit(new KernelEntry(spec, 0, null), Namespace))), PlatformReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, optimizationLevel: OptimizationLevel.Release));
        using var stream = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(stream);
        if (!result.Success) throw new InvalidOperationException(string.Join(Environment.NewLine, result.Diagnostics));
        return Assembly.Load(stream.ToArray());
    }

    private static IEnumerable<KernelSpec> WithDependencies(KernelSpec spec) => spec.CalledOn(Targets.All).SelectMany(WithDependencies).Prepend(spec);

    private void* Pointer(KernelSpec spec, InstructionSet set) =>
        (void*)_assembly.GetType(Namespace + "." + set.KernelClass)!.GetMethod(spec.Name)!.MethodHandle.GetFunctionPointer();

    /// <summary>Kept for the process's life, in large pages as the runtime's. Small values, so that no sum becomes denormal or infinite.</summary>
    private static float* Memory(long length)
    {
        nuint bytes = (((nuint)length * sizeof(float)) + NetGen.Runtime.HugePages.PageBytes - 1) / NetGen.Runtime.HugePages.PageBytes * NetGen.Runtime.HugePages.PageBytes;
        float* memory = (float*)NativeMemory.AlignedAlloc(bytes, NetGen.Runtime.HugePages.PageBytes);
        NetGen.Runtime.HugePages.Advise(memory, bytes);
        new Span<float>(memory, checked((int)length)).Fill(0.01f);
        return memory;
    }
}
