namespace NetGen.Runtime;

/// <content>Kernels that work in memory of their thread, and the packing of their weights.</content>
public readonly unsafe ref partial struct PlanRunner
{
    /// <summary>The number of the last work in scratch memory.</summary>
    private static long _lastWork;

    /// <summary>A kernel that does a part of an image in scratch memory, where parts of a chunk find what the first has prepared.</summary>
    public void Scratch(ScratchKernel kernel, ReadOnlySpan<PlanOperand> tensors)
    {
        fixed (PlanOperand* operands = tensors)
        {
            PlanCall call = new() { Scratch = kernel, Parts = kernel.Parts, Operands = operands, Count = tensors.Length, Work = Interlocked.Increment(ref _lastWork) };
            Run(ref call, _images * kernel.Parts, &Body);
        }

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            ThreadScratch scratch = ThreadScratch.Of(call.Scratch.Length);
            float** tensors = stackalloc float*[call.Count];
            for (int item = begin; item < end; item++)
            {
                (int image, int part) = Math.DivRem(item, call.Parts);
                for (int i = 0; i < call.Count; i++) tensors[i] = call.Operands[i].Of(image);
                call.Scratch.Run(tensors, scratch.Memory, scratch.Keeps(call.Work, item / call.Scratch.Chunk), part);
            }
        }
    }

    /// <summary>Transforms the weights of a Winograd convolution, a tile of outputs in each piece.</summary>
    public void PackWinograd(in WinogradLayout layout, float* weights, PlanOperand scale, PlanOperand packed)
    {
        PlanCall call = new() { Winograd = layout, A = weights, B = scale, C = packed };
        Run(ref call, layout.Tiles, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            for (int tile = begin; tile < end; tile++)
            {
                WinogradFilters.Pack(call.Winograd, call.A.First, call.B.First, call.C.First, tile);
            }
        }
    }

    /// <summary>Sums the weights of a convolution by Strassen's algorithm, a tile of outputs in each piece.</summary>
    public void PackStrassen(in StrassenLayout layout, float* weights, PlanOperand scale, PlanOperand packed)
    {
        PlanCall call = new() { Strassen = layout, A = weights, B = scale, C = packed };
        Run(ref call, layout.Tiles, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            for (int tile = begin; tile < end; tile++)
            {
                call.Strassen.Pack(call.A.First, call.B.First, call.C.First, tile);
            }
        }
    }
}
