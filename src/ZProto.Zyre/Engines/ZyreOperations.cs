using System.ComponentModel;

namespace ZProto.Zyre.Engines;

/// <summary>What generated code asks of a node, where users have methods.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ZyreOperations
{
    /// <summary>Sends the message at work to the peer whose event is at work.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="engine">The node.</param>
    /// <exception cref="InvalidOperationException">The node is not at work, or not on an event of a peer.</exception>
    /// <exception cref="MessageEncodeException">The message cannot be encoded.</exception>
    public static void Whisper<TMessage>(ZyreEngine<TMessage> engine)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => engine.WhisperCurrent(engine.CurrentSender?.Id ?? throw new InvalidOperationException("The event at work is not of a peer, so that no one is there to whisper to: say to whom."));

    /// <summary>Sends the message at work to a peer.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="engine">The node.</param>
    /// <param name="to">The peer's uuid.</param>
    /// <returns>Whether there is such a peer.</returns>
    /// <exception cref="InvalidOperationException">The node is not at work.</exception>
    /// <exception cref="MessageEncodeException">The message cannot be encoded.</exception>
    public static bool Whisper<TMessage>(ZyreEngine<TMessage> engine, Guid to)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => engine.WhisperCurrent(to);

    /// <summary>Sends the message at work to all peers in a group.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="engine">The node.</param>
    /// <param name="group">The group.</param>
    /// <returns>How many peers are in the group.</returns>
    /// <exception cref="ArgumentException"><paramref name="group"/> is null, empty or too long.</exception>
    /// <exception cref="InvalidOperationException">The node is not at work.</exception>
    /// <exception cref="MessageEncodeException">The message cannot be encoded.</exception>
    public static int Shout<TMessage>(ZyreEngine<TMessage> engine, string group)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => engine.ShoutCurrent(group);
}
