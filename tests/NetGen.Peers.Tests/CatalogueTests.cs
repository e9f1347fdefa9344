namespace NetGen.Peers.Tests;

public class CatalogueTests
{
    [Theory]
    [InlineData("LeNet-5", 6_522_000, 1_256_080)]
    [InlineData("ResNet-20", 40_813_184, 272_474)]
    [InlineData("AlexNet", 714_188_480, 61_100_840)]
    [InlineData("ZFNet", 1_168_032_896, 62_357_608)]
    [InlineData("VGG-16", 15_470_264_320, 138_357_544)]
    [InlineData("GoogLeNet", 1_582_671_872, 6_998_552)]
    [InlineData("ResNet-18", 1_814_073_344, 11_689_512)]
    [InlineData("ResNet-50", 4_089_184_256, 25_557_032)]
    [InlineData("ResNeXt-50", 4_230_479_872, 25_028_904)]
    [InlineData("MobileNetV1", 568_740_352, 4_231_976)]
    [InlineData("MobileNetV2", 300_774_272, 3_504_872)]
    [InlineData("AlexNet-bf16", 714_188_480, 61_100_840)]
    [InlineData("ZFNet-bf16", 1_168_032_896, 62_357_608)]
    public void NetworkHasTheKitsMultiplyAddsAndParameters(string name, long multiplyAdds, long parameters)
    {
        NetworkInfo info = Catalogue.Find(name).Info;

        Assert.Equal((multiplyAdds, parameters), (info.MultiplyAdds, info.ParameterCount));
    }

    [Fact]
    public void NamesAreFoundInSmallLetters() => Assert.Equal("VGG-16", Catalogue.Find("vgg-16").Name);

    [Fact]
    public void ParametersAreListedWithTheirShapes() =>
        Assert.StartsWith("conv1.weight 20x1x5x5\nconv1.bias 20\n", WeightStore.Names(Catalogue.Find("LeNet-5").Info), StringComparison.Ordinal);
}
