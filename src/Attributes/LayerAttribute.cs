using System;

namespace NetGen;

/// <summary>
/// A layer of a network. Layers stand on the network's class in the order in which data passes through them; several
/// may share one pair of brackets.
/// </summary>
/// <remarks>The layers NetGen knows are the attributes of this assembly; a class of your own that derives from this one is error NG0010.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    /// <summary>
    /// The layer's name and the prefix of its parameters' names, such as <c>features.0</c>: letters, digits, underscores and
    /// dots. By default the kind's stem and a running number: conv1, conv2, bn1, fc1.
    /// </summary>
    public string? Name { get; set; }
}
