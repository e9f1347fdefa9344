using BenchmarkDotNet.Running;
using NetGen.Benchmarks;

// "kernels" measures the convolutions beside the processor's peak; everything else is BenchmarkDotNet's.
if (args is ["kernels", ..])
{
    KernelReport.Run(rounds: args.Length > 1 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 15, args.Length > 2 ? args[2] : "");
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(KernelReport).Assembly).Run(args);
}
