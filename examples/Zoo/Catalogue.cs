namespace NetGen.Examples.Zoo;

/// <summary>All networks of the zoo.</summary>
internal static class Catalogue
{
    private const string Torchvision = "torchvision", Paper = "paper";

    /// <summary>The networks, by age and then by size.</summary>
    public static IReadOnlyList<ZooNetwork> All { get; } =
    [
        ZooNetwork.Of<LeNet5>(new("60,000", "340,908 connections", Paper)),
        ZooNetwork.Of<AlexNet>(new("61,100,840", "0.714 G", Torchvision)),
        ZooNetwork.Of<ZFNet>(new(null, null, "")),
        ZooNetwork.Of<Vgg11>(new("132,863,336", "7.609 G", Torchvision)),
        ZooNetwork.Of<Vgg13>(new("133,047,848", "11.308 G", Torchvision)),
        ZooNetwork.Of<Vgg16>(new("138,357,544", "15.47 G", Torchvision)),
        ZooNetwork.Of<Vgg19>(new("143,667,240", "19.632 G", Torchvision)),
        ZooNetwork.Of<Vgg11BN>(new("132,868,840", "7.609 G", Torchvision)),
        ZooNetwork.Of<Vgg13BN>(new("133,053,736", "11.308 G", Torchvision)),
        ZooNetwork.Of<Vgg16BN>(new("138,365,992", "15.47 G", Torchvision)),
        ZooNetwork.Of<Vgg19BN>(new("143,678,248", "19.632 G", Torchvision)),
        ZooNetwork.Of<GoogLeNet>(new("6,624,904", "1.498 G", Torchvision)),
        ZooNetwork.Of<ResNet18>(new("11,689,512", "1.814 G", Torchvision)),
        ZooNetwork.Of<ResNet34>(new("21,797,672", "3.664 G", Torchvision)),
        ZooNetwork.Of<ResNet50>(new("25,557,032", "4.089 G", Torchvision)),
        ZooNetwork.Of<ResNet101>(new("44,549,160", "7.801 G", Torchvision)),
        ZooNetwork.Of<ResNet20>(new("0.27 M", null, Paper)),
        ZooNetwork.Of<ResNet56>(new("0.85 M", null, Paper)),
        ZooNetwork.Of<SqueezeNet>(new("1,235,496", "0.349 G", Torchvision)),
        ZooNetwork.Of<ResNeXt50>(new("25,028,904", "4.23 G", Torchvision)),
        ZooNetwork.Of<DenseNet121>(new("7,978,856", "2.834 G", Torchvision)),
        ZooNetwork.Of<MobileNetV1>(new("4.2 M", "569 M", Paper)),
        ZooNetwork.Of<MobileNetV1Half>(new("1.3 M", "149 M", Paper)),
        ZooNetwork.Of<MobileNetV2>(new("3,504,872", "0.301 G", Torchvision)),
    ];

    /// <summary>The network of a name such as ResNet18, in capital letters or small ones.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static ZooNetwork Find(string name) =>
        All.FirstOrDefault(network => network.Info.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException(
            $"There is no network '{name}'; the zoo has {string.Join(", ", All.Select(network => network.Info.Name))}.");
}
