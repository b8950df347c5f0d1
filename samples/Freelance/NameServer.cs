namespace Freelance;

/// <summary>A name server: it has a table of names, and any number of clients.</summary>
/// <param name="names">The endpoint of each name.</param>
public sealed partial class NameServer(IReadOnlyDictionary<string, string> names)
{
    /// <summary>How many look-ups it has answered. On its loop only.</summary>
    public int Answered { get; private set; }

    public sealed partial class Client
    {
        // The answer has the sequence of the request: it is the same object.
        private partial void LookUp()
        {
            Server.Answered++;
            bool isKnown = Server.TryFind(Message.Name, out string? endpoint);
            Message.Endpoint = endpoint ?? "";
            SetNextEvent(isKnown ? Event.Known : Event.Unknown);
        }
    }

    private bool TryFind(string name, out string? endpoint) => names.TryGetValue(name, out endpoint);
}
