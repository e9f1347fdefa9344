namespace NetGen.Runtime;

/// <content>Kernels that work in memory of their thread, and the packing of their weights.</content>
public readonly unsafe ref partial struct PlanRunner
{
    /// <summary>The number of the last work in scratch memory.</summary>
    private static long _lastWork;

    /// <summary>A kernel that does a part of an image in so many floats of scratch memory, where parts of a chunk find what the first has prepared.</summary>
    public void Scratch(
        delegate*<float*, float*, float*, float*, float*, bool, int, void> kernel, int parts, int length, int chunk, PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, A = a, B = b, C = c, D = d };
        call.Numbers[0] = length;
        call.Numbers[1] = chunk;
        call.Work = Interlocked.Increment(ref _lastWork);
        Run(ref call, _images * parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, float*, bool, int, void>)call.Kernel;
            ThreadScratch scratch = ThreadScratch.Of(call.Numbers[0]);
            for (int item = begin; item < end; item++)
            {
                (int image, int part) = Math.DivRem(item, call.Parts);
                kernel(call.A.Of(image), call.B.Of(image), call.C.Of(image), call.D.Of(image), scratch.Memory, scratch.Keeps(call.Work, item / call.Numbers[1]), part);
            }
        }
    }

    /// <summary>A kernel that does a part of an image in so many floats of scratch memory, where parts of a chunk find what the first has prepared.</summary>
    public void Scratch(
        delegate*<float*, float*, float*, float*, float*, float*, bool, int, void> kernel, int parts, int length, int chunk,
        PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d, PlanOperand e)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, A = a, B = b, C = c, D = d, E = e };
        call.Numbers[0] = length;
        call.Numbers[1] = chunk;
        call.Work = Interlocked.Increment(ref _lastWork);
        Run(ref call, _images * parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, float*, float*, bool, int, void>)call.Kernel;
            ThreadScratch scratch = ThreadScratch.Of(call.Numbers[0]);
            for (int item = begin; item < end; item++)
            {
                (int image, int part) = Math.DivRem(item, call.Parts);
                kernel(call.A.Of(image), call.B.Of(image), call.C.Of(image), call.D.Of(image), call.E.Of(image), scratch.Memory, scratch.Keeps(call.Work, item / call.Numbers[1]), part);
            }
        }
    }

    /// <summary>A kernel that does a part of an image in so many floats of scratch memory, where parts of a chunk find what the first has prepared.</summary>
    public void Scratch(
        delegate*<float*, float*, float*, float*, float*, float*, float*, bool, int, void> kernel, int parts, int length, int chunk,
        PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d, PlanOperand e, PlanOperand f)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, A = a, B = b, C = c, D = d, E = e, F = f };
        call.Numbers[0] = length;
        call.Numbers[1] = chunk;
        call.Work = Interlocked.Increment(ref _lastWork);
        Run(ref call, _images * parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, float*, float*, float*, bool, int, void>)call.Kernel;
            ThreadScratch scratch = ThreadScratch.Of(call.Numbers[0]);
            for (int item = begin; item < end; item++)
            {
                (int image, int part) = Math.DivRem(item, call.Parts);
                kernel(call.A.Of(image), call.B.Of(image), call.C.Of(image), call.D.Of(image), call.E.Of(image), call.F.Of(image), scratch.Memory, scratch.Keeps(call.Work, item / call.Numbers[1]), part);
            }
        }
    }

    /// <summary>A kernel that does a part of an image in so many floats of scratch memory, where parts of a chunk find what the first has prepared.</summary>
    public void Scratch(
        delegate*<float*, float*, float*, float*, float*, float*, float*, float*, bool, int, void> kernel, int parts, int length, int chunk,
        PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d, PlanOperand e, PlanOperand f, PlanOperand g)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, A = a, B = b, C = c, D = d, E = e, F = f, G = g };
        call.Numbers[0] = length;
        call.Numbers[1] = chunk;
        call.Work = Interlocked.Increment(ref _lastWork);
        Run(ref call, _images * parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, float*, float*, float*, float*, bool, int, void>)call.Kernel;
            ThreadScratch scratch = ThreadScratch.Of(call.Numbers[0]);
            for (int item = begin; item < end; item++)
            {
                (int image, int part) = Math.DivRem(item, call.Parts);
                kernel(call.A.Of(image), call.B.Of(image), call.C.Of(image), call.D.Of(image), call.E.Of(image), call.F.Of(image), call.G.Of(image), scratch.Memory, scratch.Keeps(call.Work, item / call.Numbers[1]), part);
            }
        }
    }

    /// <summary>
    /// A kernel that does a part of an image in so many floats of scratch memory, where parts of a chunk find what the first has prepared, and
    /// that takes its tensors as an array.
    /// </summary>
    public void Cascade(delegate*<float**, float*, bool, int, void> kernel, int parts, int length, int chunk, ReadOnlySpan<PlanOperand> tensors)
    {
        fixed (PlanOperand* operands = tensors)
        {
            PlanCall call = new() { Kernel = kernel, Parts = parts, Operands = operands };
            call.Numbers[0] = length;
            call.Numbers[1] = chunk;
            call.Numbers[2] = tensors.Length;
            call.Work = Interlocked.Increment(ref _lastWork);
            Run(ref call, _images * parts, &Body);
        }

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float**, float*, bool, int, void>)call.Kernel;
            ThreadScratch scratch = ThreadScratch.Of(call.Numbers[0]);
            float** tensors = stackalloc float*[call.Numbers[2]];
            for (int item = begin; item < end; item++)
            {
                (int image, int part) = Math.DivRem(item, call.Parts);
                for (int i = 0; i < call.Numbers[2]; i++) tensors[i] = call.Operands[i].Of(image);
                kernel(tensors, scratch.Memory, scratch.Keeps(call.Work, item / call.Numbers[1]), part);
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
