using System.Globalization;
using System.Linq;
using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Kernels;

/// <summary>The pieces that kernel names are made of; docs/kernels.md explains the scheme.</summary>
internal static class KernelNames
{
    /// <summary>A shape with its halo and planarity: <c>20x14x14h2</c>.</summary>
    public static string Of(TensorForm form)
    {
        string shape = string.Join("x", form.Shape.Dimensions.Select(Of));
        return shape + (form.Halo == Edges.None ? "" : "h" + Of(form.Halo)) + (form.Planar ? "p" : "");
    }

    /// <summary>Edges, one number where all are equal: <c>2</c> or <c>0_1_0_1</c>; then front and back of a volume.</summary>
    public static string Of(Edges edges)
    {
        string planes = edges.Front == 0 && edges.Back == 0 ? "" : $"_{Of(edges.Front)}_{Of(edges.Back)}";
        return edges with { Front = 0, Back = 0 } == Edges.All(edges.Top)
            ? Of(edges.Top) + planes
            : $"{Of(edges.Top)}_{Of(edges.Left)}_{Of(edges.Bottom)}_{Of(edges.Right)}{planes}";
    }

    /// <summary>A number, with m for minus.</summary>
    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture).Replace('-', 'm');

    /// <summary>A height and a width, after the depth of a volume: <c>3x3</c>.</summary>
    public static string Of(Size size) => (size.Depth == 1 ? "" : Of(size.Depth) + "x") + $"{Of(size.Height)}x{Of(size.Width)}";

    /// <summary>A number, with m for minus and _ for the point: <c>0_01</c>, <c>1Em05</c>.</summary>
    public static string Of(float value) =>
        value.ToString("R", CultureInfo.InvariantCulture).Replace('-', 'm').Replace('.', '_').Replace("+", "");

    /// <summary>Forms, axes and groups of a convolution; axes that say nothing or agree are left out.</summary>
    public static string Geometry(TensorForm input, TensorForm output, ConvAxis depth, ConvAxis vertical, ConvAxis horizontal, int groups)
    {
        string planes = depth == ConvAxis.Single ? "" : $"{depth}_";
        string axes = vertical == horizontal ? vertical.ToString() : $"{vertical}_{horizontal}";
        return $"{Of(input)}_{Of(output)}_{planes}{axes}{(groups == 1 ? "" : $"_g{groups}")}";
    }

    /// <summary>A fused sum: <c>_Add</c>, with the halo of what is added where the output has another one.</summary>
    public static string Residual(TensorForm? residual, TensorForm output) =>
        residual is null ? "" : "_Add" + (residual.Halo == output.Halo ? "" : "h" + Of(residual.Halo));

    /// <summary>A fused activation: <c>_ReLU</c>, or nothing.</summary>
    public static string Epilogue(ActivationFunction function, float slope) => function switch
    {
        ActivationFunction.Identity => "",
        _ when ActivationText.HasSlope(function) => $"_{function}{Of(slope)}",
        _ => "_" + function,
    };
}
