using System;
using System.Collections.Generic;
using System.Linq;
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

    /// <summary>Specs whose methods this one calls on every target; each must be emitted once into the same class.</summary>
    public virtual IEnumerable<KernelSpec> Dependencies => Array.Empty<KernelSpec>();

    /// <summary>Specs that are written for one target alone, whose methods this one calls there: register tiles and the loops around them.</summary>
    public virtual IEnumerable<KernelSpec> BodiesFor(InstructionSet set) => Array.Empty<KernelSpec>();

    /// <summary>Specs whose methods this one calls on some targets.</summary>
    public IEnumerable<KernelSpec> CalledOn(IEnumerable<InstructionSet> targets) => Dependencies.Concat(targets.SelectMany(BodiesFor));

    /// <summary>
    /// Writes the static method <see cref="Name"/>, and private helpers whose names begin with it, as members of the
    /// partial class <see cref="InstructionSet.KernelClass"/>.
    /// </summary>
    public abstract void Emit(CodeWriter writer, InstructionSet set);
}
