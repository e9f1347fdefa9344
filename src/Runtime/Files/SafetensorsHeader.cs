using System.Text;
using System.Text.Json;

namespace NetGen;

/// <summary>
/// Reads the JSON header of a safetensors file: what the format's reference implementation reads is read, and what it refuses is
/// refused. Of two tensors of one name, or two metadata of one key, the last counts, as it does there.
/// </summary>
internal ref struct SafetensorsHeader
{
    private const string MetadataKey = "__metadata__";

    /// <summary>Objects and arrays within each other that the reference's JSON reader allows.</summary>
    private const int MaxDepth = 127;

    private readonly string _path;
    private readonly Dictionary<string, SafetensorsTensor> _tensors;
    private readonly Dictionary<string, string> _metadata;
    private bool _hasMetadata;
    private Utf8JsonReader _reader;

    private SafetensorsHeader(string path, ReadOnlySpan<byte> json)
    {
        _path = path;
        _tensors = new Dictionary<string, SafetensorsTensor>(StringComparer.Ordinal);
        _metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Parses a header and checks that its tensors cover the data section exactly.</summary>
    /// <exception cref="InvalidDataException">The header is malformed.</exception>
    public static (Dictionary<string, SafetensorsTensor> Tensors, Dictionary<string, string> Metadata) Parse(
        string path, ReadOnlySpan<byte> json, long dataLength)
    {
        if (json.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..])
        {
            throw Invalid(path, "the header does not begin with '{'");
        }

        var header = new SafetensorsHeader(path, json);
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
        return (header._tensors, header._metadata);
    }

    /// <summary>The exception for a file that is not as the format wants it.</summary>
    public static InvalidDataException Invalid(string path, string reason, Exception? inner = null) =>
        new($"'{path}' is not a valid safetensors file: {reason}.", inner);

    private void ReadRoot()
    {
        _reader.Read();
        while (NextProperty("the header") is string name)
        {
            if (name == MetadataKey)
            {
                ReadMetadata();
            }
            else
            {
                _tensors[name] = ReadTensor(name);
            }
        }

        // Reading on throws at anything but white space behind the last brace.
        _reader.Read();
    }

    private void ReadMetadata()
    {
        if (_hasMetadata)
        {
            throw Invalid(_path, $"{MetadataKey} occurs twice");
        }

        _hasMetadata = true;
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        CheckToken(JsonTokenType.StartObject, MetadataKey, "an object");
        while (NextProperty(MetadataKey) is string key)
        {
            Expect(JsonTokenType.String, MetadataKey, "an object of strings");
            _metadata[key] = Text(MetadataKey);
        }
    }

    /// <summary>An entry is an object, or, as the reference allows without ever writing it, its three values in an array.</summary>
    private SafetensorsTensor ReadTensor(string name)
    {
        SafetensorsType? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        _reader.Read();
        if (_reader.TokenType == JsonTokenType.StartArray)
        {
            (type, shape, offsets) = (ReadType(name), ReadNumbers(name, "shape"), ReadNumbers(name, "data_offsets"));
            Expect(JsonTokenType.EndArray, name, "an array of dtype, shape and data_offsets");
        }
        else
        {
            CheckToken(JsonTokenType.StartObject, name, "an object");
            ReadFields(name, ref type, ref shape, ref offsets);
        }

        if (type is null || shape is null || offsets is not [long begin, long end])
        {
            throw Invalid(_path, $"tensor '{name}' lacks dtype, shape or a pair of data_offsets");
        }

        CheckSize(name, type.Value, shape, begin, end);
        return new SafetensorsTensor(name, type.Value, shape, begin, end);
    }

    private void ReadFields(string name, ref SafetensorsType? type, ref long[]? shape, ref long[]? offsets)
    {
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
                case "dtype" or "shape" or "data_offsets":
                    throw Invalid(_path, $"tensor '{name}' has the field '{key}' twice");
                default:
                    SkipValue(name);
                    break;
            }
        }
    }

    /// <summary>Goes past a value of any kind, but sees that it is one that the reference's reader can hold.</summary>
    private void SkipValue(string name)
    {
        int depth = _reader.CurrentDepth;
        do
        {
            _reader.Read();
            if (_reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
            {
                Text(name);
            }
            else if (_reader.TokenType == JsonTokenType.Number && !double.IsFinite(_reader.GetDouble()))
            {
                throw Invalid(_path, $"tensor '{name}' has a number beyond double precision");
            }
        }
        while (_reader.CurrentDepth > depth || _reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray);
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
            if (_reader.TokenType != JsonTokenType.Number || _reader.ValueSpan[0] == (byte)'-' || !_reader.TryGetInt64(out long number))
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
                $"tensor '{name}' needs {bits / 8} bytes for [{string.Join(", ", shape)}] of {SafetensorsTypes.Name(type)} "
                + $"but its offsets are {begin} to {end}");
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
        CheckToken(token, owner, description);
    }

    private readonly void CheckToken(JsonTokenType token, string owner, string description)
    {
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
