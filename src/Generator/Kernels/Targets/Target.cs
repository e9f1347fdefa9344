using System;

namespace NetGen.Generator.Kernels;

/// <summary>What a target has beyond arithmetic on vectors.</summary>
[Flags]
internal enum TargetFeatures
{
    None = 0,

    /// <summary>A multiply-add is one instruction, so that no register holds the product.</summary>
    FusedMultiplyAdd = 1,

    /// <summary>Memory can be asked for ahead.</summary>
    Prefetch = 2,

    /// <summary>Weights of 28 bits are decoded in less time than it takes to read 32.</summary>
    FastDecoding = 4,
}

/// <summary>
/// What kernels are generated for: a kind of vectors, the registers for them, and the machine that tilings are cut for. A template is written
/// once against this record and emitted for each target of a project. The operations, as C# text, are virtual (Target.Operations.cs): a
/// new target is a value of this record's data (Targets.cs) and a file of those operations that differ from the portable ones.
/// </summary>
/// <param name="Name">The target's identity, as it stands in names of classes and kernels: Avx512. Two targets may have vectors of one width, not one name.</param>
/// <param name="VectorBytes">The width of a vector.</param>
/// <param name="Registers">Vector registers.</param>
/// <param name="Features">What else it has.</param>
/// <param name="Machine">The processor that kernels are cut for.</param>
internal abstract partial record Target(string Name, int VectorBytes, int Registers, TargetFeatures Features, Machine Machine)
{
    /// <summary>As a project names it in <c>NetGenTargets</c>: avx512.</summary>
    public string Option => Name.ToLowerInvariant();

    /// <summary>The runtime's code path that runs these kernels, in C#.</summary>
    public virtual string CodePath => "global::NetGen.CodePath." + Name;

    /// <summary>The class that shared kernels of this target are emitted into, in namespace NetGen.Generated.</summary>
    public string KernelClass => Name + "Kernels";

    /// <summary>Floats in a vector, and channels in a block of the activation layout.</summary>
    public int Lanes => LanesOf(ElementType.Float32);

    /// <summary>Whether tiles of a few more vectors than usual fit the registers.</summary>
    public bool HasManyRegisters => Registers >= 32;

    /// <summary>Registers that a product takes before it is added.</summary>
    public int ProductRegisters => Has(TargetFeatures.FusedMultiplyAdd) ? 0 : 1;

    /// <summary>Numbers in a vector.</summary>
    public int LanesOf(ElementType element) => VectorBytes * 8 / element.Bits;

    /// <summary>Whether it has all of these.</summary>
    public bool Has(TargetFeatures features) => (Features & features) == features;

    /// <summary>That of the name, which tells targets apart; machines are long and seldom differ.</summary>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);
}
