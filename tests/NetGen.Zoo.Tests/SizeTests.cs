using System.Globalization;

namespace NetGen.Zoo.Tests;

/// <summary>Every network of the zoo has the published size.</summary>
public sealed class SizeTests
{
    /// <summary>To the last parameter: what is published, else what PyTorch counts for the same network in tests/zoo/networks.py.</summary>
    [Theory]
    [InlineData("LeNet5", 61_706)]
    [InlineData("AlexNet", 61_100_840)]
    [InlineData("ZFNet", 62_357_608)]
    [InlineData("Vgg11", 132_863_336)]
    [InlineData("Vgg13", 133_047_848)]
    [InlineData("Vgg16", 138_357_544)]
    [InlineData("Vgg19", 143_667_240)]
    [InlineData("Vgg11BN", 132_868_840)]
    [InlineData("Vgg13BN", 133_053_736)]
    [InlineData("Vgg16BN", 138_365_992)]
    [InlineData("Vgg19BN", 143_678_248)]
    [InlineData("GoogLeNet", 6_624_904)]
    [InlineData("ResNet18", 11_689_512)]
    [InlineData("ResNet34", 21_797_672)]
    [InlineData("ResNet50", 25_557_032)]
    [InlineData("ResNet101", 44_549_160)]
    [InlineData("ResNet20", 272_474)]
    [InlineData("ResNet56", 855_770)]
    [InlineData("ResNeXt50", 25_028_904)]
    [InlineData("MobileNetV1", 4_231_976)]
    [InlineData("MobileNetV1Half", 1_331_592)]
    [InlineData("MobileNetV2", 3_504_872)]
    [InlineData("SqueezeNet", 1_235_496)]
    [InlineData("DenseNet121", 7_978_856)]
    public void Parameters_are_as_many_as_published(string network, long expected) =>
        Assert.Equal(expected, Catalogue.Find(network).Parameters);

    [Fact]
    public void Auxiliary_classifiers_add_their_parameters_to_what_is_trained() =>
        Assert.Equal(13_004_888, GoogLeNet.Info.ParameterCount);

    /// <summary>torchvision publishes multiply-adds in units of 1e9 with up to three decimals.</summary>
    [Fact]
    public void Multiply_adds_are_as_many_as_torchvision_counts()
    {
        foreach (ZooNetwork network in Catalogue.All.Where(network => network.Published.Where == "torchvision"))
        {
            double published = double.Parse(network.Published.MultiplyAdds!.Replace(" G", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
            double counted = network.MultiplyAdds / 1e9;
            Assert.True(Math.Abs(counted - published) < 6e-4, $"{network.Info.Name} takes {counted} G instead of {published} G.");
        }
    }

    [Fact]
    public void Exactly_published_parameters_are_shown_as_they_are_counted()
    {
        foreach (ZooNetwork network in Catalogue.All.Where(network => network.Published.Where == "torchvision"))
        {
            Assert.Equal(network.Published.Parameters, network.Parameters.ToString("N0", CultureInfo.InvariantCulture));
        }
    }
}
