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

    /// <summary>Edges, one number where all are equal: <c>2</c> or <c>0_1_0_1</c>.</summary>
    public static string Of(Edges edges) => edges == Edges.All(edges.Top)
        ? Of(edges.Top)
        : $"{Of(edges.Top)}_{Of(edges.Left)}_{Of(edges.Bottom)}_{Of(edges.Right)}";

    /// <summary>A number, with m for minus.</summary>
    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture).Replace('-', 'm');

    /// <summary>A height and a width: <c>3x3</c>.</summary>
    public static string Of(Size2 size) => $"{Of(size.Height)}x{Of(size.Width)}";

    /// <summary>A number, with m for minus and _ for the point: <c>0_01</c>, <c>1Em05</c>.</summary>
    public static string Of(float value) =>
        value.ToString("R", CultureInfo.InvariantCulture).Replace('-', 'm').Replace('.', '_').Replace("+", "");

    /// <summary>A fused activation: <c>_ReLU</c>, or nothing.</summary>
    public static string Epilogue(ActivationFunction function, float slope) => function switch
    {
        ActivationFunction.Identity => "",
        ActivationFunction.LeakyReLU => "_LeakyReLU" + Of(slope),
        _ => "_" + function,
    };
}
