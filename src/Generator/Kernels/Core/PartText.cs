using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Support;

namespace NetGen.Generator.Kernels;

/// <summary>Takes the number <c>part</c> of a piece apart into counters, the fastest first; one that is always 0 is left out.</summary>
internal sealed class PartText((string Name, int Count)[] counters)
{
    private readonly (string Name, int Count)[] _counters = [.. counters.Where(counter => counter.Count > 1)];

    /// <summary>Whether a counter is declared.</summary>
    public bool Has(string name) => _counters.Any(counter => counter.Name == name);

    /// <summary>A counter's name, or nothing where it is always 0.</summary>
    public string this[string name] => Has(name) ? name : "";

    /// <summary>Declares the counters.</summary>
    public void Emit(CodeWriter writer)
    {
        if (_counters.Length == 0) return;
        var texts = new List<string>();
        int before = 1;
        for (int i = 0; i < _counters.Length; i++)
        {
            (string name, int count) = _counters[i];
            string quotient = before == 1 ? "part" : $"part / {before}";
            texts.Add($"{name} = {quotient}{(i == _counters.Length - 1 ? "" : $" % {count}")}");
            before *= count;
        }

        writer.Line($"int {string.Join(", ", texts)};");
    }
}
