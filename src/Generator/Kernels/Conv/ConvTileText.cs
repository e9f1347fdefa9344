using System;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>What the register tiles of all convolutions write alike; in the emitted code the runtime's ConvWalk is <c>walk</c>.</summary>
internal static class ConvTileText
{
    /// <summary>Loops over planes, rows and columns of taps, whose input begins at <c>plane</c>, around what is done at <c>column</c>.</summary>
    public static void EmitTaps(CodeWriter writer, Action body)
    {
        using (writer.Block("for (int i = walk.TapPlanes; i > 0; i--, plane += walk.TapPlaneStride)"))
        {
            writer.Line("float* row = plane;");
            using (writer.Block("for (int j = walk.TapRows; j > 0; j--, row += walk.TapRowStride)"))
            {
                writer.Line("float* column = row;");
                using (writer.Block("for (int k = walk.TapColumns; k > 0; k--, column += walk.TapColumnStride)")) body();
            }
        }
    }

    /// <summary>Declares <c>p0</c>, <c>p1</c>…, the inputs of each row of a tile, from <c>column</c> on.</summary>
    public static void EmitRowPointers(CodeWriter writer, int rows)
    {
        writer.Line("float* p0 = column;");
        for (int row = 1; row < rows; row++) writer.Line($"float* p{row} = p{row - 1} + walk.RowStride;");
    }

    /// <summary>The address of a pixel of the tile.</summary>
    public static string Address(RegisterTile tile, int pixel, int columnStep) =>
        $"p{pixel / tile.Columns}{MethodText.Plus(pixel % tile.Columns * columnStep)}";

    /// <summary>Stores all pixels of a tile after their epilogue, which may begin with adding the residual behind <c>r</c>.</summary>
    public static void EmitStores(CodeWriter writer, InstructionSet set, MultiplyAddTile registers, RegisterTile tile, bool leaky, bool adds = false)
    {
        string residual = adds ? set.Load("q") : "", bothMove = adds ? " o += next; q += next;" : " o += next;";
        registers.BeginEpilogue(writer, leaky);
        if (tile.Columns > 1) writer.Line("nint next = walk.OutputColumnStride;");
        for (int block = 0; block < tile.Blocks; block++)
        {
            for (int row = 0; row < tile.Rows; row++)
            {
                string declaration = block + row == 0 ? "float* " : "";
                writer.Line($"{declaration}o = y{Multiple("walk.OutputBlockStride", block)}{Multiple("walk.OutputRowStride", row)};");
                if (adds) writer.Line($"{declaration}q = r{Multiple("walk.ResidualBlockStride", block)}{Multiple("walk.ResidualRowStride", row)};");
                for (int column = 0; column < tile.Columns; column++)
                {
                    string move = column + 1 < tile.Columns ? bothMove : "";
                    writer.Line(set.Store(registers.Activated(block, (row * tile.Columns) + column, leaky, residual), "o") + move);
                }
            }
        }
    }

    /// <summary>A stride so many times, as a summand.</summary>
    public static string Multiple(string stride, int count) => count switch
    {
        0 => "",
        1 => $" + {stride}",
        _ => $" + ((nint){stride} * {count})",
    };
}
