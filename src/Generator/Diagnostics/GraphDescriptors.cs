using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>The diagnostics of graphs and blocks, NG2xxx.</summary>
internal static class GraphDescriptors
{
    public static DiagnosticDescriptor StageSignature { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2001", title: "A stage is a static partial method of tensors",
        message: "'{0}' cannot be a stage: declare it as 'private static partial Tensor {0}(Tensor …);' with a parameter for each tensor that it reads");

    public static DiagnosticDescriptor UnknownStage { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2002", title: "A parameter names a stage",
        message: "'{0}' names no stage: {1}");

    public static DiagnosticDescriptor AmbiguousStage { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2003", title: "A name belongs to one stage",
        message: "'{0}' could be read from {1}: give each its own name");

    public static DiagnosticDescriptor Cycle { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2004", title: "Stages must not read each other in a circle",
        message: "These stages read each other in a circle: {0}");

    public static DiagnosticDescriptor NeedsCombination { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2005", title: "Several tensors must be joined",
        message: "'{0}' reads {1} tensors: its first layer must join them, as Add, Multiply, Concat or a Block does");

    public static DiagnosticDescriptor CombinesOne { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2006", title: "A layer that joins needs several tensors",
        message: "{0} joins several tensors, but gets one: put it first in a stage with several parameters");

    public static DiagnosticDescriptor Combine { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2007", title: "Tensors that are joined must agree",
        message: "{0}");

    public static DiagnosticDescriptor MixedForms { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2008", title: "A network is a chain or a graph",
        message: "'{0}' has layers on its class and stages among its members: use one of the two forms");

    public static DiagnosticDescriptor InputInBlock { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2009", title: "A block does not declare inputs",
        message: "'{1}' of the block '{0}' cannot carry Input, because what a block reads is decided where it is used");

    public static DiagnosticDescriptor AuxiliaryRead { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2010", title: "An auxiliary stage is a further result of a network",
        message: "'{0}' cannot be auxiliary, because it {1}");

    public static DiagnosticDescriptor BlockResults { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2011", title: "A block has one result",
        message: "The block '{0}' must have one stage that no other reads, its result, but has these: {1}");

    public static DiagnosticDescriptor NoBlock { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2012", title: "A block carries Block",
        message: "'{0}' is no block of this project: put [Block] on an abstract partial class of stages");

    public static DiagnosticDescriptor BlockArguments { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2013", title: "Arguments of a block are values of its constants",
        message: "{0}");

    public static DiagnosticDescriptor BlockInputs { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2014", title: "A block reads as many tensors as it is given",
        message: "{0}");

    public static DiagnosticDescriptor RecursiveBlock { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2015", title: "A block must not use itself",
        message: "The block '{0}' uses itself: {1}");

    public static DiagnosticDescriptor BlockForm { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2016", title: "A block is a partial class",
        message: "'{0}' cannot be a block, because {1}");

    public static DiagnosticDescriptor DuplicateInput { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2017", title: "An input is declared once",
        message: "'{0}' is declared by two Inputs: give it one, and read it by its name elsewhere");

    public static DiagnosticDescriptor NoValue { get; } = DiagnosticDescriptorHelper.Create(
        id: "NG2018", title: "An expression of a block has a value in every use",
        message: "{0}");

    /// <summary>All of them, in the order of their ids.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        StageSignature, UnknownStage, AmbiguousStage, Cycle, NeedsCombination, CombinesOne,
        Combine, MixedForms, InputInBlock, AuxiliaryRead, BlockResults, NoBlock,
        BlockArguments, BlockInputs, RecursiveBlock, BlockForm, DuplicateInput, NoValue,
    ];
}
