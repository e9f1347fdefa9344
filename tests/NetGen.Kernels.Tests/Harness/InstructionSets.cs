using System.Runtime.Intrinsics.X86;
using NetGen.Generator.Kernels;

namespace NetGen.Kernels.Tests.Harness;

/// <summary>The instruction sets that this process can run.</summary>
internal static class InstructionSets
{
    public static IReadOnlyList<InstructionSet> Supported { get; } = [.. Targets.All.Where(IsSupported)];

    public static IEnumerable<InstructionSet> Missing => Targets.All.Except(Supported);

    /// <summary>The names of the supported sets, as the rows of a theory.</summary>
    public static TheoryData<string> Rows => [.. Supported.Select(set => set.Name)];

    public static InstructionSet Named(string name) => Targets.All.Single(set => set.Name == name);

    /// <summary>Every supported set with every case, as the rows of a theory; a case is found again by its text.</summary>
    public static TheoryData<string, string> With<T>(IEnumerable<T> cases) where T : notnull
    {
        var rows = new TheoryData<string, string>();
        foreach (T item in cases)
        {
            foreach (InstructionSet set in Supported) rows.Add(set.Name, item.ToString()!);
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
