using System.Runtime.InteropServices;

namespace NetGen.Runtime;

/// <summary>
/// The ranges of a loop that threads share: each thread has one of its own and takes pieces from its front; a thread that has none left
/// takes pieces from the others' ends. So neighbouring items stay with one thread as far as all are equally fast, and nobody waits for one
/// that was held up.
/// </summary>
internal sealed class TeamRanges(int threads)
{
    // Each piece is this part of what is left of a range, so that kernels' own loops are not taken apart and the last pieces even out what threads
    // lost before; but none is smaller than a small part of the whole range.
    private const int PiecesOfRest = 4, PiecesOfRange = 16;

    private readonly Range[] _ranges = new Range[threads];
    private int _parts;
    private int _least;

    /// <summary>Cuts a loop; nobody may be taking pieces.</summary>
    public void Begin(int items, int parts)
    {
        _parts = parts;
        _least = Math.Max(1, items / (parts * PiecesOfRange));
        for (int part = 0; part < parts; part++)
        {
            int begin = (int)((long)items * part / parts), end = (int)((long)items * (part + 1) / parts);
            Volatile.Write(ref _ranges[part].State, Pack(begin, end));
        }
    }

    /// <summary>A piece for the thread that has a part: of its own range, then of those after it; false if none is left.</summary>
    public bool TryTake(int part, out int begin, out int end)
    {
        if (TryTake(part, fromFront: true, out begin, out end)) return true;
        for (int other = 1; other < _parts; other++)
        {
            if (TryTake((part + other) % _parts, fromFront: false, out begin, out end)) return true;
        }

        return false;
    }

    private bool TryTake(int part, bool fromFront, out int begin, out int end)
    {
        ref long state = ref _ranges[part].State;
        long seen = Volatile.Read(ref state);
        while (true)
        {
            (begin, end) = ((int)(seen >> 32), (int)seen);
            if (begin >= end) return false;
            int piece = Math.Min(Math.Max(_least, (end - begin) / PiecesOfRest), end - begin);
            long left = fromFront ? Pack(begin + piece, end) : Pack(begin, end - piece);
            long was = Interlocked.CompareExchange(ref state, left, seen);
            if (was == seen)
            {
                if (fromFront) end = begin + piece;
                else begin = end - piece;
                return true;
            }

            seen = was;
        }
    }

    private static long Pack(int begin, int end) => ((long)begin << 32) | (uint)end;

    /// <summary>A range alone on its cache lines, so that taking from one disturbs no other.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Range
    {
        [FieldOffset(128)]
        public long State;
    }
}
