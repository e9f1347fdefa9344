using System.Text.Json;

namespace NetGen.Peers.Tests;

public class ComparisonTests
{
    private static readonly ComparisonResult _result = new(Catalogue.Find("LeNet-5"), 1, 2,
    [
        new ContenderResult("NetGen", "AVX2", 2e-6, Turns(1.0, 2.0, 0.5)),
        new ContenderResult("ORT", "1.30", 0, Turns(1.5, 2.0, 4.0)),
        new ContenderResult("torch", "1.13 jit_opt", 0, Turns(120, 240, 110)),
    ]);

    [Fact]
    public void RatioIsTheBestPeersMedianThroughNetGens() => Assert.Equal(2.0 / 1.0, _result.Ratio);

    [Fact]
    public void SpreadIsOfSingleRounds() => Assert.Equal((1.0, 8.0), _result.Spread);

    [Fact]
    public void MinimaAreOfAllRounds() => Assert.Equal(1.4 / 0.4, _result.RatioOfMinima!.Value, 1e-12);

    [Fact]
    public void WithoutPeersThereIsNoRatio()
    {
        ComparisonResult alone = _result with { Contenders = [_result.NetGen] };

        Assert.Null(alone.Ratio);
        Assert.Null(ComparisonTable.GeometricMean([alone]));
    }

    [Fact]
    public void RowStandsBelowTheHeader()
    {
        Assert.Equal("network       NetGen ms     ORT ms   torch ms   ratio (of rounds)   minima     error  other  torch variant", ComparisonTable.Header);
        Assert.Equal("LeNet-5            1.00       2.00      120.0    2.00 (1.00…8.00)     3.50    2.0E-6   0.25  1.13 jit_opt", ComparisonTable.Row(_result));
    }

    [Fact]
    public void GeometricMeanIsOfAllNetworks()
    {
        ComparisonResult equal = _result with { Contenders = [_result.NetGen, _result.NetGen] };

        Assert.Equal(Math.Sqrt(2), ComparisonTable.GeometricMean([_result, equal])!.Value, 1e-12);
    }

    [Fact]
    public void JsonHasEveryTurn()
    {
        JsonElement line = JsonDocument.Parse(ComparisonJson.Line(_result, CodePath.Avx2)).RootElement;

        Assert.Equal(2.0, line.GetProperty("ratio").GetDouble());
        Assert.Equal([1.5, 2.0, 4.0], line.GetProperty("contenders")[1].GetProperty("medians").EnumerateArray().Select(value => value.GetDouble()));
    }

    [Fact]
    public void ErrorIsAPartOfTheLargestExpectedValue() => Assert.Equal(0.125, RelativeError.Of([1f, -4.5f, 2f], [1f, -4f, 2f]));

    [Fact]
    public void NotANumberIsInfinitelyWrong() => Assert.Equal(double.PositiveInfinity, RelativeError.Of([float.NaN, 1f], [0f, 1f]));

    [Fact]
    public void TimesAreOfAtLeastOneRun()
    {
        int runs = 0;

        Timing timing = Timing.Of(() => runs++, 1e-9);

        Assert.Equal((1, 2), (timing.Runs, runs));
    }

    private static Timing[] Turns(params double[] medians) => [.. medians.Select(median => new Timing(median, median - 0.1, 10) { OtherCpu = 0.25 })];
}
