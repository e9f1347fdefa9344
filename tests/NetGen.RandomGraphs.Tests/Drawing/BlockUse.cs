using NetGen.Generator.Graph;

namespace NetGen.RandomGraphs.Tests.Drawing;

/// <summary>A block of the library.</summary>
/// <param name="Name">Its class.</param>
/// <param name="Source">Its declaration.</param>
/// <param name="Inputs">The tensors it reads: 1 or 2.</param>
/// <param name="Draw">Draws arguments that fit the input, or null where none do.</param>
internal sealed record Block(string Name, string Source, int Inputs, Func<Dice, Shape, BlockUse?> Draw);

/// <summary>A use of a block.</summary>
/// <param name="Text">Without brackets: <c>Block&lt;Residual0&gt;(16, 2)</c>.</param>
/// <param name="Result">The shape of its result.</param>
internal sealed record BlockUse(string Text, Shape Result);
