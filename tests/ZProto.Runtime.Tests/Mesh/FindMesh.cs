namespace ZProto.Runtime.Tests;

/// <summary>The user's part of the generated mesh of the tests of calls.</summary>
internal sealed partial class FindMesh
{
    /// <summary>What the engine's own methods do; by default they ask all.</summary>
    public Action<FindMesh, string>? Begins { get; set; }

    public List<string> Log { get; } = [];

    public bool Answer(string endpoint) => ReplyFound(endpoint);

    private partial void LookUp(string name)
    {
        if (Begins is { } begins)
            begins(this, name);
        else
            BroadcastEvent(Event.Find);
    }

    private partial void Try(string name) => LookUp(name);

    public sealed partial class Peer
    {
        private partial void NameIt() => Message.Name = Mesh.Args.Name;

        private partial void Note() => Mesh.Log.Add($"note {Key}");

        private partial void Guess() => ReplyFound($"guess of {Mesh.Args.Name}");

        private partial void Spoil() => throw new InvalidOperationException("spoilt");

        private partial void Found() => Mesh.Log.Add($"{Key}: {Message.Endpoint} {(ReplyFound(Message.Endpoint) ? "taken" : "dropped")}");

        private partial void Unknown() => ReplyUnknown();
    }
}
