using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declarations;

/// <summary>Reads the stages of a network's or a block's class and finds out which reads which.</summary>
internal sealed class StageGraphReader
{
    private readonly INamedTypeSymbol _type;
    private readonly bool _isBlock;
    private readonly Action<Mistake> _report;
    private readonly CancellationToken _cancellation;
    private readonly List<IMethodSymbol> _methods;
    private readonly List<IParameterSymbol> _inputs = [];
    private bool _failed;

    private StageGraphReader(INamedTypeSymbol type, bool isBlock, Action<Mistake> report, CancellationToken cancellation)
    {
        _type = type;
        _isBlock = isBlock;
        _report = report;
        _cancellation = cancellation;
        _methods = [.. StagesOf(type)];
    }

    /// <summary>The methods of a class that are stages: they give a tensor, or carry attributes of stages.</summary>
    public static IEnumerable<IMethodSymbol> StagesOf(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().Where(method => method.MethodKind == MethodKind.Ordinary && IsStage(method));

    /// <summary>The stages, or null where something is wrong with them, which is reported.</summary>
    public static StageGraph? Read(INamedTypeSymbol type, bool isBlock, Action<Mistake> report, CancellationToken cancellation) =>
        new StageGraphReader(type, isBlock, report, cancellation).Read();

    /// <summary>The attributes of a stage and of its parameters that belong to NetGen.</summary>
    public static IEnumerable<AttributeData> AttributesOf(IMethodSymbol method) =>
        method.GetAttributes().Concat(method.Parameters.SelectMany(parameter => parameter.GetAttributes()))
            .Where(attribute => KnownNames.RoleOf(attribute.AttributeClass) is AttributeRole.Layer or AttributeRole.Input or AttributeRole.Auxiliary);

    private static bool IsStage(IMethodSymbol method) => KnownNames.IsTensor(method.ReturnType) || AttributesOf(method).Any();

    private StageGraph? Read()
    {
        foreach (IMethodSymbol method in _methods) CheckSignature(method);
        CheckNames();
        if (_failed) return null;
        ImmutableArray<Stage> stages = [.. _methods.Select(ReadStage)];
        foreach (Stage stage in stages) CheckCombinations(stage);
        if (_failed) return null;
        ImmutableArray<int>? order = Sort(stages);
        if (order is null) return null;
        HashSet<int> read = [.. stages.SelectMany(stage => stage.Sources).Where(source => source.Kind == SourceKind.Stage).Select(source => source.Index)];
        ImmutableArray<int> unread = [.. Enumerable.Range(0, stages.Length).Where(index => !read.Contains(index))];
        CheckResults(stages, unread, read);
        return _failed ? null : new StageGraph(stages, order.Value, unread, [.. _inputs]);
    }

    private void CheckSignature(IMethodSymbol method)
    {
        bool right = method.IsStatic && method.IsPartialDefinition && method.TypeParameters.Length == 0
            && KnownNames.IsTensor(method.ReturnType) && !method.ReturnsByRef && !method.ReturnsByRefReadonly && method.Parameters.Length > 0
            && method.Parameters.All(parameter => KnownNames.IsTensor(parameter.Type) && parameter is { RefKind: RefKind.None, IsParams: false, IsOptional: false });
        if (!right) Report(method, GraphDescriptors.StageSignature, method.Name);
    }

    private void CheckNames()
    {
        foreach (IGrouping<string, IMethodSymbol> group in _methods.GroupBy(method => Stage.KeyOf(method.Name)).Where(group => group.Count() > 1))
        {
            IMethodSymbol second = group.ElementAt(1);
            string first = group.First().Name;
            string both = first == second.Name ? $"either of two stages '{first}'" : $"the stage '{first}' or the stage '{second.Name}'";
            Report(second, GraphDescriptors.AmbiguousStage, group.Key, both);
        }
    }

    private Stage ReadStage(IMethodSymbol method)
    {
        ILookup<AttributeRole, AttributeData> attributes = method.GetAttributes().ToLookup(attribute => KnownNames.RoleOf(attribute.AttributeClass));
        return new Stage(
            method, [.. attributes[AttributeRole.Layer]], attributes[AttributeRole.Auxiliary].FirstOrDefault(), [.. method.Parameters.Select(ReadSource)]);
    }

    /// <summary>What joins several tensors is the first layer of a stage with several parameters, and of no other.</summary>
    private void CheckCombinations(Stage stage)
    {
        int reads = stage.Sources.Length;
        AttributeData? first = stage.Layers.FirstOrDefault();
        bool joins = KnownNames.IsCombination(first?.AttributeClass) || KnownNames.IsBlockUse(first?.AttributeClass);
        if (reads > 1 && !joins)
        {
            Report(stage.Method, GraphDescriptors.NeedsCombination, stage.Method.Name, reads);
            return;
        }

        AttributeData? alone = stage.Layers.Skip(reads > 1 ? 1 : 0).FirstOrDefault(layer => KnownNames.IsCombination(layer.AttributeClass));
        if (alone is not null) ReportAt(alone, GraphDescriptors.CombinesOne, LayerReader.ShortNameOf(alone));
    }

    private StageSource ReadSource(IParameterSymbol parameter)
    {
        AttributeData? input = parameter.GetAttributes().FirstOrDefault(attribute => KnownNames.RoleOf(attribute.AttributeClass) == AttributeRole.Input);
        int stage = _methods.FindIndex(method => Stage.KeyOf(method.Name) == parameter.Name);
        if (input is not null && _isBlock) ReportAt(input, GraphDescriptors.InputInBlock, _type.Name, parameter.Name);
        else if (input is not null && stage >= 0) ReportAt(input, GraphDescriptors.AmbiguousStage, parameter.Name, $"this input or the stage '{_methods[stage].Name}'");
        if (stage >= 0) return new StageSource(SourceKind.Stage, stage, parameter);
        if (input is null && !_isBlock) ReportUnknown(parameter);
        int known = _inputs.FindIndex(other => other.Name == parameter.Name);
        if (known < 0) _inputs.Add(parameter);
        else if (input is not null && IsDeclared(_inputs[known])) ReportAt(input, GraphDescriptors.DuplicateInput, parameter.Name);
        else if (input is not null) _inputs[known] = parameter;
        return new StageSource(SourceKind.Input, known < 0 ? _inputs.Count - 1 : known, parameter);
    }

    private void ReportUnknown(IParameterSymbol parameter)
    {
        // A further stage may read an input that another one declares.
        if (_methods.SelectMany(method => method.Parameters).Any(other => other.Name == parameter.Name && IsDeclared(other))) return;
        string? nearest = NearestName.Of(parameter.Name, _methods.Select(method => Stage.KeyOf(method.Name)));
        string hint = nearest is null ? "give it the name of one, or an [Input]" : $"did you mean '{nearest}'?";
        Report(parameter, GraphDescriptors.UnknownStage, parameter.Name, hint);
    }

    private static bool IsDeclared(IParameterSymbol input) =>
        input.GetAttributes().Any(attribute => KnownNames.RoleOf(attribute.AttributeClass) == AttributeRole.Input);

    /// <summary>Repeatedly takes the first stage, in the order of declaration, that reads only what has been taken.</summary>
    private ImmutableArray<int>? Sort(ImmutableArray<Stage> stages)
    {
        var order = new List<int>();
        var taken = new HashSet<int>();
        while (order.Count < stages.Length)
        {
            int next = Enumerable.Range(0, stages.Length)
                .Where(index => !taken.Contains(index) && stages[index].Sources.All(source => source.Kind != SourceKind.Stage || taken.Contains(source.Index)))
                .DefaultIfEmpty(-1).First();
            if (next < 0)
            {
                ReportCycle(stages, taken);
                return null;
            }

            order.Add(next);
            taken.Add(next);
        }

        return [.. order];
    }

    /// <summary>Walks back from any stage that is left until one comes again.</summary>
    private void ReportCycle(ImmutableArray<Stage> stages, HashSet<int> taken)
    {
        var path = new List<int>();
        int at = Enumerable.Range(0, stages.Length).First(index => !taken.Contains(index));
        while (!path.Contains(at))
        {
            path.Add(at);
            at = stages[at].Sources.First(source => source.Kind == SourceKind.Stage && !taken.Contains(source.Index)).Index;
        }

        path.RemoveRange(0, path.IndexOf(at));
        int first = path.Min();
        IEnumerable<string> names = path.Append(at).Select(index => stages[index].Method.Name);
        Report(stages[first].Method, GraphDescriptors.Cycle, string.Join(" ← ", names));
    }

    private void CheckResults(ImmutableArray<Stage> stages, ImmutableArray<int> unread, HashSet<int> read)
    {
        foreach (Stage stage in stages.Where((stage, index) => stage.Auxiliary is not null && (_isBlock || read.Contains(index))))
        {
            ReportAt(stage.Auxiliary!, GraphDescriptors.AuxiliaryRead, stage.Method.Name, _isBlock ? "stands in a block" : "is read by another stage");
        }

        int results = unread.Count(index => stages[index].Auxiliary is null);
        if (_isBlock && results != 1 && stages.Length > 0)
        {
            string names = string.Join(", ", unread.Select(index => stages[index].Method.Name));
            Report(stages[unread.Last()].Method, GraphDescriptors.BlockResults, _type.Name, names);
        }
        else if (!_isBlock && results == 0 && stages.Length > 0)
        {
            ReportAt(stages[unread[0]].Auxiliary!, GraphDescriptors.AuxiliaryRead, stages[unread[0]].Method.Name, "is the network's only result");
        }
    }

    private void Report(ISymbol symbol, DiagnosticDescriptor descriptor, params object[] arguments)
    {
        _failed = true;
        _report(new Mistake(descriptor, _ => symbol.Locations.FirstOrDefault() ?? Location.None, [.. arguments]));
    }

    private void ReportAt(AttributeData attribute, DiagnosticDescriptor descriptor, params object[] arguments)
    {
        _failed = true;
        _report(new Mistake(descriptor, cancellation => ArgumentLocator.Locate(attribute, null, cancellation), [.. arguments]));
    }
}
