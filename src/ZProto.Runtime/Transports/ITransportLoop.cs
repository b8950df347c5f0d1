namespace ZProto.Transports;

/// <summary>
/// The sockets of one loop thread, and how that thread waits for them. Only <see cref="Wake"/> may be called from other threads.
/// </summary>
public interface ITransportLoop : IDisposable
{
    /// <summary>Creates a socket.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="options">How it is set up; not changed afterwards.</param>
    /// <exception cref="TransportException">The transport does not support these options.</exception>
    ITransportSocket CreateSocket(SocketType kind, SocketOptions options);

    /// <summary>
    /// Sleeps until a socket can be read, <see cref="Wake"/> is called, or the time has passed. A call of <see cref="Wake"/>
    /// before it, since the last return, makes it return at once.
    /// </summary>
    /// <remarks>Call it again and again: this is where a transport without threads of its own sends, connects and answers its peers.</remarks>
    /// <param name="timeout">How long at most; <see cref="Timeout.InfiniteTimeSpan"/> for no limit, zero to look only.</param>
    void Wait(TimeSpan timeout);

    /// <summary>
    /// Ends the current wait, or the next one. From any thread; cheap while the loop is awake. After the loop is disposed it does
    /// nothing.
    /// </summary>
    void Wake();
}
