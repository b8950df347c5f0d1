namespace ZProto.Transport.Tests;

/// <summary>
/// What every transport must do. A transport's tests derive from this and say how to make one. What it may lack is told by
/// its <see cref="ITransport.Capabilities"/>, and refusing it is tested then. A case that it fails by its nature is overridden
/// with <c>[TransportFact(Skip = "the reason")]</c>.
/// </summary>
public abstract partial class TransportConformance : TransportSuite
{
    /// <summary>Endpoints that can be neither bound nor connected to, beside those that no transport takes.</summary>
    protected virtual IEnumerable<string> BadEndpoints => [];

    /// <summary>How many clients one thread is to have, where the system or the library allows fewer.</summary>
    protected virtual int ManyClients => 1000;

    /// <summary>An endpoint as it is bound, that no one has used yet.</summary>
    protected abstract string NewEndpoint();

    /// <summary>A ROUTER on a thread of its own.</summary>
    protected Task<TestSocket> NewRouter(SocketOptions? options = null) => NewSocket(SocketType.Router, options);

    /// <summary>A DEALER on a thread of its own.</summary>
    protected Task<TestSocket> NewDealer(SocketOptions? options = null) => NewSocket(SocketType.Dealer, options);

    /// <summary>A ROUTER on a thread of its own, bound, that sends everything back.</summary>
    protected async Task<string> StartEchoServer(SocketOptions? options = null)
    {
        TestSocket server = await NewRouter(options);
        await server.Echo();
        return await server.Bind(AnyEndpoint);
    }

    /// <summary>A DEALER on a thread of its own, connected.</summary>
    protected Task<TestSocket> StartClient(string endpoint, SocketOptions? options = null) => NewConnected(SocketType.Dealer, endpoint, options);

    /// <summary>Runs a loop on a thread that nothing else wakes.</summary>
    protected Task RunLoop(Action<ITransportLoop> action, ProgressDeadline? deadline = null)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                using ITransportLoop loop = Transport.CreateLoop();
                action(loop);
                ended.SetResult();
            }
            catch (Exception e)
            {
                ended.SetException(e);
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
        return (deadline ?? new ProgressDeadline()).WaitAsync(ended.Task);
    }

    protected static RoutingId Id(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));
}
