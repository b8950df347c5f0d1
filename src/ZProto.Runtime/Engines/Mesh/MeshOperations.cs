using System.ComponentModel;
using ZProto.Engines.Client;

namespace ZProto.Engines.Mesh;

/// <summary>What generated code asks of a mesh by the numbers of events, where users have an enumeration.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MeshOperations
{
    /// <summary>Sends the message that a peer's machine is at work on to the peer.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <typeparam name="TPeer">A peer's machine.</typeparam>
    /// <param name="mesh">The mesh.</param>
    /// <param name="peer">The peer.</param>
    /// <exception cref="InvalidOperationException">The peer's machine is not at work.</exception>
    /// <exception cref="MessageEncodeException">The message cannot be encoded.</exception>
    public static void Send<TMessage, TPeer>(MeshEngine<TMessage, TPeer> mesh, TPeer peer)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        where TPeer : MeshPeer<TMessage>
        => (mesh.Runtime ?? throw new InvalidOperationException("The mesh has ended.")).Peers.SendCurrent(peer);

    /// <summary>Executes an event on a peer: at once and nested if it is idle, else when it has done its work.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <typeparam name="TPeer">A peer's machine.</typeparam>
    /// <param name="mesh">The mesh.</param>
    /// <param name="peer">The peer.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="argument">What the action reads as <see cref="StateMachine.Argument"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="peer"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the mesh's loop.</exception>
    public static void SendEvent<TMessage, TPeer>(MeshEngine<TMessage, TPeer> mesh, TPeer peer, int eventId, object? argument)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        where TPeer : MeshPeer<TMessage>
    {
        ArgumentNullException.ThrowIfNull(peer);
        mesh.OnLoop().Peers.Execute(peer, eventId, argument);
    }

    /// <summary>Executes an event on all peers there are now.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <typeparam name="TPeer">A peer's machine.</typeparam>
    /// <param name="mesh">The mesh.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="argument">What the action reads as <see cref="StateMachine.Argument"/>.</param>
    /// <param name="except">A peer to leave out, or null.</param>
    /// <exception cref="InvalidOperationException">The caller is not on the mesh's loop.</exception>
    public static void BroadcastEvent<TMessage, TPeer>(MeshEngine<TMessage, TPeer> mesh, int eventId, object? argument, TPeer? except)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        where TPeer : MeshPeer<TMessage>
        => mesh.OnLoop().Peers.Broadcast(eventId, argument, except);

    /// <summary>Replies to the call that a reply is for.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <typeparam name="TPeer">A peer's machine.</typeparam>
    /// <param name="mesh">The mesh.</param>
    /// <param name="peer">The peer whose machine replies; null for the mesh itself.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="values">What it carries.</param>
    /// <returns>Whether there was such a call.</returns>
    /// <exception cref="InvalidOperationException">The caller is not on the mesh's loop.</exception>
    public static bool Reply<TMessage, TPeer>(MeshEngine<TMessage, TPeer> mesh, TPeer? peer, int reply, object? values)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        where TPeer : MeshPeer<TMessage>
        => mesh.OnLoop().Calls.Reply(peer, reply, values);

    /// <summary>Calls a method of the API: raises its event on a peer, or runs the user's method, and waits for one of its replies.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <typeparam name="TPeer">A peer's machine.</typeparam>
    /// <typeparam name="T">What the call gives.</typeparam>
    /// <param name="mesh">The mesh.</param>
    /// <param name="peer">The peer; the default value where the method has none.</param>
    /// <param name="name">The method, as the model's author wrote it.</param>
    /// <param name="eventId">The event on the peer; 0 where the method has no peer.</param>
    /// <param name="accepts">The replies that it accepts; none to end when the event has run.</param>
    /// <param name="begin">Puts the arguments where the actions read them, and runs the user's method where there is no peer; or null. On the loop.</param>
    /// <param name="result">What the call gives, by the reply and what it carries. On the loop.</param>
    /// <param name="timeout">How long it may take, in milliseconds; 0 for what the options say, -1 for no limit.</param>
    /// <param name="tries">How often it is made where no reply comes, each time as long as <paramref name="timeout"/>; 1 for once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<T> CallAsync<TMessage, TPeer, T>(
        MeshEngine<TMessage, TPeer> mesh,
        PeerKey peer,
        string name,
        int eventId,
        IReadOnlyList<int> accepts,
        Action? begin,
        Func<int, object?, T> result,
        int timeout,
        int tries,
        CancellationToken cancellationToken)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        where TPeer : MeshPeer<TMessage>
    {
        TimeSpan longest = timeout != 0 ? TimeSpan.FromMilliseconds(timeout) : mesh.Options.CallTimeout;
        return mesh.BeginCall(new ClientCall<T>(name, eventId, accepts, begin, result) { Peer = peer, Timeout = longest, Tries = tries }, cancellationToken);
    }

    /// <summary>Runs asynchronous work off the loop, and executes an event with what became of it, if the peer is still there.</summary>
    /// <remarks>The event begins with a copy of the message that was at work, or an empty one where none was.</remarks>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <typeparam name="TPeer">A peer's machine.</typeparam>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <param name="mesh">The mesh.</param>
    /// <param name="peer">The peer.</param>
    /// <param name="work">The work; its token ends with the peer.</param>
    /// <param name="ok">The event whose argument is the result.</param>
    /// <param name="error">The event whose argument is the exception.</param>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the mesh's loop, or the peer has ended.</exception>
    public static void RunInBackground<TMessage, TPeer, T>(MeshEngine<TMessage, TPeer> mesh, TPeer peer, Func<CancellationToken, Task<T>> work, int ok, int error)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        where TPeer : MeshPeer<TMessage>
    {
        ArgumentNullException.ThrowIfNull(work);
        mesh.OnLoop().Peers.RunInBackground(peer, work, ok, error);
    }

    /// <summary>Runs asynchronous work off the loop, and executes an event when it is done, if the peer is still there.</summary>
    /// <remarks>The event begins with a copy of the message that was at work, or an empty one where none was.</remarks>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <typeparam name="TPeer">A peer's machine.</typeparam>
    /// <param name="mesh">The mesh.</param>
    /// <param name="peer">The peer.</param>
    /// <param name="work">The work; its token ends with the peer.</param>
    /// <param name="ok">The event; its argument is null.</param>
    /// <param name="error">The event whose argument is the exception.</param>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the mesh's loop, or the peer has ended.</exception>
    public static void RunInBackground<TMessage, TPeer>(MeshEngine<TMessage, TPeer> mesh, TPeer peer, Func<CancellationToken, Task> work, int ok, int error)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        where TPeer : MeshPeer<TMessage>
    {
        ArgumentNullException.ThrowIfNull(work);
        mesh.OnLoop().Peers.RunInBackground(peer, work, ok, error);
    }
}
