using System.ComponentModel;

namespace ZProto.Engines.Client;

/// <summary>What generated code asks of a client by the numbers of events and replies, where users have enumerations and methods.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ClientOperations
{
    /// <summary>The machine of a client.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="client">The client.</param>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    public static StateMachine GetMachine<TMessage>(ClientEngine<TMessage> client)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => client.OnLoop().Machine;

    /// <summary>Sends the message at work to the server.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="client">The client.</param>
    /// <exception cref="InvalidOperationException">The client is not at work.</exception>
    /// <exception cref="MessageEncodeException">The message cannot be encoded.</exception>
    public static void Send<TMessage>(ClientEngine<TMessage> client)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => client.OnLoop().SendCurrent();

    /// <summary>Hands a copy of the message at work on to the API.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="client">The client.</param>
    /// <exception cref="InvalidOperationException">The client is not at work.</exception>
    public static void Deliver<TMessage>(ClientEngine<TMessage> client)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => client.OnLoop().Deliver();

    /// <summary>Executes an event, for handlers and monitors.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="argument">What its actions read as <c>Argument</c>.</param>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    public static void SendEvent<TMessage>(ClientEngine<TMessage> client, int eventId, object? argument)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => client.OnLoop().SendEvent(eventId, argument);

    /// <summary>Replies to the oldest open call that accepts a reply.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="values">What it carries.</param>
    /// <returns>Whether there was such a call.</returns>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    public static bool Reply<TMessage>(ClientEngine<TMessage> client, int reply, object? values)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => client.OnLoop().Calls.Reply(reply, values);

    /// <summary>Calls a method of the API: raises its event, and waits for one of its replies.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <typeparam name="T">What the call gives.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="name">The method, as the model's author wrote it.</param>
    /// <param name="eventId">The event; 0 for a method that raises none.</param>
    /// <param name="accepts">The replies that it accepts; none to end when the event has run.</param>
    /// <param name="setArguments">Puts the arguments where the actions read them, or null. On the loop.</param>
    /// <param name="result">What the call gives, by the reply and what it carries. On the loop.</param>
    /// <param name="timeout">How long it may take, in milliseconds; 0 for what the options say, -1 for no limit.</param>
    /// <param name="tries">How often it is made where no reply comes, each time as long as <paramref name="timeout"/>; 1 for once.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<T> CallAsync<TMessage, T>(
        ClientEngine<TMessage> client,
        string name,
        int eventId,
        IReadOnlyList<int> accepts,
        Action? setArguments,
        Func<int, object?, T> result,
        int timeout,
        int tries,
        CancellationToken cancellationToken)
        where TMessage : class, IProtocolMessage<TMessage>, new()
    {
        // What only waits may wait for what never comes.
        TimeSpan longest = timeout != 0 ? TimeSpan.FromMilliseconds(timeout) : eventId == 0 ? Timeout.InfiniteTimeSpan : client.Options.CallTimeout;
        return client.BeginCall(new ClientCall<T>(name, eventId, accepts, setArguments, result) { Timeout = longest, Tries = tries }, cancellationToken);
    }

    /// <summary>Sends a message of the API's, after those sent before.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="message">The message, which is the client's from now on.</param>
    /// <param name="cancellationToken">Ends the wait for room; a message that waited is not sent then.</param>
    public static Task SendAsync<TMessage>(ClientEngine<TMessage> client, TMessage message, CancellationToken cancellationToken)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => client.BeginSend(message, cancellationToken);

    /// <summary>Receives the next message that was handed on.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static ValueTask<TMessage> ReceiveAsync<TMessage>(ClientEngine<TMessage> client, CancellationToken cancellationToken)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => client.TakeReceivedAsync(cancellationToken);

    /// <summary>Receives all messages that are handed on, until the client ends.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static IAsyncEnumerable<TMessage> ReceiveAllAsync<TMessage>(ClientEngine<TMessage> client, CancellationToken cancellationToken)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => client.TakeAllReceivedAsync(cancellationToken);
}
