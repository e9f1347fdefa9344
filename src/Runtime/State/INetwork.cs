using System.Diagnostics.CodeAnalysis;

namespace NetGen;

/// <summary>What every generated network offers, so that a trainer is generic over networks without reflection.</summary>
/// <typeparam name="TSelf">The network's class.</typeparam>
public interface INetwork<TSelf> : IDisposable
    where TSelf : class, INetwork<TSelf>
{
    /// <summary>Shapes, layers and parameters.</summary>
    static abstract NetworkInfo Info { get; }

    /// <summary>Makes a network with fresh parameters, as its layers declare them; one seed gives the same bits on every machine.</summary>
    static abstract TSelf Create(ulong seed, NetworkOptions? options);

    /// <summary>Makes a network with the parameters of a safetensors file.</summary>
    /// <exception cref="InvalidDataException">The file is malformed, or not of this network.</exception>
    static abstract TSelf Load(string path, NetworkOptions? options);

    /// <summary>Makes a network with the parameters of a safetensors file whose names have a prefix or are other ones.</summary>
    /// <exception cref="InvalidDataException">The file is malformed, or not of this network.</exception>
    static abstract TSelf Load(string path, LoadOptions load, NetworkOptions? options);

    /// <summary>The parameters and running statistics.</summary>
    ParameterSet Parameters { get; }

    /// <summary>The seed of dropout's masks.</summary>
    ulong RandomSeed { get; set; }

    /// <summary>
    /// Calls of <see cref="Forward"/> so far. Each draws its dropout masks from <see cref="RandomSeed"/> and this
    /// number, so that setting both resumes a run exactly.
    /// </summary>
    [SuppressMessage("Naming", "CA1716", Justification = "A training step is what everybody calls it; Visual Basic can escape the word.")]
    ulong Step { get; set; }

    /// <summary>Runs one image or N, in inference mode. Safe from many threads; allocates nothing.</summary>
    /// <param name="input">N images, one after the other, each planar C×H×W.</param>
    /// <param name="output">N results.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    void Predict(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>The forward pass of a training step: batch statistics, dropout, and activations kept for <see cref="Backward"/>.</summary>
    /// <param name="input">N images.</param>
    /// <returns>N results, valid until the next call of <see cref="Forward"/>.</returns>
    /// <exception cref="ArgumentException">The length is no positive multiple of an image's.</exception>
    ReadOnlySpan<float> Forward(ReadOnlySpan<float> input);

    /// <summary>The backward pass after <see cref="Forward"/>; overwrites every parameter's gradient.</summary>
    /// <param name="outputGradient">The loss's derivative by each of the N results.</param>
    /// <exception cref="InvalidOperationException">No forward pass came before.</exception>
    void Backward(ReadOnlySpan<float> outputGradient);

    /// <summary>Predicts again and again, and times every step.</summary>
    /// <param name="input">One image or N.</param>
    /// <param name="runs">Predictions to time; 0 is as many as fit into about 0.3 seconds.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the number of predictions is negative.</exception>
    NetworkProfile Profile(ReadOnlySpan<float> input, int runs = 0);

    /// <summary>Writes the parameters as a safetensors file, replacing it only once the new one is complete.</summary>
    void Save(string path);
}
