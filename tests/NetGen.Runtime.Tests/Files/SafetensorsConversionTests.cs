using System.Buffers.Binary;
using System.Globalization;
using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.Files;

/// <summary>Values of other types than F32 become floats, and counters of any type become whole numbers, as PyTorch copies them.</summary>
public sealed class SafetensorsConversionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>A type, the bytes of some values, and the values.</summary>
    public static TheoryData<string, byte[], float[]> Values() => new()
    {
        { "F16", [.. Half((Half)1.5f), .. Half((Half)(-65504f)), 0x00, 0xFE, 0x01, 0x00], [1.5f, -65504, float.NaN, 1 / 16777216f] },
        { "BF16", [0xC0, 0x3F, 0xF7, 0xC2, 0x80, 0x7F], [1.5f, -123.5f, float.PositiveInfinity] },
        { "F64", [.. Double(Math.PI), .. Double(1e300), .. Double(-1e-300)], [(float)Math.PI, float.PositiveInfinity, -0f] },
        { "BOOL", [0, 1, 2], [0, 1, 1] },
        { "U8", [0, 255], [0, 255] },
        { "I8", [0x80, 0x7F], [-128, 127] },
        { "U16", [0xFF, 0xFF], [65535] },
        { "I16", [0x00, 0x80], [-32768] },
        { "U32", [0xFF, 0xFF, 0xFF, 0xFF], [4294967295f] },
        { "I32", [0x01, 0x00, 0x00, 0x80], [-2147483647f] },
        { "U64", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [1.8446744e19f] },
        { "I64", [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [-2] },
        { "F8_E5M2", [0x3C, 0xC1, 0x7C, 0x01, 0x7B], [1, -2.5f, float.PositiveInfinity, 1 / 65536f, 57344] },
        { "F8_E4M3", [0x38, 0xC1, 0x7E, 0x01, 0x7F, 0xFF, 0x80], [1, -2.25f, 448, 1 / 512f, float.NaN, float.NaN, -0f] },
        { "F8_E4M3FNUZ", [0x40, 0xC9, 0x7F, 0x01, 0x80], [1, -2.25f, 240, 1 / 1024f, float.NaN] },
        { "F8_E5M2FNUZ", [0x40, 0xC5, 0x7F, 0x01, 0x80], [1, -2.5f, 57344, 1 / 131072f, float.NaN] },
    };

    /// <summary>A type, the bytes of a counter, and what it counts.</summary>
    public static TheoryData<string, byte[], long> Counters() => new()
    {
        { "I64", [.. Long(1_000_000_000_007)], 1_000_000_000_007 },
        { "U64", [.. Long(long.MaxValue)], long.MaxValue },
        { "I32", [7, 1, 0, 0], 263 },
        { "U32", [0xFF, 0xFF, 0xFF, 0xFF], 4294967295 },
        { "I16", [7, 1], 263 },
        { "U16", [0xFF, 0xFF], 65535 },
        { "I8", [7], 7 },
        { "U8", [200], 200 },
        { "BOOL", [1], 1 },
        { "F16", [.. Half((Half)2048)], 2048 },
        { "BF16", [0x80, 0x47], 65536 },
        { "F32", [.. Single(1000)], 1000 },
        { "F32", [.. Single(3.75f)], 3 },
        { "F64", [.. Double(9007199254740991)], 9007199254740991 },
        { "F8_E4M3", [0x7E], 448 },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Values))]
    public void Other_types_become_floats(string type, byte[] bytes, float[] expected)
    {
        using SafetensorsFile file = Open(type, bytes, shape: expected.Length.ToString(CultureInfo.InvariantCulture));
        var values = new float[expected.Length];

        file.Read("x", values);

        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), values.Select(BitConverter.SingleToInt32Bits));
    }

    [Theory]
    [InlineData("C64", 8, 1)]
    [InlineData("F8_E8M0", 1, 1)]
    [InlineData("F6_E2M3", 3, 4)]
    [InlineData("F4", 1, 2)]
    public void Elements_that_are_no_real_numbers_of_whole_bytes_are_refused(string type, int bytes, int length)
    {
        using SafetensorsFile file = Open(type, new byte[bytes], length.ToString(CultureInfo.InvariantCulture));

        string message = Assert.Throws<InvalidDataException>(() => file.Read("x", new float[length])).Message;

        Assert.Contains("cannot be converted", message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Counters))]
    public void Counters_of_any_type_become_whole_numbers(string type, byte[] bytes, long expected)
    {
        foreach (string shape in new[] { "", "1" })
        {
            using SafetensorsFile file = Open(type, bytes, shape);
            Assert.Equal(expected, file.ReadInt64("x"));
        }
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(9.3e18f, "9.3E+18")]
    public void A_counter_that_is_no_whole_number_of_64_bits_is_refused(float value, string text)
    {
        using SafetensorsFile file = Open("F32", [.. Single(value)], "");

        string message = Assert.Throws<InvalidDataException>(() => file.ReadInt64("x")).Message;

        Assert.Contains("no whole number", message, StringComparison.Ordinal);
        Assert.Contains(text[..3], message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_counter_beyond_63_bits_is_refused()
    {
        using SafetensorsFile file = Open("U64", [0, 0, 0, 0, 0, 0, 0, 0x80], "");

        string message = Assert.Throws<InvalidDataException>(() => file.ReadInt64("x")).Message;

        Assert.Contains("is 9223372036854775808, which", message, StringComparison.Ordinal);
    }

    /// <summary>The case that made this a rule: a network saved in half precision, its counter with it.</summary>
    [Theory]
    [InlineData("I32", new byte[] { 40, 0, 0, 0 })]
    [InlineData("F32", new byte[] { 0, 0, 0x20, 0x42 })]
    [InlineData("F16", new byte[] { 0, 0x51 })]
    public void A_network_is_loaded_whatever_type_its_counter_has(string type, byte[] counter)
    {
        string json = $$$$"""
            {"bn1.num_batches_tracked":{"dtype":"{{{{type}}}}","shape":[],"data_offsets":[0,{{{{counter.Length}}}}]},
            "fc1.weight":{"dtype":"F16","shape":[4,6],"data_offsets":[{{{{counter.Length}}}},{{{{counter.Length + 48}}}}]},
            "fc1.bias":{"dtype":"F16","shape":[4],"data_offsets":[{{{{counter.Length + 48}}}},{{{{counter.Length + 56}}}}]},
            "bn1.running_mean":{"dtype":"I8","shape":[6],"data_offsets":[{{{{counter.Length + 56}}}},{{{{counter.Length + 62}}}}]},
            "bn1.running_var":{"dtype":"I8","shape":[6],"data_offsets":[{{{{counter.Length + 62}}}},{{{{counter.Length + 68}}}}]}}
            """;
        string path = _folder.File("half", SafetensorsFileTests.File(json, [.. counter, .. Enumerable.Repeat<byte>(0x3C, 68)]));
        using NetworkState state = LinearStates.Create();

        state.Parameters.Load(path);

        Assert.Equal([40], state.Parameters.NormalizationSteps);
        Assert.Equal((float)BitConverter.Int16BitsToHalf(0x3C3C), state.Parameters["fc1.bias"].Values[3]);
        Assert.Equal(60, state.Parameters["bn1.running_var"].Values[5]);
    }

    private SafetensorsFile Open(string type, byte[] bytes, string shape)
    {
        string json = $$$$"""{"x":{"dtype":"{{{{type}}}}","shape":[{{{{shape}}}}],"data_offsets":[0,{{{{bytes.Length}}}}]}}""";
        return SafetensorsFile.Open(_folder.File("x", SafetensorsFileTests.File(json, bytes)));
    }

    private static byte[] Half(Half value) => Bytes(2, bytes => BinaryPrimitives.WriteHalfLittleEndian(bytes, value));

    private static byte[] Single(float value) => Bytes(4, bytes => BinaryPrimitives.WriteSingleLittleEndian(bytes, value));

    private static byte[] Double(double value) => Bytes(8, bytes => BinaryPrimitives.WriteDoubleLittleEndian(bytes, value));

    private static byte[] Long(long value) => Bytes(8, bytes => BinaryPrimitives.WriteInt64LittleEndian(bytes, value));

    private static byte[] Bytes(int length, Action<byte[]> write)
    {
        var bytes = new byte[length];
        write(bytes);
        return bytes;
    }
}
