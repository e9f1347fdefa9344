using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Tests.Testing;

namespace NetGen.Generator.Tests.Incrementality;

/// <summary>Models hold nothing of a compilation: it would live as long as they, and never compare equal.</summary>
public sealed class ModelTests
{
    [Fact]
    public void No_symbol_syntax_or_location_survives_the_first_step()
    {
        const string Wrong = "using NetGen;\n[Network, Input(784), Conv2d(8, 3)] partial class Wrong;\n";
        GeneratorRunResult result = UserProject.Build(Networks.LeNet5, Wrong).Result;
        object[] models = [.. new[] { TrackingNames.Networks, TrackingNames.Compiled, TrackingNames.Kernels }
            .Where(result.TrackedSteps.ContainsKey)
            .SelectMany(step => result.TrackedSteps[step]).SelectMany(run => run.Outputs).Select(output => output.Value)];

        Assert.True(models.Length >= 3);
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        Assert.All(models, model => Walk(model, model.GetType().Name, seen));
    }

    [Fact]
    public void Equal_declarations_give_equal_models()
    {
        Assert.Equal(Models(Networks.LeNet5), Models(Networks.LeNet5 + "// A comment."));
        Assert.NotEqual(Models(Networks.LeNet5), Models(Networks.LeNet5.Replace("Linear(500)", "Linear(501)", StringComparison.Ordinal)));
    }

    private static IEnumerable<object> Models(string source) =>
        UserProject.Edit(source).Result.TrackedSteps[TrackingNames.Networks].SelectMany(run => run.Outputs).Select(output => output.Value);

    private static void Walk(object? value, string path, HashSet<object> seen)
    {
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum) return;
        if (!value.GetType().IsValueType && !seen.Add(value)) return;
        Assert.False(
            value is ISymbol or SyntaxNode or SyntaxTree or SyntaxReference or Compilation or SemanticModel or Location or AttributeData or Delegate,
            $"{path} is a {value.GetType()}");
        Assert.True(IsOurs(value.GetType()), $"{path} is a {value.GetType()}, which no model may hold");

        if (value is IEnumerable items)
        {
            int index = 0;
            foreach (object? item in items) Walk(item, $"{path}[{index++}]", seen);
            return;
        }

        for (Type? type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                Walk(field.GetValue(value), $"{path}.{field.Name}", seen);
            }
        }
    }

    private static bool IsOurs(Type type) =>
        type.Assembly == typeof(NetworkGenerator).Assembly
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        || type.Namespace == "System";
}
