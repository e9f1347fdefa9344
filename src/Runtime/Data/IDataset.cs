namespace NetGen;

/// <summary>Labelled images in a fixed order.</summary>
public interface IDataset
{
    /// <summary>The number of images.</summary>
    int Count { get; }

    /// <summary>The floats of one image.</summary>
    int InputLength { get; }

    /// <summary>The number of classes; labels are 0 to one less.</summary>
    int Classes { get; }

    /// <summary>Reads one image as the network wants it.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    /// <param name="image">Takes <see cref="InputLength"/> floats, planar C×H×W.</param>
    /// <returns>The label.</returns>
    int Read(int index, Span<float> image);
}
