using System.Text;
using System.Text.Json;

namespace NetGen;

/// <summary>Reads the JSON header of a safetensors file, strictly: whatever the format does not allow is refused.</summary>
internal ref struct SafetensorsHeader
{
    private readonly string _path;
    private readonly Dictionary<string, SafetensorsTensor> _tensors;
    private Dictionary<string, string>? _metadata;
    private Utf8JsonReader _reader;

    private SafetensorsHeader(string path, ReadOnlySpan<byte> json)
    {
        _path = path;
        _tensors = new Dictionary<string, SafetensorsTensor>(StringComparer.Ordinal);
        _reader = new Utf8JsonReader(json);
    }

    /// <summary>Parses a header and checks that its tensors cover the data section exactly.</summary>
    /// <exception cref="InvalidDataException">The header is malformed.</exception>
    public static (Dictionary<string, SafetensorsTensor> Tensors, Dictionary<string, string> Metadata) Parse(
        string path, ReadOnlySpan<byte> json, long dataLength)
    {
        if (json.IsEmpty || json[0] != (byte)'{')
        {
            throw Invalid(path, "the header does not begin with '{'");
        }

        var header = new SafetensorsHeader(path, json.TrimEnd((byte)' '));
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(json);
            header.ReadRoot();
        }
        catch (JsonException exception)
        {
            throw Invalid(path, "the header is not valid JSON: " + exception.Message, exception);
        }
        catch (ArgumentException exception)
        {
            throw Invalid(path, "the header is not valid UTF-8", exception);
        }

        header.CheckCoverage(dataLength);
        return (header._tensors, header._metadata ?? []);
    }

    /// <summary>The exception for a file that is not as the format wants it.</summary>
    public static InvalidDataException Invalid(string path, string reason, Exception? inner = null) =>
        new($"'{path}' is not a valid safetensors file: {reason}.", inner);

    private void ReadRoot()
    {
        _reader.Read();
        while (NextProperty("the header") is string name)
        {
            if (name == "__metadata__")
            {
                ReadMetadata();
            }
            else if (!_tensors.TryAdd(name, ReadTensor(name)))
            {
                throw Invalid(_path, $"tensor '{name}' occurs twice");
            }
        }

        // Reading on throws at anything but white space behind the last brace.
        _reader.Read();
    }

    private void ReadMetadata()
    {
        if (_metadata is not null)
        {
            throw Invalid(_path, "__metadata__ occurs twice");
        }

        _metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        Expect(JsonTokenType.StartObject, "__metadata__", "an object");
        while (NextProperty("__metadata__") is string key)
        {
            Expect(JsonTokenType.String, "__metadata__", "an object of strings");
            if (!_metadata.TryAdd(key, Text("__metadata__")))
            {
                throw Invalid(_path, $"__metadata__ has '{key}' twice");
            }
        }
    }

    private SafetensorsTensor ReadTensor(string name)
    {
        SafetensorsType? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        Expect(JsonTokenType.StartObject, name, "an object");
        while (NextProperty(name) is string key)
        {
            switch (key)
            {
                case "dtype" when type is null:
                    type = ReadType(name);
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(name, key);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(name, key);
                    break;
                default:
                    throw Invalid(_path, $"tensor '{name}' has an unknown or repeated field '{key}'");
            }
        }

        if (type is null || shape is null || offsets is not [long begin, long end])
        {
            throw Invalid(_path, $"tensor '{name}' lacks dtype, shape or a pair of data_offsets");
        }

        CheckSize(name, type.Value, shape, begin, end);
        return new SafetensorsTensor(name, type.Value, shape, begin, end);
    }

    private SafetensorsType ReadType(string name)
    {
        Expect(JsonTokenType.String, name, "a string as dtype");
        string text = Text(name);
        return SafetensorsTypes.TryParse(text, out SafetensorsType type)
            ? type
            : throw Invalid(_path, $"tensor '{name}' has the unknown dtype '{text}'");
    }

    private long[] ReadNumbers(string name, string field)
    {
        Expect(JsonTokenType.StartArray, name, $"an array as {field}");
        var numbers = new List<long>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetInt64(out long number) || number < 0)
            {
                throw Invalid(_path, $"tensor '{name}' has something else than a whole number from 0 to 2^63 - 1 in {field}");
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private readonly void CheckSize(string name, SafetensorsType type, long[] shape, long begin, long end)
    {
        UInt128 bits;
        try
        {
            bits = (UInt128)SafetensorsTensor.Product(shape) * (uint)SafetensorsTypes.Bits(type);
        }
        catch (OverflowException exception)
        {
            throw Invalid(_path, $"tensor '{name}' has the impossible shape [{string.Join(", ", shape)}]", exception);
        }

        if (begin > end || bits % 8 != 0 || (UInt128)(end - begin) != bits / 8)
        {
            throw Invalid(
                _path,
                $"tensor '{name}' needs {bits / 8} bytes for [{string.Join(", ", shape)}] of {SafetensorsTypes.Name(type)} but its offsets are {begin} to {end}");
        }
    }

    private readonly void CheckCoverage(long dataLength)
    {
        long covered = 0;
        foreach (SafetensorsTensor tensor in _tensors.Values.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End))
        {
            if (tensor.Begin != covered)
            {
                throw Invalid(_path, $"tensor '{tensor.Name}' begins at {tensor.Begin} where {covered} is the first unused byte");
            }

            covered = tensor.End;
        }

        if (covered != dataLength)
        {
            throw Invalid(_path, $"its tensors need {covered} bytes but {dataLength} follow the header");
        }
    }

    private string? NextProperty(string owner)
    {
        _reader.Read();
        return _reader.TokenType == JsonTokenType.PropertyName ? Text(owner) : null;
    }

    private void Expect(JsonTokenType token, string owner, string description)
    {
        _reader.Read();
        if (_reader.TokenType != token)
        {
            throw Invalid(_path, $"'{owner}' is not {description}");
        }
    }

    private readonly string Text(string owner)
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw Invalid(_path, $"a string in '{owner}' is not valid Unicode", exception);
        }
    }
}
