using System;
using System.Collections.Generic;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>
/// One kernel for one exact shape, independent of the instruction set. Equal specs, of different layers or networks,
/// share one emitted method, so a spec must be equal by value and hold everything that its text depends on.
/// </summary>
internal abstract record KernelSpec
{
    /// <summary>The method's name: operation, fused epilogue, shape; unique for the spec's value.</summary>
    public abstract string Name { get; }

    /// <summary>Specs whose methods this one calls; each must be emitted once into the same class.</summary>
    public virtual IEnumerable<KernelSpec> Dependencies => Array.Empty<KernelSpec>();

    /// <summary>
    /// Writes the static method <see cref="Name"/>, and private helpers whose names begin with it, as members of the
    /// partial class <see cref="InstructionSet.KernelClass"/>.
    /// </summary>
    public abstract void Emit(CodeWriter writer, InstructionSet set);
}
