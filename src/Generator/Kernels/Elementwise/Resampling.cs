using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// What kernels share that make an image of another size: the parameters are two tensors of one block of channels, the larger or
/// smaller of which is walked over, with their sizes and strides.
/// </summary>
internal static class Resampling
{
    /// <summary>The parameters of a body that works on two tensors.</summary>
    public static string Parameters(params string[] pointers) => string.Join(", ", System.Array.ConvertAll(pointers, pointer =>
        $"float* {pointer}, int {pointer}Plane, int {pointer}Row, int {pointer}Depth, int {pointer}Height, int {pointer}Width"));

    /// <summary>The arguments for those, in a method that has the pointers and <c>block</c>.</summary>
    public static string Arguments(InstructionSet set, params (string Pointer, TensorForm Form)[] tensors)
    {
        List<string> arguments = [];
        foreach ((string pointer, TensorForm form) in tensors)
        {
            Layout layout = form.Blocked(set);
            arguments.Add($"{KernelText.BlockAddress(pointer, layout)}, {layout.PlaneStride}, {layout.RowStride}, {layout.Depth}, {layout.Height}, {layout.Width}");
        }

        return string.Join(", ", arguments);
    }

    /// <summary>The address of a pixel.</summary>
    public static string At(InstructionSet set, string pointer, string plane, string row, string column) =>
        $"{pointer} + ((nint)({plane}) * {pointer}Plane) + ((nint)({row}) * {pointer}Row) + ((nint)({column}) * {set.Lanes})";

    /// <summary>Writes zeros to all pixels of a tensor.</summary>
    public static void EmitClear(CodeWriter writer, InstructionSet set, string pointer)
    {
        using CodeWriter.Scope planes = writer.Block($"for (int plane = 0; plane < {pointer}Depth; plane++)");
        using CodeWriter.Scope rows = writer.Block($"for (int row = 0; row < {pointer}Height; row++)");
        writer.Line($"new Span<float>({At(set, pointer, "plane", "row", "0")}, {pointer}Width * {set.Lanes}).Clear();");
    }

    /// <summary>Adds a vector to a pixel.</summary>
    public static string Add(InstructionSet set, string address, string value) => set.Store($"{set.Load(address)} + {value}", address);
}
