using System.Globalization;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>Moves the channels of a block between a vector and an array that has no room for others where the last block is partial.</summary>
internal sealed record PartialVectorKernel : KernelSpec
{
    public override string Name => "PartialVector";

    /// <summary>A vector whose lanes from a count on are zero.</summary>
    public string Load(string pointer, string count) => $"{Name}Load({pointer}, {count})";

    /// <summary>Stores the lanes before a count.</summary>
    public string Store(string value, string pointer, string count) => $"{Name}Store({value}, {pointer}, {count});";

    /// <summary>As <see cref="Load"/>, from every so many floats.</summary>
    public string Gather(string pointer, string stride, string count) => $"{Name}Gather({pointer}, {stride}, {count})";

    /// <summary>As <see cref="Store"/>, to every so many floats.</summary>
    public string Scatter(string value, string pointer, string stride, string count) => $"{Name}Scatter({value}, {pointer}, {stride}, {count});";

    /// <summary>All bits set in the lanes before a count.</summary>
    public static string Mask(InstructionSet set, string count)
    {
        string lanes = string.Join(", ", Enumerable.Range(0, set.Lanes).Select(lane => lane.ToString(CultureInfo.InvariantCulture) + "f"));
        return set.LessThan($"{set.Static}.Create({lanes})", set.Broadcast($"(float)({count})"));
    }

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Line($$"""
        /// <summary>A vector whose lanes from a count on are zero.</summary>
        private static {{set.Vector}} {{Load("float* source", "int count")}}
        {
            if (count >= {{set.Lanes}}) return {{set.Load("source")}};
            float* lanes = stackalloc float[{{set.Lanes}}];
            {{set.Store(set.Zero, "lanes")}}
            for (int i = 0; i < count; i++) lanes[i] = source[i];
            return {{set.Load("lanes")}};
        }

        /// <summary>Stores the lanes before a count.</summary>
        private static void {{Store(set.Vector + " value", "float* target", "int count").TrimEnd(';')}}
        {
            if (count >= {{set.Lanes}})
            {
                {{set.Store("value", "target")}}
                return;
            }

            float* lanes = stackalloc float[{{set.Lanes}}];
            {{set.Store("value", "lanes")}}
            for (int i = 0; i < count; i++) target[i] = lanes[i];
        }

        /// <summary>A vector of every so many floats, whose lanes from a count on are zero.</summary>
        private static {{set.Vector}} {{Gather("float* source", "int stride", "int count")}}
        {
            if (stride == 1) return {{Load("source", "count")}};
            float* lanes = stackalloc float[{{set.Lanes}}];
            {{set.Store(set.Zero, "lanes")}}
            for (int i = 0; i < count; i++) lanes[i] = source[(nint)i * stride];
            return {{set.Load("lanes")}};
        }

        /// <summary>Stores the lanes before a count, to every so many floats.</summary>
        private static void {{Scatter(set.Vector + " value", "float* target", "int stride", "int count").TrimEnd(';')}}
        {
            float* lanes = stackalloc float[{{set.Lanes}}];
            {{set.Store("value", "lanes")}}
            for (int i = 0; i < count; i++) target[(nint)i * stride] = lanes[i];
        }

        """);
}
