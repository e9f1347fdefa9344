using System;
using System.Collections.Generic;
using NetGen.Generator.Graph.Operations;

namespace NetGen.Generator.Passes.Rules;

/// <summary>The table of rules: one for each kind of operation but the input, which nothing computes.</summary>
internal static class LayerRules
{
    private static readonly Dictionary<Type, LayerRule> _rules = new()
    {
        [typeof(Activation)] = new ActivationRule(),
        [typeof(AdaptiveAvgPool)] = new AdaptiveAvgPoolRule(),
        [typeof(Add)] = new AddRule(),
        [typeof(AvgPool)] = new AvgPoolRule(),
        [typeof(BatchNorm)] = new BatchNormRule(),
        [typeof(Concat)] = new ConcatRule(),
        [typeof(Conv)] = new ConvRule(),
        [typeof(ConvTranspose)] = new ConvTransposeRule(),
        [typeof(Dropout)] = new DropoutRule(),
        [typeof(Flatten)] = new FlattenRule(),
        [typeof(GlobalAvgPool)] = new GlobalAvgPoolRule(),
        [typeof(GlobalMaxPool)] = new GlobalMaxPoolRule(),
        [typeof(GroupNorm)] = new GroupNormRule(),
        [typeof(InstanceNorm)] = new InstanceNormRule(),
        [typeof(LayerNorm)] = new LayerNormRule(),
        [typeof(Linear)] = new LinearRule(),
        [typeof(LocalResponseNorm)] = new LocalResponseNormRule(),
        [typeof(MaxPool)] = new MaxPoolRule(),
        [typeof(Multiply)] = new MultiplyRule(),
        [typeof(PReLU)] = new PReLURule(),
        [typeof(Reshape)] = new ReshapeRule(),
        [typeof(Softmax)] = new SoftmaxRule(),
        [typeof(Upsample)] = new UpsampleRule(),
        [typeof(ZeroPad)] = new ZeroPadRule(),
    };

    /// <summary>The kinds of operations that have a rule.</summary>
    public static IReadOnlyCollection<Type> Operations => _rules.Keys;

    /// <summary>The rule of an operation.</summary>
    public static LayerRule Of(Operation operation) => _rules.TryGetValue(operation.GetType(), out LayerRule? rule)
        ? rule : throw new InvalidOperationException($"{operation.Kind} has no rule: see docs/adding-a-layer.md.");
}
