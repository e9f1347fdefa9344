using System.Globalization;
using NetGen.Generator.Kernels;

namespace NetGen.Benchmarks;

/// <summary>
/// Prints the speed of the convolution kernels as a share of the processor's multiply-add peak. The peak and all
/// kernels of a convolution alternate in every round, so that a change of the machine's speed meets all of them; medians are compared.
/// </summary>
internal static class KernelReport
{
    private const double SecondsPerSample = 0.02;

    private static readonly (string Name, int Inputs, int Outputs, int Size, int Kernel, int Stride, int Groups)[] _cases =
    [
        ("3x3 64->64 56x56", 64, 64, 56, 3, 1, 1),
        ("3x3 256->256 14x14", 256, 256, 14, 3, 1, 1),
        ("3x3 512->512 7x7", 512, 512, 7, 3, 1, 1),
        ("1x1 256->64 56x56", 256, 64, 56, 1, 1, 1),
        ("1x1 128->512 28x28", 128, 512, 28, 1, 1, 1),
        ("1x1 64->256 56x56", 64, 256, 56, 1, 1, 1),
        ("1x1 512->512 14x14", 512, 512, 14, 1, 1, 1),
        ("1x1 1024->1024 7x7", 1024, 1024, 7, 1, 1, 1),
        ("1x1 128->128 56x56", 128, 128, 56, 1, 1, 1),
        ("1x1 256->256 28x28", 256, 256, 28, 1, 1, 1),
        ("1x1 1024->256 14x14", 1024, 256, 14, 1, 1, 1),
        ("1x1/2 512->1024 28x28", 512, 1024, 28, 1, 2, 1),
        ("7x7/2 3->64 224x224", 3, 64, 224, 7, 2, 1),
        ("5x5 1->20 28x28", 1, 20, 28, 5, 1, 1),
        ("5x5 20->50 14x14", 20, 50, 14, 5, 1, 1),
        ("3x3 128->128 112x112", 128, 128, 112, 3, 1, 1),
        ("3x3 256->256 56x56", 256, 256, 56, 3, 1, 1),
        ("3x3 512->512 28x28", 512, 512, 28, 3, 1, 1),
        ("3x3 512->512 14x14", 512, 512, 14, 3, 1, 1),
        ("3x3 16->16 32x32", 16, 16, 32, 3, 1, 1),
        ("3x3 64->64 8x8", 64, 64, 8, 3, 1, 1),
        ("5x5 64->192 27x27", 64, 192, 27, 5, 1, 1),
        ("5x5/2 96->256 55x55", 96, 256, 55, 5, 2, 1),
        ("3x3/2 64->128 56x56", 64, 128, 56, 3, 2, 1),
        ("3x3/2 128->128 56x56", 128, 128, 56, 3, 2, 1),
        ("3x3/2 128->256 28x28", 128, 256, 28, 3, 2, 1),
        ("3x3/2 256->256 28x28", 256, 256, 28, 3, 2, 1),
        ("3x3/2 256->512 14x14", 256, 512, 14, 3, 2, 1),
        ("3x3/2 512->512 14x14", 512, 512, 14, 3, 2, 1),
        ("grouped 3x3 32x4 56x56", 128, 128, 56, 3, 1, 32),
        ("grouped 3x3 32x8 28x28", 256, 256, 28, 3, 1, 32),
        ("grouped 3x3/2 32x8 56x56", 256, 256, 56, 3, 2, 32),
        ("grouped 3x3 32x16 14x14", 512, 512, 14, 3, 1, 32),
        ("depthwise 3x3 96 56x56", 96, 96, 56, 3, 1, 96),
        ("depthwise 3x3/2 96 112x112", 96, 96, 112, 3, 2, 96),
        ("depthwise 3x3 512 14x14", 512, 512, 14, 3, 1, 512),
    ];

    /// <summary>Measures and prints.</summary>
    /// <param name="rounds">How often each kernel is measured.</param>
    /// <param name="filter">Which: a part of the name, or nothing.</param>
    public static void Run(int rounds, string filter = "")
    {
        Console.WriteLine($"One thread, median of {rounds} alternating rounds, GFLOP/s; share of the peak with its quartiles.");
        foreach ((string name, int inputs, int outputs, int size, int kernel, int stride, int groups) in _cases.Where(item => item.Name.Contains(filter, StringComparison.Ordinal)))
        {
            var conv = new ConvCase(name, inputs, outputs, size, kernel, stride, groups);
            foreach (InstructionSet set in Targets.All.Where(IsSupported))
            {
                Report(conv, set, [.. Forms(conv, set)], rounds);
            }
        }
    }

    private static bool IsSupported(InstructionSet set) => NetGenRuntime.IsSupported(Enum.Parse<CodePath>(set.Name));

    /// <summary>All that computes the convolution, and its gradient.</summary>
    private static IEnumerable<Form> Forms(ConvCase conv, InstructionSet set)
    {
        yield return new("forward", conv.Forward(set));
        foreach (int tile in conv.WinogradTiles) yield return new($"Winograd F({tile})", conv.Winograd(set, tile));
        if (conv.HasStrassen) yield return new("Strassen", conv.Strassen(set));
        yield return new("weight gradient", conv.WeightGradient(set));
    }

    private static void Report(ConvCase conv, InstructionSet set, Form[] forms, int rounds)
    {
        const long PeakIterations = 2_000_000;
        var peaks = new List<double>();
        foreach (Form form in forms) form.Action();
        int[] repeats = [.. forms.Select(form => Math.Max(1, (int)(SecondsPerSample / Seconds(form.Action, 1))))];
        for (int round = 0; round < rounds; round++)
        {
            double peak = FmaPeak.Operations(set, PeakIterations) / Seconds(() => FmaPeak.Run(set, PeakIterations), 1) / 1e9;
            peaks.Add(peak);
            for (int i = 0; i < forms.Length; i++)
            {
                double speed = conv.Operations * repeats[i] / Seconds(forms[i].Action, repeats[i]) / 1e9;
                forms[i].Speeds.Add(speed);
                forms[i].Shares.Add(speed / peak);
            }
        }

        foreach (Form form in forms)
        {
            double speed = Quantile(form.Speeds, 0.5), peak = Quantile(peaks, 0.5);
            Console.WriteLine(string.Format(
                CultureInfo.InvariantCulture, "{0,-26} {1,-17} {2,-10} {3,7:F1} of {4,6:F1}  {5,4:F0} % ({6:F0}-{7:F0})",
                conv.Name, form.Name, set.Name, speed, peak, 100 * speed / peak, 100 * Quantile(form.Shares, 0.25), 100 * Quantile(form.Shares, 0.75)));
        }
    }

    private static double Seconds(Action action, int repeats)
    {
        double start = ThreadClock.Seconds;
        for (int i = 0; i < repeats; i++) action();
        return ThreadClock.Seconds - start;
    }

    private static double Quantile(List<double> values, double quantile)
    {
        double[] sorted = [.. values.Order()];
        return sorted[(int)Math.Round(quantile * (sorted.Length - 1))];
    }

    /// <summary>A kernel with its measurements.</summary>
    private sealed record Form(string Name, Action Action)
    {
        /// <summary>GFLOP/s of each round.</summary>
        public List<double> Speeds { get; } = [];

        /// <summary>Shares of the peak of the same round.</summary>
        public List<double> Shares { get; } = [];
    }
}
