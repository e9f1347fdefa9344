namespace NetGen.Networks.Tests;

/// <summary>What the tests run on: each instruction set that this machine supports, with one thread and with two.</summary>
public static class TestSettings
{
    public static TheoryData<CodePath, int> All
    {
        get
        {
            var settings = new TheoryData<CodePath, int>();
            foreach (CodePath path in Enum.GetValues<CodePath>().Where(NetGenRuntime.IsSupported))
            {
                settings.Add(path, 1);
                settings.Add(path, 2);
            }

            return settings;
        }
    }

    public static TheoryData<CodePath> Paths => [.. Enum.GetValues<CodePath>().Where(NetGenRuntime.IsSupported)];

    public static NetworkOptions Options(CodePath path, int threads) => new() { Path = path, Threads = threads };
}
