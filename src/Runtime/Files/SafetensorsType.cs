namespace NetGen;

/// <summary>The element types of the safetensors format.</summary>
public enum SafetensorsType
{
    /// <summary>Truth values of one byte.</summary>
    Bool,

    /// <summary>Unsigned 8-bit integers.</summary>
    U8,

    /// <summary>Signed 8-bit integers.</summary>
    I8,

    /// <summary>Unsigned 16-bit integers.</summary>
    U16,

    /// <summary>Signed 16-bit integers.</summary>
    I16,

    /// <summary>Unsigned 32-bit integers.</summary>
    U32,

    /// <summary>Signed 32-bit integers.</summary>
    I32,

    /// <summary>Unsigned 64-bit integers.</summary>
    U64,

    /// <summary>Signed 64-bit integers.</summary>
    I64,

    /// <summary>IEEE half precision.</summary>
    F16,

    /// <summary>The upper half of single precision.</summary>
    BF16,

    /// <summary>IEEE single precision.</summary>
    F32,

    /// <summary>IEEE double precision.</summary>
    F64,

    /// <summary>Complex numbers of two singles.</summary>
    C64,

    /// <summary>8-bit floats of 5 exponent bits.</summary>
    F8E5M2,

    /// <summary>8-bit floats of 4 exponent bits.</summary>
    F8E4M3,

    /// <summary>8-bit powers of two.</summary>
    F8E8M0,

    /// <summary>6-bit floats of 2 exponent bits.</summary>
    F6E2M3,

    /// <summary>6-bit floats of 3 exponent bits.</summary>
    F6E3M2,

    /// <summary>4-bit floats.</summary>
    F4,

    /// <summary>8-bit floats of 4 exponent bits, without infinities and negative zero.</summary>
    F8E4M3Fnuz,

    /// <summary>8-bit floats of 5 exponent bits, without infinities and negative zero.</summary>
    F8E5M2Fnuz,
}

/// <summary>Names and sizes of <see cref="SafetensorsType"/>.</summary>
internal static class SafetensorsTypes
{
    private static readonly (SafetensorsType Type, string Name, int Bits)[] _table =
    [
        (SafetensorsType.Bool, "BOOL", 8), (SafetensorsType.U8, "U8", 8), (SafetensorsType.I8, "I8", 8),
        (SafetensorsType.U16, "U16", 16), (SafetensorsType.I16, "I16", 16), (SafetensorsType.U32, "U32", 32),
        (SafetensorsType.I32, "I32", 32), (SafetensorsType.U64, "U64", 64), (SafetensorsType.I64, "I64", 64),
        (SafetensorsType.F16, "F16", 16), (SafetensorsType.BF16, "BF16", 16), (SafetensorsType.F32, "F32", 32),
        (SafetensorsType.F64, "F64", 64), (SafetensorsType.C64, "C64", 64), (SafetensorsType.F8E5M2, "F8_E5M2", 8),
        (SafetensorsType.F8E4M3, "F8_E4M3", 8), (SafetensorsType.F8E8M0, "F8_E8M0", 8), (SafetensorsType.F6E2M3, "F6_E2M3", 6),
        (SafetensorsType.F6E3M2, "F6_E3M2", 6), (SafetensorsType.F4, "F4", 4),
        (SafetensorsType.F8E4M3Fnuz, "F8_E4M3FNUZ", 8), (SafetensorsType.F8E5M2Fnuz, "F8_E5M2FNUZ", 8),
    ];

    /// <summary>Finds a type by its name in a header.</summary>
    public static bool TryParse(string name, out SafetensorsType type)
    {
        foreach (var row in _table)
        {
            if (row.Name == name)
            {
                type = row.Type;
                return true;
            }
        }

        type = default;
        return false;
    }

    /// <summary>The name in a header.</summary>
    public static string Name(SafetensorsType type) => _table[(int)type].Name;

    /// <summary>Bits of an element.</summary>
    public static int Bits(SafetensorsType type) => _table[(int)type].Bits;
}
