namespace NetGen.Runtime;

/// <content>Steps that move tensors and parameters between layouts.</content>
public readonly unsafe ref partial struct PlanRunner
{
    /// <summary>Planar values into a tensor, some rows in each piece.</summary>
    public void FromPlanar(in TensorLayout layout, PlanOperand planar, PlanOperand tensor)
    {
        PlanCall call = new() { First = layout, Parts = layout.Rows, A = planar, B = tensor };
        Run(ref call, _images * call.Parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            for (int item = begin, last; item < end; item = last)
            {
                int image = item / call.Parts, first = image * call.Parts;
                last = Math.Min(end, first + call.Parts);
                Tensors.FromPlanar(call.First, call.A.Of(image), call.B.Of(image), item - first, last - first);
            }
        }
    }

    /// <summary>A tensor into planar values, some channels in each piece.</summary>
    public void ToPlanar(in TensorLayout layout, PlanOperand tensor, PlanOperand planar)
    {
        PlanCall call = new() { First = layout, Parts = layout.Channels, A = tensor, B = planar };
        Run(ref call, _images * call.Parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            for (int item = begin, last; item < end; item = last)
            {
                int image = item / call.Parts, first = image * call.Parts;
                last = Math.Min(end, first + call.Parts);
                Tensors.ToPlanar(call.First, call.A.Of(image), call.B.Of(image), item - first, last - first);
            }
        }
    }

    /// <summary>A tensor into another of other halos.</summary>
    public void Copy(in TensorLayout from, PlanOperand source, in TensorLayout to, PlanOperand target)
    {
        PlanCall call = new() { First = from, Second = to, A = source, B = target };
        Run(ref call, _images, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            for (int image = begin; image < end; image++)
            {
                Tensors.Copy(call.First, call.A.Of(image), call.Second, call.B.Of(image));
            }
        }
    }

    /// <summary>Some channels of a tensor into channels of another.</summary>
    public void CopyChannels(in TensorLayout from, PlanOperand source, int sourceChannel, in TensorLayout to, PlanOperand target, int targetChannel, int channels)
    {
        PlanCall call = ChannelCall(from, source, sourceChannel, to, target, targetChannel, channels);
        Run(ref call, _images, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            for (int image = begin; image < end; image++)
            {
                Tensors.CopyChannels(
                    call.First, call.A.Of(image), call.Numbers[0], call.Second, call.B.Of(image), call.Numbers[1], call.Numbers[2]);
            }
        }
    }

    /// <summary>Adds some channels of a tensor to channels of another.</summary>
    public void AddChannels(in TensorLayout from, PlanOperand source, int sourceChannel, in TensorLayout to, PlanOperand target, int targetChannel, int channels)
    {
        PlanCall call = ChannelCall(from, source, sourceChannel, to, target, targetChannel, channels);
        Run(ref call, _images, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            for (int image = begin; image < end; image++)
            {
                Tensors.AddChannels(
                    call.First, call.A.Of(image), call.Numbers[0], call.Second, call.B.Of(image), call.Numbers[1], call.Numbers[2]);
            }
        }
    }

    /// <summary>A tensor into a larger one, its first pixel at a place there; what lies outside is cut off.</summary>
    public void Pad(in TensorLayout from, PlanOperand source, in TensorLayout to, PlanOperand target, int front, int top, int left)
    {
        PlanCall call = ChannelCall(from, source, front, to, target, top, left);
        Run(ref call, _images, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            for (int image = begin; image < end; image++)
            {
                Tensors.Pad(
                    call.First, call.A.Of(image), call.Second, call.B.Of(image), call.Numbers[0], call.Numbers[1], call.Numbers[2]);
            }
        }
    }

    /// <summary>Packs the weights of a kernel, with a factor for each output channel or none.</summary>
    public void PackWeights(in WeightLayout layout, float* weights, PlanOperand scale, PlanOperand packed)
    {
        PlanCall call = new() { Weights = layout, A = weights, B = scale, C = packed };
        Run(ref call, layout.Tiles, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            for (int tile = begin; tile < end; tile++)
            {
                Packing.Weights(call.Weights, call.A.First, call.B.First, call.C.First, tile);
            }
        }
    }

    /// <summary>Moves a packed gradient into the parameter's.</summary>
    public void UnpackGradient(in WeightLayout layout, PlanOperand packed, float* gradient)
    {
        PlanCall call = new() { Weights = layout, A = packed, B = gradient };
        Run(ref call, layout.Tiles, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            for (int tile = begin; tile < end; tile++)
            {
                Packing.Unpack(call.Weights, call.A.First, call.B.First, tile);
            }
        }
    }

    /// <summary>Packs the weights of a fully connected layer for the gradient by its input.</summary>
    /// <param name="weights">The parameter.</param>
    /// <param name="packed">The packed tensor.</param>
    /// <param name="outputs">Outputs of the layer.</param>
    /// <param name="channels">Channels of the layer's input.</param>
    /// <param name="pixels">Pixels of the layer's input.</param>
    /// <param name="tile">Vectors in a tile.</param>
    public void PackTransposed(float* weights, PlanOperand packed, int outputs, int channels, int pixels, int tile)
    {
        PlanCall call = new() { A = weights, B = packed, Images = _lanes };
        call.Numbers[0] = outputs;
        call.Numbers[1] = channels;
        call.Numbers[2] = pixels;
        call.Numbers[3] = tile;
        Run(ref call, ((Blocks(channels) * pixels) + tile - 1) / tile, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            for (int tile = begin; tile < end; tile++)
            {
                Packing.Transposed(call.A.First, call.B.First, call.Numbers[0], call.Numbers[1], call.Numbers[2], call.Images, call.Numbers[3], tile);
            }
        }
    }

    /// <summary>Copies a vector of channels into a buffer of whole blocks, the rest zeros.</summary>
    public void PackVector(float* vector, int channels, PlanOperand packed) => Packing.Vector(vector, channels, packed.First, Blocks(channels) * _lanes);

    /// <summary>Copies a vector of channels out of a buffer of whole blocks.</summary>
    public static void UnpackVector(PlanOperand packed, int channels, float* vector) => Packing.Vector(packed.First, channels, vector, channels);

    /// <summary>Folds batch normalisation into a factor and a summand for each channel.</summary>
    public static void FoldBatchNorm(
        float* scale, float* shift, float* mean, float* variance, float* bias, float epsilon, int channels, PlanOperand factors, PlanOperand summands)
    {
        BatchNormParameters parameters = new() { Scale = scale, Shift = shift, Mean = mean, Variance = variance, Bias = bias };
        Packing.FoldBatchNorm(parameters, epsilon, channels, factors.First, summands.First);
        ClearPadding(factors.First, channels);
        ClearPadding(summands.First, channels);
    }

    /// <summary>Zeroes what fills up the last block of a packed vector of channels, so that padding lanes become finite.</summary>
    private static void ClearPadding(float* packed, int channels)
    {
        const int MostLanes = 16;
        new Span<float>(packed + channels, (-channels) & (MostLanes - 1)).Clear();
    }

    private static PlanCall ChannelCall(
        in TensorLayout from, PlanOperand source, int first, in TensorLayout to, PlanOperand target, int second, int third)
    {
        PlanCall call = new() { First = from, Second = to, A = source, B = target };
        call.Numbers[0] = first;
        call.Numbers[1] = second;
        call.Numbers[2] = third;
        return call;
    }
}
