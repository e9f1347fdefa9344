namespace NetGen.RandomGraphs.Tests.Drawing;

/// <summary>Random choices that a seed repeats.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A number from the first to the last, both included.</summary>
    public int Between(int first, int last) => _random.Next(first, last + 1);

    /// <summary>True in so many of a hundred cases.</summary>
    public bool Chance(int percent) => _random.Next(100) < percent;

    /// <summary>One of several.</summary>
    public T Pick<T>(params IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    /// <summary>One of several, each as likely as its weight says.</summary>
    public T Weigh<T>(IReadOnlyList<(int Weight, T Item)> items)
    {
        int at = _random.Next(items.Sum(item => item.Weight));
        return items.First(item => (at -= item.Weight) < 0).Item;
    }

    /// <summary>The items in another order.</summary>
    public List<T> Shuffle<T>(IEnumerable<T> items)
    {
        T[] all = [.. items];
        _random.Shuffle(all);
        return [.. all];
    }
}
