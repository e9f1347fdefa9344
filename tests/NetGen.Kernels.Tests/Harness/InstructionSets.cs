using System.Runtime.Intrinsics.X86;
using NetGen.Generator.Kernels;

namespace NetGen.Kernels.Tests.Harness;

/// <summary>The instruction sets that this process can run.</summary>
internal static class InstructionSets
{
    public static IReadOnlyList<InstructionSet> Supported { get; } = [.. Targets.All.Where(IsSupported)];

    /// <summary>Those that kernels run on: the widest, or in the whole suite every supported one.</summary>
    public static IReadOnlyList<InstructionSet> Tested { get; } = Suite.IsWhole ? Supported : [Supported[0]];

    /// <summary>Those that kernels are compiled for: in the whole suite also the sets that this process lacks.</summary>
    public static IReadOnlyList<InstructionSet> Compiled { get; } = Suite.IsWhole ? [.. Targets.All] : Tested;

    public static IEnumerable<InstructionSet> Missing => Targets.All.Except(Supported);

    /// <summary>The names of the tested sets, as the rows of a theory.</summary>
    public static TheoryData<string> Rows => [.. Tested.Select(set => set.Name)];

    public static InstructionSet Named(string name) => Targets.All.Single(set => set.Name == name);

    /// <summary>Every tested set with every case, as the rows of a theory; a case is found again by its text.</summary>
    public static TheoryData<string, string> With<T>(IEnumerable<T> cases) where T : notnull
    {
        var rows = new TheoryData<string, string>();
        foreach (T item in cases)
        {
            foreach (InstructionSet set in Tested) rows.Add(set.Name, item.ToString()!);
        }

        return rows;
    }

    private static bool IsSupported(InstructionSet set) => set.Lanes switch
    {
        16 => Avx512F.IsSupported,
        8 => Avx2.IsSupported && Fma.IsSupported,
        _ => true,
    };
}
