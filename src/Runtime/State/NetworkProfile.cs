using System.Globalization;
using System.Text;
using NetGen.Runtime;

namespace NetGen;

/// <summary>Where a network's predictions spend their time: each step, with its share of the processor's multiply-add peak.</summary>
/// <example><code>
/// Console.WriteLine(network.Profile(image));
/// </code></example>
public sealed class NetworkProfile
{
    private readonly string _network;

    /// <summary>Gathers what a clock has seen.</summary>
    internal NetworkProfile(string network, CodePath path, int threads, int images, int runs, double seconds, IReadOnlyList<StepSamples> steps)
    {
        _network = network;
        Path = path;
        Threads = threads;
        Images = images;
        Runs = runs;
        Milliseconds = seconds * 1e3;
        PeakGigaflops = FmaPeak.Gigaflops(path, threads);
        double total = steps.Sum(step => step.Seconds(images, threads));
        Steps = [.. steps.Select(step => Profile(step, total))];
    }

    /// <summary>The instruction set.</summary>
    public CodePath Path { get; }

    /// <summary>Threads that share the work of one call.</summary>
    public int Threads { get; }

    /// <summary>Images of one prediction.</summary>
    public int Images { get; }

    /// <summary>Predictions that were timed.</summary>
    public int Runs { get; }

    /// <summary>The median time of a prediction, of all images, in milliseconds.</summary>
    public double Milliseconds { get; }

    /// <summary>What the threads could compute if they did nothing but multiply and add in registers: 10⁹ operations a second, measured once.</summary>
    public double PeakGigaflops { get; }

    /// <summary>The steps in the order in which they run; their times add up to about a prediction's.</summary>
    public IReadOnlyList<StepProfile> Steps { get; }

    /// <summary>The profile as a table with aligned columns, for a console.</summary>
    public override string ToString()
    {
        int width = Steps.Select(step => step.Name.Length).Append("total".Length).Max();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{_network}: {NetGenRuntime.Describe(Path)}, threads: {Threads}, images: {Images}, {Milliseconds:F3} ms (median of {Runs}), ");
        text.Append(CultureInfo.InvariantCulture, $"peak {PeakGigaflops:F0} GFLOP/s\n");
        text.Append("step".PadRight(width)).Append("          µs    time   GFLOP/s    peak\n");
        foreach (StepProfile step in Steps) text.Append(Row(width, step)).Append('\n');
        double microseconds = Steps.Sum(step => step.Microseconds);
        return text.Append(Row(width, new StepProfile("total", microseconds, Steps.Sum(step => step.MultiplyAdds), 1, PeakGigaflops))).ToString();
    }

    private static string Row(int width, StepProfile step)
    {
        string row = string.Create(CultureInfo.InvariantCulture, $"{step.Name.PadRight(width)}  {step.Microseconds,10:F1}  {100 * step.ShareOfTime,4:F1} %");
        return step.MultiplyAdds == 0
            ? row
            : string.Create(CultureInfo.InvariantCulture, $"{row}  {step.Gigaflops,8:F1}  {100 * step.ShareOfPeak,4:F0} %");
    }

    private StepProfile Profile(StepSamples step, double total)
    {
        double seconds = step.Seconds(Images, Threads);
        return new StepProfile(step.Name, seconds * 1e6, step.MultiplyAdds * Images, total == 0 ? 0 : seconds / total, PeakGigaflops);
    }
}

/// <summary>One step of a profile: a layer, with what is fused to it, or a move of tensors.</summary>
/// <param name="Name">The layers and their shapes: conv1 + bn1 + relu1: 3×224×224 → 64×112×112.</param>
/// <param name="Microseconds">The time of one prediction, all images, by the median call.</param>
/// <param name="MultiplyAdds">Multiplications with an addition, as the layer is defined, of those images; an algorithm may need fewer.</param>
/// <param name="ShareOfTime">Its part of the time of all steps, from 0 to 1.</param>
/// <param name="PeakGigaflops">What the threads could compute.</param>
public sealed record StepProfile(string Name, double Microseconds, long MultiplyAdds, double ShareOfTime, double PeakGigaflops)
{
    /// <summary>10⁹ operations a second, two for each multiply-add.</summary>
    public double Gigaflops => Microseconds == 0 ? 0 : 2 * MultiplyAdds / Microseconds / 1e3;

    /// <summary>The part of the peak, from 0; above 1 where an algorithm saves multiplications.</summary>
    public double ShareOfPeak => Gigaflops / PeakGigaflops;
}
