using NetGen.Peers.Networks;

namespace NetGen.Peers;

/// <summary>The networks of the kit's list for inference.</summary>
internal static class Catalogue
{
    /// <summary>The networks in the kit's order, and behind them those whose fully connected layers round their weights.</summary>
    public static IReadOnlyList<PeerNetwork> All { get; } =
    [
        PeerNetwork.Of<LeNet5>("LeNet-5"),
        PeerNetwork.Of<ResNet20>("ResNet-20"),
        PeerNetwork.Of<AlexNet>("AlexNet"),
        PeerNetwork.Of<ZFNet>("ZFNet"),
        PeerNetwork.Of<Vgg16>("VGG-16"),
        PeerNetwork.Of<GoogLeNet>("GoogLeNet"),
        PeerNetwork.Of<ResNet18>("ResNet-18"),
        PeerNetwork.Of<ResNet50>("ResNet-50"),
        PeerNetwork.Of<ResNeXt50>("ResNeXt-50"),
        PeerNetwork.Of<MobileNetV1>("MobileNetV1"),
        PeerNetwork.Of<MobileNetV2>("MobileNetV2"),
        PeerNetwork.Of<AlexNetBFloat16>("AlexNet-bf16") with { Model = "AlexNet", Rounds = true },
        PeerNetwork.Of<ZFNetBFloat16>("ZFNet-bf16") with { Model = "ZFNet", Rounds = true },
    ];

    /// <summary>The network of a name, in capital letters or small ones.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static PeerNetwork Find(string name) =>
        All.FirstOrDefault(network => network.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"There is no network '{name}'; there are {string.Join(", ", All.Select(network => network.Name))}.");
}
