using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// A walk over the pixels of an image, and at each of them over the blocks of channels, in a body that all shapes share. A last block that is
/// partial is visited apart.
/// </summary>
/// <param name="set">The instruction set.</param>
/// <param name="pointers">The tensors, which are the body's first parameters.</param>
internal sealed class ChannelWalk(InstructionSet set, params string[] pointers)
{
    /// <summary>The body's parameters.</summary>
    public string Parameters => string.Join(", ", pointers.Select(pointer => "float* " + pointer)
        .Concat(pointers.Select(pointer => $"int {pointer}Plane, int {pointer}Row, int {pointer}Block")))
        + ", int planes, int rows, int columns, int channels";

    /// <summary>The arguments for those parameters, in a method that has the tensors' pointers.</summary>
    public static string Arguments(InstructionSet set, params (string Pointer, TensorForm Form)[] tensors)
    {
        Layout[] layouts = Array.ConvertAll(tensors, tensor => tensor.Form.Blocked(set));
        Layout first = layouts[0];
        bool joined = layouts.All(layout => layout.BlockStride == layout.Depth * layout.Height * layout.Width * set.Lanes);
        string pixels = joined ? $"1, 1, {first.Depth * first.Height * first.Width}" : $"{first.Depth}, {first.Height}, {first.Width}";
        IEnumerable<string> strides = layouts.Select(layout => joined
            ? $"0, 0, {layout.BlockStride}"
            : $"{layout.PlaneStride}, {layout.RowStride}, {layout.BlockStride}");
        return string.Join(", ", tensors.Zip(layouts, (tensor, layout) => tensor.Pointer + MethodText.Plus(layout.Origin)).Concat(strides))
            + $", {pixels}, {first.Channels}";
    }

    /// <summary>Writes the loops over the pixels.</summary>
    public void Emit(CodeWriter writer, Action body)
    {
        writer.Line($"int whole = channels / {set.Lanes};");
        writer.Line($"bool partial = whole * {set.Lanes} < channels;");
        writer.Line($"{set.Vector} valid = {PartialVectorKernel.Mask(set, $"channels - (whole * {set.Lanes})")};");
        using CodeWriter.Scope planes = writer.Block("for (int plane = 0; plane < planes; plane++)");
        using CodeWriter.Scope rows = writer.Block("for (int row = 0; row < rows; row++)");
        using CodeWriter.Scope columns = writer.Block("for (int column = 0; column < columns; column++)");
        foreach (string pointer in pointers)
        {
            writer.Line($"float* {pointer}At = {pointer} + ((nint)plane * {pointer}Plane) + ((nint)row * {pointer}Row) + ((nint)column * {set.Lanes});");
        }

        body();
    }

    /// <summary>
    /// Writes a loop over the blocks, and the last one apart if it is partial: the body gets the address in a tensor and, for
    /// a partial block, the mask of its channels.
    /// </summary>
    public static void EmitBlocks(CodeWriter writer, Action<Func<string, string>, string?> body)
    {
        using (writer.Block("for (int block = 0; block < whole; block++)")) body(pointer => $"{pointer}At + ((nint)block * {pointer}Block)", null);
        using (writer.Block("if (partial)")) body(pointer => $"{pointer}At + ((nint)whole * {pointer}Block)", "valid");
    }
}
