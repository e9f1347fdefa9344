namespace NetGen.Examples;

/// <summary>What the user asked for.</summary>
/// <param name="Data">A folder with IDX files; null trains on digits that the example renders.</param>
/// <param name="Epochs">How often training goes through all images.</param>
/// <param name="Seed">Decides initial weights, the order of the images, and the rendered digits.</param>
/// <param name="Threads">Threads that share the work.</param>
/// <param name="Weights">Where trained weights are kept.</param>
/// <param name="Predict">An image to classify instead of training; null trains.</param>
internal sealed record Settings(string? Data, int Epochs, int Seed, int Threads, string Weights, string? Predict)
{
    /// <summary>Images are bytes; training and prediction both see (byte / 255 − mean) / deviation, of MNIST's digits.</summary>
    public const float PixelMean = 0.1307f, PixelDeviation = 0.3081f;

    /// <summary>How the network is to run.</summary>
    public NetworkOptions Network => new() { Threads = Threads };
}
