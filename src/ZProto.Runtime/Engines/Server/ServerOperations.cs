using System.ComponentModel;

namespace ZProto.Engines.Server;

/// <summary>What generated code asks of a server by the numbers of events, where users have an enumeration.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ServerOperations
{
    /// <summary>Sends the message that a client is at work on to its peer.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <typeparam name="TClient">A client's machine.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="client">The client.</param>
    /// <exception cref="InvalidOperationException">The client is not at work.</exception>
    /// <exception cref="MessageEncodeException">The message cannot be encoded.</exception>
    public static void Send<TMessage, TClient>(ServerEngine<TMessage, TClient> server, TClient client)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        where TClient : ServerClient<TMessage>
        => (server.Runtime ?? throw new InvalidOperationException("The server has ended.")).SendCurrent(client);

    /// <summary>Executes an event on a client: at once and nested if it is idle, else when it has done its work.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <typeparam name="TClient">A client's machine.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="client">The client.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="argument">What the action reads as <see cref="StateMachine.Argument"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the server's loop.</exception>
    public static void SendEvent<TMessage, TClient>(ServerEngine<TMessage, TClient> server, TClient client, int eventId, object? argument)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        where TClient : ServerClient<TMessage>
    {
        ArgumentNullException.ThrowIfNull(client);
        server.OnLoop().Execute(client, eventId, argument);
    }

    /// <summary>Executes an event on all clients there are now.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <typeparam name="TClient">A client's machine.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="argument">What the action reads as <see cref="StateMachine.Argument"/>.</param>
    /// <param name="except">A client to leave out, or null.</param>
    /// <exception cref="InvalidOperationException">The caller is not on the server's loop.</exception>
    public static void BroadcastEvent<TMessage, TClient>(ServerEngine<TMessage, TClient> server, int eventId, object? argument, TClient? except)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        where TClient : ServerClient<TMessage>
        => server.OnLoop().Broadcast(eventId, argument, except);

    /// <summary>Runs asynchronous work off the loop, and executes an event with what became of it, if the client is still there.</summary>
    /// <remarks>The event begins with a copy of the message that was at work, or an empty one where none was.</remarks>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <typeparam name="TClient">A client's machine.</typeparam>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="client">The client.</param>
    /// <param name="work">The work; its token ends with the client.</param>
    /// <param name="ok">The event whose argument is the result.</param>
    /// <param name="error">The event whose argument is the exception.</param>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the server's loop, or the client has ended.</exception>
    public static void RunInBackground<TMessage, TClient, T>(ServerEngine<TMessage, TClient> server, TClient client, Func<CancellationToken, Task<T>> work, int ok, int error)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        where TClient : ServerClient<TMessage>
    {
        ArgumentNullException.ThrowIfNull(work);
        server.OnLoop().RunInBackground(client, work, ok, error);
    }

    /// <summary>Runs asynchronous work off the loop, and executes an event when it is done, if the client is still there.</summary>
    /// <remarks>The event begins with a copy of the message that was at work, or an empty one where none was.</remarks>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <typeparam name="TClient">A client's machine.</typeparam>
    /// <param name="server">The server.</param>
    /// <param name="client">The client.</param>
    /// <param name="work">The work; its token ends with the client.</param>
    /// <param name="ok">The event; its argument is null.</param>
    /// <param name="error">The event whose argument is the exception.</param>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the server's loop, or the client has ended.</exception>
    public static void RunInBackground<TMessage, TClient>(ServerEngine<TMessage, TClient> server, TClient client, Func<CancellationToken, Task> work, int ok, int error)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        where TClient : ServerClient<TMessage>
    {
        ArgumentNullException.ThrowIfNull(work);
        server.OnLoop().RunInBackground(client, work, ok, error);
    }
}
