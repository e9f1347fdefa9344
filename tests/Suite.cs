namespace NetGen.Testing;

/// <summary>
/// How much of the suite runs. The everyday run takes everything of importance once, on the widest instruction set of the processor; the
/// whole suite takes every instruction set that the processor has, every drawn case, and the compilations for sets that it lacks.
/// docs/testing.md says what that is in each project.
/// </summary>
internal static class Suite
{
    /// <summary>The environment variable that asks for the whole suite, by the word <c>all</c>.</summary>
    public const string Variable = "NETGEN_TESTS";

    /// <summary>Whether the whole suite runs.</summary>
    public static bool IsWhole { get; } = Environment.GetEnvironmentVariable(Variable) switch
    {
        "all" => true,
        null or "" => false,
        string other => throw new InvalidOperationException($"{Variable} is '{other}'; expected 'all', or nothing for the everyday run."),
    };
}
