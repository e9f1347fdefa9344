using System.Collections.Concurrent;
using System.Reflection;
using NetGen.Generator.Kernels;

namespace NetGen.Kernels.Tests.Harness;

/// <summary>
/// Kernels that are compiled together, once for each instruction set and when the first of them is needed: one compilation
/// of a hundred kernels takes hardly longer than one of a single kernel.
/// </summary>
internal sealed class KernelLibrary
{
    private readonly ConcurrentDictionary<InstructionSet, Lazy<Type>> _compiled = new();
    private readonly HashSet<KernelSpec> _specs;

    public KernelLibrary(IEnumerable<KernelSpec> specs) => _specs = [.. specs];

    public IReadOnlyCollection<KernelSpec> Specs => _specs;

    /// <summary>The class with all kernels.</summary>
    public Type Class(InstructionSet set) =>
        _compiled.GetOrAdd(set, key => new Lazy<Type>(() => KernelCompiler.Compile(key, _specs))).Value;

    /// <summary>Calls a kernel of this library once.</summary>
    /// <param name="spec">The kernel.</param>
    /// <param name="set">The instruction set.</param>
    /// <param name="arguments">In the kernel's order: buffers or null for pointers, and numbers.</param>
    public void Run(KernelSpec spec, InstructionSet set, params object?[] arguments)
    {
        if (!_specs.Contains(spec)) throw new ArgumentException($"Expected a kernel of this library, got {spec.Name}.", nameof(spec));
        KernelRunner.Invoke(Class(set), spec, arguments);
    }

    /// <summary>Calls a body that kernels share, with addresses and strides that no tensor need have.</summary>
    public void RunBody(KernelSpec body, InstructionSet set, params object?[] arguments) =>
        KernelRunner.Invoke(Class(set), body, arguments, BindingFlags.NonPublic);

    /// <summary>Calls a kernel of one image and one block of channels for all of them.</summary>
    public void RunBlocks(KernelSpec spec, InstructionSet set, int images, int blocks, params TensorBuffer?[] tensors)
    {
        for (int image = 0; image < images; image++)
        {
            for (int block = 0; block < blocks; block++)
            {
                Run(spec, set, [.. tensors.Select(tensor => (object?)tensor?.Image(image)), block]);
            }
        }
    }
}

/// <summary>Calls kernels with buffers as pointers.</summary>
internal static class KernelRunner
{
    private static readonly ConcurrentDictionary<(InstructionSet, KernelSpec), Lazy<Type>> _compiled = new();

    /// <summary>Compiles a kernel alone, if that has not been done, and calls it.</summary>
    public static void Run(KernelSpec spec, InstructionSet set, params object?[] arguments) =>
        Invoke(_compiled.GetOrAdd((set, spec), _ => new Lazy<Type>(() => KernelCompiler.Compile(set, [spec]))).Value, spec, arguments);

    internal static unsafe void Invoke(Type kernels, KernelSpec spec, object?[] arguments, BindingFlags access = BindingFlags.Public)
    {
        MethodInfo method = kernels.GetMethod(spec.Name, access | BindingFlags.Static)
            ?? throw new InvalidOperationException($"The kernel emitted no static method {spec.Name} that is {access}.");
        object?[] converted = [.. method.GetParameters().Zip(arguments, Convert)];
        if (converted.Length != arguments.Length || converted.Length != method.GetParameters().Length)
        {
            throw new ArgumentException(
                $"Expected {method.GetParameters().Length} arguments for {method}, got {arguments.Length}.", nameof(arguments));
        }

        method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, converted, null);
    }

    private static unsafe object? Convert(System.Reflection.ParameterInfo parameter, object? argument) => argument switch
    {
        null => Pointer.Box(null, parameter.ParameterType),
        Address address => Pointer.Box(address.Pointer, parameter.ParameterType),
        Addresses addresses => Pointer.Box(addresses.Pointer, parameter.ParameterType),
        FloatBuffer buffer => Pointer.Box(buffer.Start, parameter.ParameterType),
        _ => argument,
    };
}

/// <summary>An array of pointers as an argument.</summary>
internal readonly unsafe struct Addresses(float** pointer)
{
    public float** Pointer { get; } = pointer;
}

/// <summary>A pointer as an argument.</summary>
internal readonly unsafe struct Address(float* pointer)
{
    public float* Pointer { get; } = pointer;
}
