using NetGen.Generator.Graph;
using NetGen.Generator.Graph.Operations;
using NetGen.Generator.Tests.Testing;
using Kind = NetGen.Generator.Graph.InitializerKind;
using Role = NetGen.Generator.Graph.ParameterRole;

namespace NetGen.Generator.Tests.Graph;

/// <summary>How parameters begin: as declared, otherwise weights with the gain of what follows them.</summary>
public sealed class InitializationTests
{
    private static readonly double _root2 = Math.Sqrt(2);

    [Fact]
    public void Activations_ask_for_PyTorchs_gains()
    {
        Assert.Equal(_root2, GainBefore(Graphs.ReLU));
        Assert.Equal(_root2, GainBefore(new Activation(ActivationFunction.GELU, 0)));
        Assert.Equal(Math.Sqrt(2 / 1.04), GainBefore(new Activation(ActivationFunction.LeakyReLU, 0.2f)), 1e-7);
        Assert.Equal(Math.Sqrt(2 / 1.0625), GainBefore(new PReLU(1)));
        Assert.Equal(5.0 / 3, GainBefore(new Activation(ActivationFunction.Tanh, 0)));
        Assert.Equal(1, GainBefore(new Activation(ActivationFunction.Sigmoid, 0)));
        Assert.Equal(1, GainBefore(new Activation(ActivationFunction.SELU, 0)));
    }

    [Fact]
    public void Results_layers_with_weights_and_softmax_ask_for_1()
    {
        Assert.Equal(1, GainBefore());
        Assert.Equal(1, GainBefore(Graphs.Conv(4, 1), Graphs.ReLU));
        Assert.Equal(1, GainBefore(new Softmax(Log: false)));
    }

    [Fact]
    public void Pools_normalisations_and_dropout_are_looked_through()
    {
        Assert.Equal(_root2, GainBefore(new BatchNorm(1e-5f, 0.1f, true), Graphs.MaxPool(2), new Dropout(0.5f, false), Graphs.ReLU));
        Assert.Equal(1, GainBefore(new BatchNorm(1e-5f, 0.1f, true), new Flatten(), new Linear(4, true), Graphs.ReLU));
    }

    /// <summary>The branch of a residual block: what follows is the activation behind the sum.</summary>
    [Fact]
    public void Sums_are_looked_through_and_of_several_readers_the_largest_gain_counts()
    {
        var builder = new GraphBuilder();
        builder.AddInput(Shape.Of(4, 8, 8));
        int first = builder.Add("first", Graphs.Conv(4, 1))!.Value;
        int second = builder.Add("second", Graphs.Conv(4, 1), [first])!.Value;
        builder.Add("sum", new Add(2), [first, second]);
        builder.Add("tanh", new Activation(ActivationFunction.Tanh, 0));

        IReadOnlyList<double> gains = Gain.Of(builder.Graph!);

        Assert.Equal(5.0 / 3, gains[second]);
        Assert.Equal(5.0 / 3, gains[first]);
    }

    [Fact]
    public void Roles_have_values_to_begin_with()
    {
        NetworkGraph graph = Graphs.Of(Shape.Of(4, 8, 8), Graphs.Conv(4, 1), new BatchNorm(1e-5f, 0.1f, true), new PReLU(1), new LayerNorm(1e-5f, true));

        Assert.Equal(
            [
                (Role.Weight, new Initialization(Kind.KaimingNormal, Activation.LeakyGain(0.25))), (Role.Bias, new(Kind.Zeros, 0)),
                (Role.Scale, new(Kind.Constant, 1)), (Role.Shift, new(Kind.Zeros, 0)),
                (Role.RunningMean, new(Kind.Zeros, 0)), (Role.RunningVariance, new(Kind.Constant, 1)),
                (Role.Slope, new(Kind.Constant, 0.25)), (Role.Scale, new(Kind.Constant, 1)), (Role.Shift, new(Kind.Zeros, 0)),
            ],
            ParameterTable.Of(graph).Select(parameter => (parameter.Role, parameter.Init)));
    }

    [Theory]
    [InlineData(Kind.KaimingNormalFanOut, double.NaN, 1.4142135623730951)]
    [InlineData(Kind.KaimingUniform, 1, 1)]
    [InlineData(Kind.XavierUniform, double.NaN, 1)]
    [InlineData(Kind.TruncatedNormal, double.NaN, 0.01)]
    [InlineData(Kind.Normal, 0.5, 0.5)]
    [InlineData(Kind.Constant, -2, -2)]
    public void What_a_declaration_leaves_open_follows_from_its_kind(object kind, double declared, double expected)
    {
        Conv conv = Graphs.Conv(4, 1) with { WeightInit = new Initialization((Kind)kind, declared) };
        NetworkGraph graph = Graphs.Of(Shape.Of(4, 8, 8), conv, Graphs.ReLU);

        Assert.Equal(new Initialization((Kind)kind, expected), ParameterTable.Of(graph)[0].Init);
    }

    [Fact]
    public void Kinds_are_those_of_the_attributes_and_of_the_runtime()
    {
        Assert.Equal(Enum.GetNames<Init>(), Enum.GetNames<Kind>());
        Assert.Equal(Enum.GetNames<NetGen.InitializerKind>(), Enum.GetNames<Kind>());
        Assert.Equal(Enum.GetNames<NetGen.ParameterRole>(), Enum.GetNames<Role>());
    }

    /// <summary>The short form of the generated text relies on it.</summary>
    [Fact]
    public void The_runtime_begins_every_role_as_the_compiler_does() => Assert.All(Enum.GetValues<Role>(), role =>
    {
        var info = new ParameterInfo("name", Enum.Parse<NetGen.ParameterRole>(role.ToString()), 1, 0, [1]);
        Assert.Equal((Initialization.Of(role).Kind.ToString(), Initialization.Of(role).Scale), (info.Initializer.ToString(), info.InitializerScale));
    });

    private static double GainBefore(params Operation[] following) =>
        Gain.Of(Graphs.Of(Shape.Of(4, 8, 8), [Graphs.Conv(4, 1), .. following]))[1];
}
