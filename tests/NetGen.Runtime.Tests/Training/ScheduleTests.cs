namespace NetGen.Runtime.Tests.Training;

public class ScheduleTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.99, 1)]
    public void Constant_stays(double progress, float factor) => Assert.Equal(factor, new ConstantSchedule().Factor(progress));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0.55)]
    [InlineData(1, 0.1)]
    [InlineData(0.25, 0.1 + (0.9 * 0.85355339))]
    public void Cosine_falls_from_one_to_the_final_factor(double progress, double factor) =>
        Assert.Equal(factor, new CosineSchedule { FinalFactor = 0.1f }.Factor(progress), 1e-6);

    [Fact]
    public void Cosine_rises_during_the_warmup()
    {
        var schedule = new CosineSchedule { Warmup = 0.2 };

        Assert.InRange(schedule.Factor(0), 1e-3f, 0.02f);
        Assert.Equal(0.505, schedule.Factor(0.1), 1e-6);
        Assert.Equal(1, schedule.Factor(0.2), 1e-6);
        Assert.Equal(0.5, schedule.Factor(0.6), 1e-6);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineSchedule { Warmup = 1 });
    }

    [Theory]
    [InlineData(0.29, 1)]
    [InlineData(0.3, 0.5)]
    [InlineData(0.59, 0.5)]
    [InlineData(0.6, 0.25)]
    public void Step_drops_at_each_milestone(double progress, float factor) =>
        Assert.Equal(factor, new StepSchedule { Milestones = [0.3, 0.6], Gamma = 0.5f }.Factor(progress));
}
