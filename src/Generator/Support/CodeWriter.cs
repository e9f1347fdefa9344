using System;
using System.Text;

namespace NetGen.Generator.Support;

/// <summary>Writes indented C# with LF line endings; a template looks like the code it makes.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes one line, or each line of a raw string, at the present depth.</summary>
    public void Line(string text = "")
    {
        foreach (string line in text.Replace("\r", "").Split('\n'))
        {
            if (line.Length > 0) _text.Append(' ', _depth * 4).Append(line);
            _text.Append('\n');
        }
    }

    /// <summary>Writes a header and an opening brace; disposing the result writes the closing one.</summary>
    public Scope Block(string header)
    {
        Line(header);
        Line("{");
        _depth++;
        return new Scope(this);
    }

    public override string ToString() => _text.ToString();

    /// <summary>An open brace.</summary>
    public readonly struct Scope(CodeWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Line("}");
        }
    }
}
