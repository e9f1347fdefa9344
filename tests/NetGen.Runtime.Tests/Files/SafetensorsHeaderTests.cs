using NetGen.Runtime.Tests.Fakes;

namespace NetGen.Runtime.Tests.Files;

/// <summary>
/// What the format's reference implementation does with each header, from its rules: a flattened struct of serde_json with a map of
/// metadata, then entries sorted by their offsets, without holes, each as long as its shape says. Twelve bytes of values follow.
/// </summary>
public sealed class SafetensorsHeaderTests : IDisposable
{
    private const string Entry = """{"dtype":"F32","shape":[3],"data_offsets":[0,12]}""";
    private const string Empty = """{"dtype":"F32","shape":[0],"data_offsets":[0,0]}""";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> ReadByTheReference() => new()
    {
        { $$$$"""{"a":{{{{Entry}}}}}""", "a F32 [3]" },
        { $$$$"""{"__metadata__":null,"a":{{{{Entry}}}}}""", "a F32 [3]" },
        { $$$$"""{"a":{{{{Entry}}}},"__metadata__":{"k":"v"}}""", "a F32 [3] k=v" },
        { $$$$"""{"__metadata__":{},"a":{{{{Entry}}}}}""", "a F32 [3]" },
        { $$$$"""{"__metadata__":{"k":"1","k":"2"},"a":{{{{Entry}}}}}""", "a F32 [3] k=2" },
        { $$$$"""{"\u005f_metadata__":{"k":"v"},"a":{{{{Entry}}}}}""", "a F32 [3] k=v" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12],"x":1}}""", "a F32 [3]" },
        { """{"a":{"x":{"y":[1,{"z":"w"},[]],"dtype":"I8"},"dtype":"F32","shape":[3],"s":"t","data_offsets":[0,12]}}""", "a F32 [3]" },
        {
            """{"a":{"data_offsets":[0,12],"n":null,"shape":[3],"b":true,"dtype":"F32","f":-1.5e3,"i":99999999999999999999}}""",
            "a F32 [3]"
        },
        { """{"a":{"\u0064type":"F32","shape":[3],"data_offsets":[0,12]}}""", "a F32 [3]" },
        { """{"a":["F32",[3],[0,12]]}""", "a F32 [3]" },
        { $$$$"""{"a":{"dtype":"I8","shape":[2],"data_offsets":[0,2]},"a":{{{{Entry}}}}}""", "a F32 [3]" },
        { $$$$"""  {"a":{{{{Entry}}}}}   """, "a F32 [3]" },
        { $"\n\t\r {{\"a\" : {Entry} }}\r\n\t ", "a F32 [3]" },
        {
            """{"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}""",
            "a F32 [2, 1] b F32 [1]"
        },
        {
            """{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b":{"dtype":"I8","shape":[8],"data_offsets":[4,12]}}""",
            "a F32 [] b I8 [8]"
        },
        { $$$$"""{"e":{"dtype":"F64","shape":[0],"data_offsets":[12,12]},"a":{{{{Entry}}}}}""", "a F32 [3] e F64 [0]" },
        { $$$$"""{"e":{"dtype":"F64","shape":[3,0,2],"data_offsets":[0,0]},"a":{{{{Entry}}}}}""", "e F64 [3, 0, 2] a F32 [3]" },
        { $$$$"""{"e":{{{{Empty}}}},"f":{{{{Empty}}}},"a":{{{{Entry}}}}}""", "e F32 [0] f F32 [0] a F32 [3]" },
        {
            $$$$"""{"e":{"dtype":"F4","shape":[4611686018427387904,2,0],"data_offsets":[0,0]},"a":{{{{Entry}}}}}""",
            "e F4 [4611686018427387904, 2, 0] a F32 [3]"
        },
        { """{"":{"dtype":"F4","shape":[24],"data_offsets":[0,12]}}""", " F4 [24]" },
        { """{"a":{"dtype":"F6_E2M3","shape":[16],"data_offsets":[0,12]}}""", "a F6_E2M3 [16]" },
        {
            """{"a":{"dtype":"F8_E4M3FNUZ","shape":[6],"data_offsets":[0,6]},"b":["F8_E5M2FNUZ",[6],[6,12]]}""",
            "a F8_E4M3FNUZ [6] b F8_E5M2FNUZ [6]"
        },
        {
            """{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]},"b":{"dtype":"F8_E8M0","shape":[4],"data_offsets":[8,12]}}""",
            "a C64 [1] b F8_E8M0 [4]"
        },
        { $$$$"""{"größe\n\"\u0000":{{{{Entry}}}}}""", "größe\n\"\0 F32 [3]" },
        { $$$$"""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12],"deep":{{{{Nested(125)}}}}}}""", "a F32 [3]" },
    };

    public static TheoryData<string, string> RefusedByTheReference() => new()
    {
        { "", "does not begin" },
        { "    ", "does not begin" },
        { "[]", "does not begin" },
        { "\uFEFF{}", "does not begin" },
        { "null", "does not begin" },
        { "{", "not valid JSON" },
        { "{}}", "not valid JSON" },
        { "{} {}", "not valid JSON" },
        { "{}\0\0\0\0", "not valid JSON" },
        { $$$$"""{"a":{{{{Entry}}}},}""", "not valid JSON" },
        { $$$$"""{/**/"a":{{{{Entry}}}}}""", "not valid JSON" },
        { $"{{\"a\n\":{Entry}}}", "not valid JSON" },
        { $$$$"""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12],"deep":{{{{Nested(126)}}}}}}""", "not valid JSON" },
        { "{}\n", "need 0 bytes" },
        { """{"a":1}""", "'a' is not an object" },
        { """{"a":null}""", "'a' is not an object" },
        { $$$$"""{"note":"text","a":{{{{Entry}}}}}""", "'note' is not an object" },
        { """{"a":{"dtype":"F32","dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "the field 'dtype' twice" },
        { """{"a":{"dtype":"F32","shape":[3],"shape":[3],"data_offsets":[0,12]}}""", "the field 'shape' twice" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12],"data_offsets":[0,12]}}""", "the field 'data_offsets' twice" },
        { """{"a":{"dtype":"F32","shape":[3]}}""", "lacks" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,6,12]}}""", "lacks" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[12]}}""", "lacks" },
        { """{"a":["F32",[3],[0,12],1]}""", "not an array of dtype" },
        { """{"a":["F32",[3]]}""", "not an array as data_offsets" },
        { """{"a":{"dtype":"F99","shape":[3],"data_offsets":[0,12]}}""", "unknown dtype 'F99'" },
        { """{"a":{"dtype":"f32","shape":[3],"data_offsets":[0,12]}}""", "unknown dtype 'f32'" },
        { """{"a":{"dtype":7,"shape":[3],"data_offsets":[0,12]}}""", "not a string as dtype" },
        { """{"a":{"dtype":null,"shape":[3],"data_offsets":[0,12]}}""", "not a string as dtype" },
        { """{"a":{"dtype":"F32","shape":3,"data_offsets":[0,12]}}""", "not an array as shape" },
        { """{"a":{"dtype":"F32","shape":null,"data_offsets":[0,12]}}""", "not an array as shape" },
        { """{"a":{"dtype":"F32","shape":[-3],"data_offsets":[0,12]}}""", "whole number" },
        { """{"a":{"dtype":"F32","shape":[3.5],"data_offsets":[0,12]}}""", "whole number" },
        { """{"a":{"dtype":"F32","shape":[3.0],"data_offsets":[0,12]}}""", "whole number" },
        { """{"a":{"dtype":"F32","shape":[3e0],"data_offsets":[0,12]}}""", "whole number" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[-0,12]}}""", "whole number" },
        { """{"a":{"dtype":"F32","shape":["3"],"data_offsets":[0,12]}}""", "whole number" },
        { """{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,12]}}""", "whole number" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12],"x":1e999}}""", "beyond double precision" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12],"x":"\ud800"}}""", "not valid Unicode" },
        { """{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,12]}}""", "impossible shape" },
        { """{"a":{"dtype":"F32","shape":[4611686018427387904,4,0],"data_offsets":[0,0]}}""", "impossible shape" },
        { """{"a":{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[0,12]}}""", "offsets are 0 to 12" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,12]}}""", "needs 8 bytes" },
        { """{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}""", "offsets are 0 to 1" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[12,0]}}""", "offsets are 12 to 0" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", "0 is the first unused byte" },
        {
            """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}""",
            "4 is the first unused byte"
        },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "need 8 bytes but 12 follow" },
        { """{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "need 16 bytes but 12 follow" },
        {
            """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""",
            "8 is the first unused byte"
        },
        { $$$$"""{"a":{{{{Entry}}}},"a":{"dtype":"F32","shape":[0],"data_offsets":[12,12]}}""", "0 is the first unused byte" },
        { $$$$"""{"a":{"dtype":"F99"},"a":{{{{Entry}}}}}""", "unknown dtype 'F99'" },
        { $$$$"""{"__metadata__":{"k":1},"a":{{{{Entry}}}}}""", "object of strings" },
        { $$$$"""{"__metadata__":{"k":null},"a":{{{{Entry}}}}}""", "object of strings" },
        { $$$$"""{"__metadata__":[],"a":{{{{Entry}}}}}""", "'__metadata__' is not an object" },
        { $$$$"""{"__metadata__":{},"__metadata__":{},"a":{{{{Entry}}}}}""", "__metadata__ occurs twice" },
        { $$$$"""{"__metadata__":null,"__metadata__":{},"a":{{{{Entry}}}}}""", "__metadata__ occurs twice" },
        { $$$$"""{"\ud800":{{{{Entry}}}}}""", "not valid Unicode" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(ReadByTheReference))]
    public void What_the_reference_reads_is_read(string json, string expected)
    {
        using var file = SafetensorsFile.Open(_folder.File("good", SafetensorsFileTests.File(json, new byte[12])));

        IEnumerable<string> tensors = file.Tensors.Select(tensor => tensor.ToString());
        Assert.Equal(expected, string.Join(' ', tensors.Concat(file.Metadata.Select(pair => $"{pair.Key}={pair.Value}"))));
    }

    [Theory]
    [MemberData(nameof(RefusedByTheReference))]
    public void What_the_reference_refuses_is_refused_with_file_and_reason(string json, string reason)
    {
        string path = _folder.File("bad.safetensors", SafetensorsFileTests.File(json, new byte[12]));

        string message = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(path)).Message;

        Assert.Contains(path, message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    /// <summary>The reference's JSON reader goes 127 levels deep, two of which are the header and the entry.</summary>
    private static string Nested(int levels) => new string('[', levels) + new string(']', levels);
}
