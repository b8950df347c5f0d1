using ZProto.Generator.Engines;
using ZProto.Model.Naming;

namespace ZProto.Generator.Client;

/// <summary>Emits what a node has in place of a client's server: whispers, shouts, and the events of its network.</summary>
/// <param name="writer">Where to.</param>
/// <param name="message">The message's class.</param>
internal sealed class NodeMembers(SourceWriter writer, string message)
{
    private const string Zyre = $"{Zp}Zyre.";
    private const string Operations = $"{Zyre}Engines.ZyreOperations.";

    /// <summary>The base of a node's class.</summary>
    public string Base => $"{Zyre}ZyreEngine<{message}>";

    /// <summary>The base of a node's definition.</summary>
    public string DefinitionBase => $"{Zyre}Engines.ZyreDefinition<{message}>";

    /// <summary>Writes how actions send the current message.</summary>
    public void Send()
        => writer.Write($$"""
            /// <summary>Sends <c>Message</c> to <c>Sender</c>, as the message of this id.</summary>
            /// <param name="id">The message.</param>
            /// <exception cref="global::System.InvalidOperationException">The current event is not of a peer.</exception>
            /// <exception cref="global::ZProto.MessageEncodeException">A field has a value that the wire format cannot carry.</exception>
            [global::ZProto.LoopOnly]
            private void Whisper({{message}}.MessageId id)
            {
                Message.Id = id;
                {{Operations}}Whisper(this);
            }

            /// <summary>Sends <c>Message</c> to a peer, as the message of this id.</summary>
            /// <param name="id">The message.</param>
            /// <param name="to">The peer's uuid.</param>
            /// <returns>Whether there is such a peer. Whether the message arrives is not known.</returns>
            /// <exception cref="global::ZProto.MessageEncodeException">A field has a value that the wire format cannot carry.</exception>
            [global::ZProto.LoopOnly]
            private bool Whisper({{message}}.MessageId id, global::System.Guid to)
            {
                Message.Id = id;
                return {{Operations}}Whisper(this, to);
            }

            /// <summary>Sends <c>Message</c> to all peers in a group, as the message of this id.</summary>
            /// <param name="id">The message.</param>
            /// <param name="group">The group.</param>
            /// <returns>How many peers are in the group. Whether the message arrives is not known.</returns>
            /// <exception cref="global::ZProto.MessageEncodeException">A field has a value that the wire format cannot carry.</exception>
            [global::ZProto.LoopOnly]
            private int Shout({{message}}.MessageId id, string group)
            {
                Message.Id = id;
                return {{Operations}}Shout(this, group);
            }

            """);

    /// <summary>Writes the numbers of its network's events, for the definition.</summary>
    public void Events(MachineEmitter machine)
    {
        foreach (NamedItem item in NodeNames.Events)
            writer.Write($"public override int {item.CSharp} => (int)Event.{machine.GetEventName(item.Name)};\n");
    }
}
