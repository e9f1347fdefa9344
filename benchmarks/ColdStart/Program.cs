using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using NetGen;
using NetGen.Peers.Networks;

// One prediction of ResNet-18, and the end of the process: what a program waits for that is started for one image.
// ColdStart [THREADS [WEIGHTS.safetensors IMAGE EXPECTED]]: the last two are raw floats, 3×224×224 and 1000. Without weights they are random.
const int Pixels = 3 * 224 * 224, Classes = 1000;
var options = new NetworkOptions { Threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1, KeepParameters = false };
float[] image = args.Length > 2 ? Floats(args[2], Pixels) : new float[Pixels];
float[] expected = args.Length > 3 ? Floats(args[3], Classes) : [];

long begin = Stopwatch.GetTimestamp();
using ResNet18 network = args.Length > 1 ? ResNet18.Load(args[1], options) : new ResNet18(options: options);
double load = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
float[] logits = new float[Classes];
begin = Stopwatch.GetTimestamp();
network.Predict(image, logits);
double first = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;

Console.WriteLine(FormattableString.Invariant($"{NetGenRuntime.ActivePath}, threads: {options.Threads}; load {load:F1} ms, first prediction {first:F1} ms"));
if (logits.All(float.IsFinite) && Error(logits, expected) <= 1e-4) return 0;
Console.Error.WriteLine("The result is wrong.");
return 1;

static float[] Floats(string path, int count)
{
    byte[] bytes = File.ReadAllBytes(path);
    return bytes.Length == count * sizeof(float)
        ? MemoryMarshal.Cast<byte, float>(bytes).ToArray()
        : throw new InvalidDataException($"{path} must have {count} floats; it has {bytes.Length} bytes.");
}

static double Error(float[] values, float[] expected) =>
    expected.Length == 0 ? 0 : values.Zip(expected, (a, b) => Math.Abs(a - b)).Max() / expected.Max(Math.Abs);
