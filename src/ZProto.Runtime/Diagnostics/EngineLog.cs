using Microsoft.Extensions.Logging;

namespace ZProto.Diagnostics;

/// <summary>The lines that engines log.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(1, LogLevel.Error, "{Prefix}: state {State}, event {Event}: an action threw; the machine is ended{More}")]
    public static partial void ActionThrew(this ILogger logger, string prefix, string state, string @event, string more, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "{Prefix}: {Steps} steps without input, now in state {State} at event {Event}; possible event loop{More}")]
    public static partial void ManySteps(this ILogger logger, string prefix, int steps, string state, string @event, string more);

    [LoggerMessage(3, LogLevel.Warning, "{Prefix}: {Count} messages that take {Bytes} bytes wait for a state other than {State}, and another has come; the client is ended{More}")]
    public static partial void TooManyDeferredByClient(this ILogger logger, string prefix, int count, long bytes, string state, string more);

    [LoggerMessage(4, LogLevel.Error, "The {What} threw; the engine goes on{More}")]
    public static partial void UserCodeThrew(this ILogger logger, string what, string more, Exception exception);

    [LoggerMessage(5, LogLevel.Error, "{Source}: {Problem} The configuration stays as it was")]
    public static partial void BrokenConfiguration(this ILogger logger, string source, string problem);

    [LoggerMessage(6, LogLevel.Information, "{Path}: the configuration was read again")]
    public static partial void Reloaded(this ILogger logger, string path);

    [LoggerMessage(7, LogLevel.Information, "Ignoring '{Path}': process settings belong to the host")]
    public static partial void SettingIgnored(this ILogger logger, string path);

    [LoggerMessage(8, LogLevel.Information, "{Text}")]
    public static partial void Echo(this ILogger logger, string text);

    [LoggerMessage(10, LogLevel.Information, "{Prefix}: {State}:")]
    public static partial void State(this ILogger logger, string prefix, string state);

    [LoggerMessage(11, LogLevel.Information, "{Prefix}:     {Event}")]
    public static partial void Event(this ILogger logger, string prefix, string @event);

    [LoggerMessage(12, LogLevel.Information, "{Prefix}:         $ {Action}")]
    public static partial void Action(this ILogger logger, string prefix, string action);

    [LoggerMessage(13, LogLevel.Information, "{Prefix}:         > {State}")]
    public static partial void NextState(this ILogger logger, string prefix, string state);

    [LoggerMessage(14, LogLevel.Warning, "{Prefix}: event {Event} is not handled in state {State}; further ones of that kind are logged as debug lines")]
    public static partial void FirstUnhandled(this ILogger logger, string prefix, string @event, string state);

    [LoggerMessage(15, LogLevel.Debug, "{Prefix}: event {Event} is not handled in state {State}")]
    public static partial void Unhandled(this ILogger logger, string prefix, string @event, string state);

    [LoggerMessage(16, LogLevel.Warning, "Malformed message from {Peer}: {Error}{More}")]
    public static partial void Malformed(this ILogger logger, string peer, DecodeError error, string more);

    [LoggerMessage(17, LogLevel.Warning, "line {Line}: with the mechanism {Mechanism} no one is admitted, since Options.Authenticate is not set")]
    public static partial void NoAuthenticatorConfigured(this ILogger logger, int line, string mechanism);

    [LoggerMessage(61, LogLevel.Warning, "line {Line}: every user of this machine can read the secret key in {File}; take that right away (chmod 600)")]
    public static partial void SecretKeyReadableByAll(this ILogger logger, int line, string file);

    [LoggerMessage(18, LogLevel.Warning, "{Endpoint} keeps the security that it was bound with until it is bound again")]
    public static partial void KeepsSecurity(this ILogger logger, string endpoint);

    [LoggerMessage(19, LogLevel.Warning, "{Prefix}: state {State}, event {Event}: the actions took {Milliseconds} ms, and the loop did nothing else in the meantime{More}")]
    public static partial void LongActions(this ILogger logger, string prefix, string state, string @event, long milliseconds, string more);

    [LoggerMessage(62, LogLevel.Warning, "{Prefix}: state {State}, event {Event}: the actions have not ended for a second, and the loop does nothing else until they do")]
    public static partial void ActionStuck(this ILogger logger, string prefix, string state, string @event);

    [LoggerMessage(63, LogLevel.Warning, "The loop of {Engine} has not come to the end of a round for a second: a handler, a monitor or code that was handed to it goes on, and the loop does nothing else until it ends")]
    public static partial void LoopStuck(this ILogger logger, string engine);

    [LoggerMessage(20, LogLevel.Information, "{Prefix}: '{Text}' came {Count} times more within a second")]
    public static partial void Repeated(this ILogger logger, string prefix, string text, int count);

    [LoggerMessage(9, LogLevel.Warning, "line {Line}: section '{Section}' has no '{Argument}'; it is empty, or zero")]
    public static partial void MissingArgument(this ILogger logger, int line, string section, string argument);

    [LoggerMessage(25, LogLevel.Warning, "{Prefix}: cannot connect to '{Endpoint}': {Problem}")]
    public static partial void ConnectFailed(this ILogger logger, string prefix, string endpoint, string problem);

    [LoggerMessage(30, LogLevel.Information, "{Prefix}: the connection to {Endpoint} was lost")]
    public static partial void ConnectionLost(this ILogger logger, string prefix, string endpoint);

    [LoggerMessage(33, LogLevel.Warning, "{Prefix}: '{Call}' had no reply within {Milliseconds} ms and is tried again, {Try} of {Tries}{More}")]
    public static partial void TryingAgain(this ILogger logger, string prefix, string call, double milliseconds, int @try, int tries, string more);

    [LoggerMessage(31, LogLevel.Warning, "{Prefix}: the server at {Endpoint} did not admit the client: {Reason}")]
    public static partial void NotAdmitted(this ILogger logger, string prefix, string endpoint, string reason);

    [LoggerMessage(32, LogLevel.Warning, "A peer at {Address} was not admitted: {Reason}{More}")]
    public static partial void PeerNotAdmitted(this ILogger logger, string address, string reason, string more);

    [LoggerMessage(21, LogLevel.Debug, "{Prefix}: no one waits for reply {Reply}; it is dropped")]
    public static partial void ReplyDropped(this ILogger logger, string prefix, string reply);

    [LoggerMessage(22, LogLevel.Warning, "{Prefix}: {Count} replies wait for calls that take them, and another has come; the oldest is dropped{More}")]
    public static partial void KeptReplyDropped(this ILogger logger, string prefix, int count, string more);

    [LoggerMessage(23, LogLevel.Error, "{Prefix}: {Count} received messages were not taken; the client is ended")]
    public static partial void ReceiveQueueFull(this ILogger logger, string prefix, int count);

    [LoggerMessage(24, LogLevel.Warning, "{Prefix}: the server takes no messages, and {Count} wait for it: what actions send is dropped until it does")]
    public static partial void ClientSendQueueFull(this ILogger logger, string prefix, int count);

    [LoggerMessage(40, LogLevel.Error, "A message from {Peer} could not be handled; it is dropped, and its client ended{More}")]
    public static partial void MessageThrew(this ILogger logger, string peer, string more, Exception exception);

    [LoggerMessage(41, LogLevel.Warning, "A message from {Peer} is dropped: {Reason}{More}")]
    public static partial void MessageRefused(this ILogger logger, string peer, string reason, string more);

    [LoggerMessage(42, LogLevel.Warning, "There are {Count} clients, as many as MaxClients allows; {Peer} is not made one, and its message is dropped{More}")]
    public static partial void TooManyClients(this ILogger logger, int count, string peer, string more);

    [LoggerMessage(43, LogLevel.Warning, "{Prefix}: the messages kept for all clients take {Bytes} bytes; this client, which keeps most, {Count} messages of {ClientBytes} bytes, is ended{More}")]
    public static partial void TooManyDeferred(this ILogger logger, string prefix, long bytes, int count, long clientBytes, string more);

    [LoggerMessage(44, LogLevel.Warning, "{Prefix}: the queue to its peer is full, and {Message} was not sent; the client is ended{More}")]
    public static partial void SendQueueFull(this ILogger logger, string prefix, string message, string more);

    [LoggerMessage(45, LogLevel.Information, "{Prefix}: nothing came from it and nothing was sent to it for {Idle}; the client is ended{More}")]
    public static partial void Idle(this ILogger logger, string prefix, TimeSpan idle, string more);

    [LoggerMessage(46, LogLevel.Warning, "{Prefix}: another peer has its routing id; the client is ended{More}")]
    public static partial void TakenOver(this ILogger logger, string prefix, string more);

    [LoggerMessage(47, LogLevel.Warning, "line {Line}: '{Path}' is not recognized and is ignored{Hint}")]
    public static partial void UnknownSetting(this ILogger logger, int line, string path, string hint);
    [LoggerMessage(26, LogLevel.Critical, "{Engine}: its event loop has died, and the engine with it")]
    public static partial void LoopDied(this ILogger logger, string engine, Exception exception);

    [LoggerMessage(27, LogLevel.Warning, "{Engine}: its event loop was disposed before it; the engine has ended")]
    public static partial void LoopDisposed(this ILogger logger, string engine);

    [LoggerMessage(28, LogLevel.Warning, "A peer at {Address} was refused: {Peer}{More}")]
    public static partial void PeerRefused(this ILogger logger, string address, string peer, string more);

    [LoggerMessage(29, LogLevel.Warning, "With the mechanism {Mechanism} no peer is admitted, since Options.Authenticate is not set")]
    public static partial void NoAuthenticator(this ILogger logger, string mechanism);

    [LoggerMessage(80, LogLevel.Warning, "{Prefix}: the machine has ended in state {State}; the engine goes on without it")]
    public static partial void MachineEnded(this ILogger logger, string prefix, string state);

    [LoggerMessage(64, LogLevel.Information, "The transport {Transport} does not tell when a peer's connection ends: the event 'disconnected' is not raised")]
    public static partial void DisconnectsNotReported(this ILogger logger, string transport);

    [LoggerMessage(65, LogLevel.Information, "The transport {Transport} does not tell of connections: the events 'connected' and 'disconnected' are not raised")]
    public static partial void ConnectionsNotReported(this ILogger logger, string transport);

    [LoggerMessage(66, LogLevel.Warning, "There are {Count} peers, as many as MaxPeers allows; {Peer} is not made one{More}")]
    public static partial void TooManyPeers(this ILogger logger, int count, string peer, string more);

    [LoggerMessage(71, LogLevel.Warning, "There are {Count} peers that were found and have not greeted, half of what MaxPeers allows; {Peer} is not made one{More}")]
    public static partial void TooManyFound(this ILogger logger, int count, string peer, string more);

    [LoggerMessage(67, LogLevel.Warning, "{Prefix}: it says that it is bound at {Endpoint}, where another user's {Other} is; the peer is ended{More}")]
    public static partial void EndpointRefused(this ILogger logger, string prefix, string endpoint, string other, string more);

    [LoggerMessage(68, LogLevel.Warning, "{Prefix}: its endpoint is not known, and {Message} was not sent{More}")]
    public static partial void EndpointUnknown(this ILogger logger, string prefix, string message, string more);

    [LoggerMessage(69, LogLevel.Warning, "{Prefix}: the queue to it is full, and {Message} was not sent; the peer is ended{More}")]
    public static partial void PeerQueueFull(this ILogger logger, string prefix, string message, string more);

    [LoggerMessage(70, LogLevel.Warning, "{Engine}: a discovery reports peers faster than they are added; {Count} reports wait, and further ones are dropped{More}")]
    public static partial void TooManyReports(this ILogger logger, string engine, int count, string more);
}
