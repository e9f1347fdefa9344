using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// Moves between the lanes of a block of channels and one value for each group of channels; a group may begin in the middle of a
/// block.
/// </summary>
internal sealed record GroupLanesKernel : KernelSpec
{
    public override string Name => "GroupLanes";

    /// <summary>A statement that adds the lanes before <c>count</c> to the doubles of their groups; <c>first</c> is the channel of the first lane, counted from the first group.</summary>
    public string Add(string vector, string first, string sums) => $"{Name}Add({vector}, {first}, count, perGroup, {sums});";

    /// <summary>The values of the lanes' groups; zero in lanes from <c>count</c> on.</summary>
    public string Spread(string values, string first) => $"{Name}Spread({values}, {first}, count, perGroup)";

    public override void Emit(CodeWriter writer, InstructionSet set) => writer.Line($$"""
        /// <summary>Adds lanes to the sums of their groups of channels.</summary>
        private static void {{Name}}Add({{set.Vector}} vector, int first, int count, int perGroup, double* sums)
        {
            float* lanes = stackalloc float[{{set.Lanes}}];
            {{set.Store("vector", "lanes")}}
            for (int i = 0; i < count; i++) sums[(first + i) / perGroup] += lanes[i];
        }

        /// <summary>The values of the groups of channels that lanes belong to, zero from a count on.</summary>
        private static {{set.Vector}} {{Name}}Spread(float* values, int first, int count, int perGroup)
        {
            float* lanes = stackalloc float[{{set.Lanes}}];
            {{set.Store(set.Zero, "lanes")}}
            for (int i = 0; i < count; i++) lanes[i] = values[(first + i) / perGroup];
            return {{set.Load("lanes")}};
        }

        """);
}
