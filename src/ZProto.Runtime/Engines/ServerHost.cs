namespace ZProto.Engines;

/// <summary>What a client needs of its server, whatever its message.</summary>
internal abstract class ServerHost(ServerEngine engine, EngineLoop loop) : MachineHost(loop)
{
    public ServerEngine Engine => engine;

    public override bool IsVerbose => engine.Verbose;

    /// <summary>How much work of clients runs off the loop.</summary>
    public int RunningWork { get; set; }

    /// <summary>Sends the message that a client is at work on to its peer.</summary>
    public abstract void SendCurrent(ServerClient client);
}
