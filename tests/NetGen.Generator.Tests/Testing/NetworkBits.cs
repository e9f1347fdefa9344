using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.Emit;

namespace NetGen.Generator.Tests.Testing;

/// <summary>Runs networks of a user's project and gives the bits of all that they compute.</summary>
internal static class NetworkBits
{
    private const int Images = 2;

    /// <summary>A prediction, a forward and a backward pass of each network with parameters from one seed.</summary>
    public static Dictionary<string, int[]> Of(Generated project, params string[] networks)
    {
        using var image = new MemoryStream();
        EmitResult result = project.Compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        var context = new AssemblyLoadContext("User", isCollectible: true);
        Assembly assembly = context.LoadFromStream(image);
        MethodInfo run = typeof(NetworkBits).GetMethod(nameof(Run), BindingFlags.NonPublic | BindingFlags.Static)!;
        var bits = networks.ToDictionary(name => name, name => (int[])run.MakeGenericMethod(assembly.GetType(name, throwOnError: true)!).Invoke(null, null)!);
        context.Unload();
        return bits;
    }

    private static int[] Run<TNetwork>()
        where TNetwork : class, INetwork<TNetwork>
    {
        using TNetwork network = TNetwork.Create(11, new NetworkOptions { Threads = 1 });
        network.RandomSeed = 5;
        int length = TNetwork.Info.Inputs.Sum(input => input.Shape.Length), results = TNetwork.Info.Outputs.Sum(output => output.Shape.Length);
        float[] images = Wave(Images * length), predicted = new float[Images * results];
        network.Predict(images, predicted);
        float[] trained = network.Forward(images).ToArray();
        network.Backward(Wave(trained.Length));
        IEnumerable<float> gradients = network.Parameters.Where(parameter => parameter.IsTrainable).SelectMany(parameter => parameter.Gradient.ToArray());
        return [.. predicted.Concat(trained).Concat(gradients).Select(BitConverter.SingleToInt32Bits)];
    }

    private static float[] Wave(int length) => [.. Enumerable.Range(0, length).Select(i => MathF.Sin(i * 0.7f))];
}
