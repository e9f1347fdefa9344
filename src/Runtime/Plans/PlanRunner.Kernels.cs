namespace NetGen.Runtime;

/// <content>Calls of kernels: one method for each number of tensors, as function pointers have no arrays of arguments.</content>
public readonly unsafe ref partial struct PlanRunner
{
    /// <summary>A kernel that does a whole image.</summary>
    public void Image(delegate*<float*, float*, void> kernel, PlanOperand a, PlanOperand b)
    {
        PlanCall call = new() { Kernel = kernel, Parts = 1, Images = _images, Key = _key, A = a, B = b };
        Run(ref call, _images * 1, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, void>)call.Kernel;
            for (int image = begin; image < end; image++)
            {
                kernel(call.A.Of(image), call.B.Of(image));
            }
        }
    }

    /// <summary>A kernel that does a whole image.</summary>
    public void Image(delegate*<float*, float*, float*, void> kernel, PlanOperand a, PlanOperand b, PlanOperand c)
    {
        PlanCall call = new() { Kernel = kernel, Parts = 1, Images = _images, Key = _key, A = a, B = b, C = c };
        Run(ref call, _images * 1, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, void>)call.Kernel;
            for (int image = begin; image < end; image++)
            {
                kernel(call.A.Of(image), call.B.Of(image), call.C.Of(image));
            }
        }
    }

    /// <summary>A kernel that does a whole image.</summary>
    public void Image(delegate*<float*, float*, float*, float*, void> kernel, PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d)
    {
        PlanCall call = new() { Kernel = kernel, Parts = 1, Images = _images, Key = _key, A = a, B = b, C = c, D = d };
        Run(ref call, _images * 1, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, void>)call.Kernel;
            for (int image = begin; image < end; image++)
            {
                kernel(call.A.Of(image), call.B.Of(image), call.C.Of(image), call.D.Of(image));
            }
        }
    }

    /// <summary>A kernel that does a whole image.</summary>
    public void Image(delegate*<float*, float*, float*, float*, float*, void> kernel, PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d, PlanOperand e)
    {
        PlanCall call = new() { Kernel = kernel, Parts = 1, Images = _images, Key = _key, A = a, B = b, C = c, D = d, E = e };
        Run(ref call, _images * 1, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, float*, void>)call.Kernel;
            for (int image = begin; image < end; image++)
            {
                kernel(call.A.Of(image), call.B.Of(image), call.C.Of(image), call.D.Of(image), call.E.Of(image));
            }
        }
    }

    /// <summary>A kernel that does a whole image.</summary>
    public void Image(delegate*<float*, float*, float*, float*, float*, float*, void> kernel, PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d, PlanOperand e, PlanOperand f)
    {
        PlanCall call = new() { Kernel = kernel, Parts = 1, Images = _images, Key = _key, A = a, B = b, C = c, D = d, E = e, F = f };
        Run(ref call, _images * 1, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, float*, float*, void>)call.Kernel;
            for (int image = begin; image < end; image++)
            {
                kernel(call.A.Of(image), call.B.Of(image), call.C.Of(image), call.D.Of(image), call.E.Of(image), call.F.Of(image));
            }
        }
    }

    /// <summary>A kernel that does a part of an image.</summary>
    public void Part(delegate*<float*, float*, int, void> kernel, int parts, PlanOperand a, PlanOperand b)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b };
        Run(ref call, _images * parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, int, void>)call.Kernel;
            for (int item = begin; item < end; item++)
            {
                (int image, int part) = Math.DivRem(item, call.Parts);
                kernel(call.A.Of(image), call.B.Of(image), part);
            }
        }
    }

    /// <summary>A kernel that does a part of an image.</summary>
    public void Part(delegate*<float*, float*, float*, int, void> kernel, int parts, PlanOperand a, PlanOperand b, PlanOperand c)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b, C = c };
        Run(ref call, _images * parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, int, void>)call.Kernel;
            for (int item = begin; item < end; item++)
            {
                (int image, int part) = Math.DivRem(item, call.Parts);
                kernel(call.A.Of(image), call.B.Of(image), call.C.Of(image), part);
            }
        }
    }

    /// <summary>A kernel that does a part of an image.</summary>
    public void Part(delegate*<float*, float*, float*, float*, int, void> kernel, int parts, PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b, C = c, D = d };
        Run(ref call, _images * parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, int, void>)call.Kernel;
            for (int item = begin; item < end; item++)
            {
                (int image, int part) = Math.DivRem(item, call.Parts);
                kernel(call.A.Of(image), call.B.Of(image), call.C.Of(image), call.D.Of(image), part);
            }
        }
    }

    /// <summary>A kernel that does a part of an image.</summary>
    public void Part(delegate*<float*, float*, float*, float*, float*, int, void> kernel, int parts, PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d, PlanOperand e)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b, C = c, D = d, E = e };
        Run(ref call, _images * parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, float*, int, void>)call.Kernel;
            for (int item = begin; item < end; item++)
            {
                (int image, int part) = Math.DivRem(item, call.Parts);
                kernel(call.A.Of(image), call.B.Of(image), call.C.Of(image), call.D.Of(image), call.E.Of(image), part);
            }
        }
    }

    /// <summary>A kernel that does a part of an image.</summary>
    public void Part(delegate*<float*, float*, float*, float*, float*, float*, int, void> kernel, int parts, PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d, PlanOperand e, PlanOperand f)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b, C = c, D = d, E = e, F = f };
        Run(ref call, _images * parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, float*, float*, int, void>)call.Kernel;
            for (int item = begin; item < end; item++)
            {
                (int image, int part) = Math.DivRem(item, call.Parts);
                kernel(call.A.Of(image), call.B.Of(image), call.C.Of(image), call.D.Of(image), call.E.Of(image), call.F.Of(image), part);
            }
        }
    }

    /// <summary>A kernel that does a part of an image.</summary>
    public void Part(delegate*<float*, float*, float*, float*, float*, float*, float*, int, void> kernel, int parts, PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d, PlanOperand e, PlanOperand f, PlanOperand g)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b, C = c, D = d, E = e, F = f, G = g };
        Run(ref call, _images * parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, float*, float*, float*, int, void>)call.Kernel;
            for (int item = begin; item < end; item++)
            {
                (int image, int part) = Math.DivRem(item, call.Parts);
                kernel(call.A.Of(image), call.B.Of(image), call.C.Of(image), call.D.Of(image), call.E.Of(image), call.F.Of(image), call.G.Of(image), part);
            }
        }
    }

    /// <summary>A kernel that does a part of an image.</summary>
    public void Part(delegate*<float*, float*, float*, float*, float*, float*, float*, float*, int, void> kernel, int parts, PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d, PlanOperand e, PlanOperand f, PlanOperand g, PlanOperand h)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b, C = c, D = d, E = e, F = f, G = g, H = h };
        Run(ref call, _images * parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, float*, float*, float*, float*, int, void>)call.Kernel;
            for (int item = begin; item < end; item++)
            {
                (int image, int part) = Math.DivRem(item, call.Parts);
                kernel(call.A.Of(image), call.B.Of(image), call.C.Of(image), call.D.Of(image), call.E.Of(image), call.F.Of(image), call.G.Of(image), call.H.Of(image), part);
            }
        }
    }

    /// <summary>A kernel that does a part of an image with random numbers of its own.</summary>
    public void Key(delegate*<float*, float*, ulong, int, int, void> kernel, int parts, PlanOperand a, PlanOperand b)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b };
        Run(ref call, _images * parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, ulong, int, int, void>)call.Kernel;
            for (int item = begin; item < end; item++)
            {
                (int image, int part) = Math.DivRem(item, call.Parts);
                kernel(call.A.Of(image), call.B.Of(image), call.Key, image, part);
            }
        }
    }

    /// <summary>A kernel that does a part of an image with random numbers of its own.</summary>
    public void Key(delegate*<float*, float*, float*, ulong, int, int, void> kernel, int parts, PlanOperand a, PlanOperand b, PlanOperand c)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b, C = c };
        Run(ref call, _images * parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, ulong, int, int, void>)call.Kernel;
            for (int item = begin; item < end; item++)
            {
                (int image, int part) = Math.DivRem(item, call.Parts);
                kernel(call.A.Of(image), call.B.Of(image), call.C.Of(image), call.Key, image, part);
            }
        }
    }

    /// <summary>A kernel that does a part of the result for the whole batch.</summary>
    public void Batch(delegate*<float*, float*, int, int, void> kernel, int parts, PlanOperand a, PlanOperand b)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b };
        Run(ref call, parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, int, int, void>)call.Kernel;
            for (int part = begin; part < end; part++)
            {
                kernel(call.A.First, call.B.First, call.Images, part);
            }
        }
    }

    /// <summary>A kernel that does a part of the result for the whole batch.</summary>
    public void Batch(delegate*<float*, float*, float*, int, int, void> kernel, int parts, PlanOperand a, PlanOperand b, PlanOperand c)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b, C = c };
        Run(ref call, parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, int, int, void>)call.Kernel;
            for (int part = begin; part < end; part++)
            {
                kernel(call.A.First, call.B.First, call.C.First, call.Images, part);
            }
        }
    }

    /// <summary>A kernel that does a part of the result for the whole batch.</summary>
    public void Batch(delegate*<float*, float*, float*, float*, int, int, void> kernel, int parts, PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b, C = c, D = d };
        Run(ref call, parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, int, int, void>)call.Kernel;
            for (int part = begin; part < end; part++)
            {
                kernel(call.A.First, call.B.First, call.C.First, call.D.First, call.Images, part);
            }
        }
    }

    /// <summary>A kernel that does a part of the result for the whole batch.</summary>
    public void Batch(delegate*<float*, float*, float*, float*, float*, int, int, void> kernel, int parts, PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d, PlanOperand e)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b, C = c, D = d, E = e };
        Run(ref call, parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, float*, int, int, void>)call.Kernel;
            for (int part = begin; part < end; part++)
            {
                kernel(call.A.First, call.B.First, call.C.First, call.D.First, call.E.First, call.Images, part);
            }
        }
    }

    /// <summary>A kernel that does a part of the result for the whole batch.</summary>
    public void Batch(delegate*<float*, float*, float*, float*, float*, float*, int, int, void> kernel, int parts, PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d, PlanOperand e, PlanOperand f)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b, C = c, D = d, E = e, F = f };
        Run(ref call, parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, float*, float*, int, int, void>)call.Kernel;
            for (int part = begin; part < end; part++)
            {
                kernel(call.A.First, call.B.First, call.C.First, call.D.First, call.E.First, call.F.First, call.Images, part);
            }
        }
    }

    /// <summary>A kernel that does a part of the result for the whole batch.</summary>
    public void Batch(delegate*<float*, float*, float*, float*, float*, float*, float*, int, int, void> kernel, int parts, PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d, PlanOperand e, PlanOperand f, PlanOperand g)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b, C = c, D = d, E = e, F = f, G = g };
        Run(ref call, parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, float*, float*, float*, int, int, void>)call.Kernel;
            for (int part = begin; part < end; part++)
            {
                kernel(call.A.First, call.B.First, call.C.First, call.D.First, call.E.First, call.F.First, call.G.First, call.Images, part);
            }
        }
    }

    /// <summary>A kernel that does a part of the result for the whole batch.</summary>
    public void Batch(delegate*<float*, float*, float*, float*, float*, float*, float*, float*, int, int, void> kernel, int parts, PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d, PlanOperand e, PlanOperand f, PlanOperand g, PlanOperand h)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b, C = c, D = d, E = e, F = f, G = g, H = h };
        Run(ref call, parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, float*, float*, float*, float*, int, int, void>)call.Kernel;
            for (int part = begin; part < end; part++)
            {
                kernel(call.A.First, call.B.First, call.C.First, call.D.First, call.E.First, call.F.First, call.G.First, call.H.First, call.Images, part);
            }
        }
    }

    /// <summary>A kernel that does a part of the result for the whole batch.</summary>
    public void Batch(delegate*<float*, float*, float*, float*, float*, float*, float*, float*, float*, int, int, void> kernel, int parts, PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d, PlanOperand e, PlanOperand f, PlanOperand g, PlanOperand h, PlanOperand i)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b, C = c, D = d, E = e, F = f, G = g, H = h, I = i };
        Run(ref call, parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, float*, float*, float*, float*, float*, int, int, void>)call.Kernel;
            for (int part = begin; part < end; part++)
            {
                kernel(call.A.First, call.B.First, call.C.First, call.D.First, call.E.First, call.F.First, call.G.First, call.H.First, call.I.First, call.Images, part);
            }
        }
    }

    /// <summary>A kernel that does a part of the result for the whole batch.</summary>
    public void Batch(delegate*<float*, float*, float*, float*, float*, float*, float*, float*, float*, float*, int, int, void> kernel, int parts, PlanOperand a, PlanOperand b, PlanOperand c, PlanOperand d, PlanOperand e, PlanOperand f, PlanOperand g, PlanOperand h, PlanOperand i, PlanOperand j)
    {
        PlanCall call = new() { Kernel = kernel, Parts = parts, Images = _images, Key = _key, A = a, B = b, C = c, D = d, E = e, F = f, G = g, H = h, I = i, J = j };
        Run(ref call, parts, &Body);

        static void Body(void* context, int begin, int end)
        {
            ref PlanCall call = ref *(PlanCall*)context;
            var kernel = (delegate*<float*, float*, float*, float*, float*, float*, float*, float*, float*, float*, int, int, void>)call.Kernel;
            for (int part = begin; part < end; part++)
            {
                kernel(call.A.First, call.B.First, call.C.First, call.D.First, call.E.First, call.F.First, call.G.First, call.H.First, call.I.First, call.J.First, call.Images, part);
            }
        }
    }
}
