using System.Diagnostics;
using System.Globalization;

namespace NetGen.Peers;

/// <summary>The cores that all take their turns on, chosen as the kit chooses them.</summary>
internal static class Cores
{
    /// <summary>The cores for so many threads: one is <c>PEERS_CORE</c>, two are <c>PEERS_PAIR</c>, more are the first ones.</summary>
    /// <exception cref="PeerException">The machine has fewer.</exception>
    public static int[] For(int threads)
    {
        int[] cores = threads switch
        {
            1 => Read("PEERS_CORE", "1"),
            2 => Read("PEERS_PAIR", "0,1"),
            _ => [.. Enumerable.Range(0, threads)],
        };
        return cores.All(core => core < Environment.ProcessorCount)
            ? cores
            : throw new PeerException($"{threads} threads are to run on cores {string.Join(',', cores)}; this machine has {Environment.ProcessorCount}.");
    }

    /// <summary>Keeps this thread on some cores, and all threads and processes that it starts from now on.</summary>
    public static void Pin(int[] cores)
    {
        if (OperatingSystem.IsLinux()) Process.GetCurrentProcess().ProcessorAffinity = cores.Aggregate((nint)0, (mask, core) => mask | ((nint)1 << core));
    }

    /// <summary>Seconds for which some cores have worked since the machine started; 0 where the system does not say.</summary>
    public static double Busy(int[] cores)
    {
        const double TicksPerSecond = 100;
        const int Idle = 4, Wait = 5, Last = 8;
        if (!OperatingSystem.IsLinux()) return 0;
        string[] names = [.. cores.Select(core => string.Create(CultureInfo.InvariantCulture, $"cpu{core}"))];
        return File.ReadLines("/proc/stat").Select(line => line.Split(' ')).Where(line => names.Contains(line[0]))
            .Sum(line => Enumerable.Range(1, Last).Where(field => field is not (Idle or Wait)).Sum(field => long.Parse(line[field], CultureInfo.InvariantCulture))) / TicksPerSecond;
    }

    private static int[] Read(string variable, string usual)
    {
        string text = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : usual;
        try
        {
            return [.. text.Split(',').Select(core => int.Parse(core, NumberStyles.None, CultureInfo.InvariantCulture))];
        }
        catch (FormatException)
        {
            throw new PeerException($"{variable} must name cores by their numbers, separated by commas, not '{text}'.");
        }
    }
}
