namespace NetGen.Peers;

/// <summary>A peer, or the kit with all of them, is missing or failed; the message says what to do.</summary>
internal sealed class PeerException(string message) : Exception(message);
