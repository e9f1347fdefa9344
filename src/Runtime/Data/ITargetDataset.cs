namespace NetGen;

/// <summary>Inputs and the numbers that a network should make of them, in a fixed order.</summary>
public interface ITargetDataset
{
    /// <summary>The number of examples.</summary>
    int Count { get; }

    /// <summary>The floats of one input.</summary>
    int InputLength { get; }

    /// <summary>The floats of one target, as many as the network's result has.</summary>
    int TargetLength { get; }

    /// <summary>Reads one example as the network wants it.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    /// <param name="input">Takes <see cref="InputLength"/> floats, planar C×H×W.</param>
    /// <param name="target">Takes <see cref="TargetLength"/> floats.</param>
    void Read(int index, Span<float> input, Span<float> target);
}
