namespace NetGen;

/// <summary>Paddings that depend on the size of the image, for the <c>Padding</c> of convolutions and pools.</summary>
/// <example>
/// <code>
/// [Conv2d(64, 3, Padding = Padding.Same), ReLU]                  // H×W stays
/// [Conv2d(64, 3, Stride = 2, Padding = Padding.Same)]            // ⌈H/2⌉×⌈W/2⌉
/// </code>
/// </example>
public static class Padding
{
    /// <summary>
    /// As much as gives ⌈size / stride⌉, where an odd pixel goes to the bottom and the right: TensorFlow's SAME, and with stride 1
    /// PyTorch's 'same'. With a stride it is not the symmetric padding of PyTorch's networks, such as <c>Stride = 2, Padding = 1</c>.
    /// </summary>
    public const int Same = -1;

    /// <summary>As <see cref="Same"/>, but an odd pixel goes to the top and the left: ONNX's SAME_LOWER.</summary>
    public const int SameLower = -2;

    /// <summary>None: windows lie inside the image.</summary>
    public const int Valid = 0;
}
