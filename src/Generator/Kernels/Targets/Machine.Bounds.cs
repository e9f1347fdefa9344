using System;

namespace NetGen.Generator.Kernels;

/// <content>
/// The thresholds of all decisions, as functions of the caches and ports. Lengths are in bytes. Where two of them take different shares of
/// one cache, it is because different things lie there beside what is bounded.
/// </content>
internal sealed partial record Machine
{
    /// <summary>Weights of a direct or Strassen convolution that stay from image to image: the tensors and other layers' weights take the rest.</summary>
    public int LayerWeights => Level2.Bytes / 4;

    /// <summary>Weights of a direct convolution that are not fetched again while one image is computed, which reads little beside them.</summary>
    public int ImageWeights => Level2.Bytes;

    /// <summary>Transformed weights that stay from image to image: they are the largest part of a Winograd convolution's data.</summary>
    public int TransformedWeights => Level2.Bytes;

    /// <summary>An image that a direct convolution can read once for each tile of channels, beside the weights of the tile.</summary>
    public int RereadImage => Level2.Bytes / 2;

    /// <summary>Weights that a direct convolution can read once for each row of a larger image, beside the row.</summary>
    public int RereadWeights => Level2.Bytes / 2;

    /// <summary>Transformed inputs, or sums of them, that stay in the second-level cache beside the weights and products of a register tile.</summary>
    public int ChunkInputs => Level2.Bytes / 4 * 3;

    /// <summary>Products that stay beside such inputs until they are transformed.</summary>
    public int ChunkProducts => Level2.Bytes / 4;

    /// <summary>Transformed inputs of the largest chunk that is tried: behind this thread's share of the third-level cache nothing is won by more.</summary>
    public int LargestChunk => Level3.Bytes;

    /// <summary>Weights of a fully connected layer that the caches of a core cannot hold from image to image, even in part.</summary>
    public int LargeLinearWeights => 2 * Level2.Bytes;

    /// <summary>Weights of a fully connected layer that come from memory rather than from the third-level cache.</summary>
    public int FarLinearWeights => Level3.Bytes;

    /// <summary>Weights that a fully connected layer reads for all images of a group before the next: they stay beside inputs and sums.</summary>
    public int LinearPiece => Level2.Bytes / 8;

    /// <summary>Weights that are decoded at once from 28 bits and read again for each image, out of the first-level cache.</summary>
    public int DecodedPiece => Level1.Bytes / 3 * 2;

    /// <summary>Buffers between the layers of a cascade, which leave room for weights and for the tensors at its ends.</summary>
    public int BandBuffers => Level2.Bytes / 8 * 5;

    /// <summary>The buffer between two layers of which the first is cheap: the smaller, the sooner it is read again.</summary>
    public int PairBuffer => Level2.Bytes / 8;

    /// <summary>Weights of all layers of a cascade, which stay from band to band beside the buffers.</summary>
    public int BandWeights => Level2.Bytes / 4;

    /// <summary>A tensor that would take the way through memory between two layers.</summary>
    public int LargeTensor => Level2.Bytes;

    /// <summary>An image whose copy does not stay in the first-level cache, so that it is worth text to do without.</summary>
    public int LargeImage => Level1.Bytes / 3 * 4;

    /// <summary>What one image leaves until the others of its group come to the same layer: several of them share the second-level cache.</summary>
    public int WaitingImage => Level2.Bytes / 4;

    /// <summary>How far ahead a tile asks for its own stream of weights: a page, where the processor's own prefetching stops.</summary>
    public int StreamPrefetch => 64 * LineBytes;

    /// <summary>How far ahead weights of 28 bits are asked for into the second-level cache, or into the first where they are near: a few are being decoded.</summary>
    public int FarPrefetch => 32 * LineBytes;

    /// <summary>How far ahead weights of 28 bits are asked for into the first-level cache where they come from memory.</summary>
    public int NearPrefetch => 12 * LineBytes;

    /// <summary>Cycles for bytes that come from memory.</summary>
    public double FetchCycles(double bytes) => bytes / MemoryBytesPerCycle;

    /// <summary>Cycles of work and of fetching that go on side by side: the greater, and what does not hide of the lesser.</summary>
    public double Together(double compute, double traffic) => Math.Max(compute, traffic) + (Exposed * Math.Min(compute, traffic));

    /// <summary>Cycles until so many independent sums have each grown by a product: bound by the ports, or, where there are few, by the latency.</summary>
    public double MultiplyAddCycles(int sums) => Math.Max(sums / (double)MultiplyAddPorts, MultiplyAddLatency);

    /// <summary>Cycles of so many loads that hit the first-level cache.</summary>
    public double LoadCycles(int loads) => loads / (double)LoadPorts;

    /// <summary>How much longer it takes to read several rows side by side, each a stream of its own: a factor.</summary>
    public double StreamFactor(int rows) => 1 + ((rows - 1) / (double)StreamsOfDoubleTime);

    /// <summary>Cycles of a multiplication of matrices with so many multiply-adds at the best.</summary>
    public double PeakCycles(double multiplyAdds, int lanes, double efficiency) => multiplyAdds / (MultiplyAddPorts * lanes * efficiency);

    /// <summary>The share of the second-level cache, and of what reads beside it, that transformed inputs of a chunk take: 1 from twice the cache on.</summary>
    public double FarInputs(double bytes) => Math.Min(1, bytes / (2.0 * Level2.Bytes));

    /// <summary>As <see cref="FarInputs"/> for products, which are read soon after they are written: 1 from the whole cache on.</summary>
    public double FarProducts(double bytes) => Math.Min(1, bytes / Level2.Bytes);
}
