using ZProto.Engines.Execution;

namespace ZProto.Engines.Server;

/// <summary>What a client needs of its server, whatever its message.</summary>
internal abstract class ServerRuntime(ServerEngine engine, EventLoop loop) : EventExecutor(engine, loop)
{
    public ServerEngine Engine { get; } = engine;

    /// <summary>How much work of clients runs off the loop.</summary>
    public int RunningWork { get; set; }

    /// <summary>A copy of the message that a client is at work on; null where it is not at work.</summary>
    public abstract object? CopyCurrent(ServerClient client);

    /// <summary>Executes an event on an idle client, on a message or, for null, on an empty one.</summary>
    public abstract void ExecuteOn(ServerClient client, int eventId, object? argument, object? message);

    /// <summary>Sends the message that a client is at work on to its peer.</summary>
    public abstract void SendCurrent(ServerClient client);
}
