namespace NetGen.Networks.Tests;

/// <summary>What the tests run on: the code path of this process, in the whole suite every one that it supports; with one thread and with two.</summary>
public static class TestSettings
{
    public static TheoryData<CodePath, int> All
    {
        get
        {
            var settings = new TheoryData<CodePath, int>();
            foreach (CodePath path in Tested)
            {
                settings.Add(path, 1);
                settings.Add(path, 2);
            }

            return settings;
        }
    }

    public static TheoryData<CodePath> Paths => [.. Tested];

    private static IEnumerable<CodePath> Tested =>
        Suite.IsWhole ? Enum.GetValues<CodePath>().Where(NetGenRuntime.IsSupported) : [NetGenRuntime.ActivePath];

    public static NetworkOptions Options(CodePath path, int threads) => new() { Path = path, Threads = threads };
}
