using ZProto.Shared;

namespace ZProto.Transports.InProcess;

/// <summary>Who is bound to which name, and which connections wait for a name. Shared by all threads.</summary>
/// <remarks>
/// Its lock decides every race between binding, connecting and closing: a connection is either waiting here, or has been
/// announced to the socket that was bound then. So a socket that has unbound its names and handled its signals has seen all.
/// </remarks>
/// <param name="carrier">What carries what is sent; null to have it there at once.</param>
internal sealed class InProcessEndpoints(IInProcessCarrier? carrier = null)
{
    private readonly object _gate = new();
    private readonly Dictionary<string, InProcessSocket> _bound = [];
    private readonly Dictionary<string, LinkedList<InProcessPipe>> _waiting = [];
    private int _picked;

    /// <summary>What carries what is sent; null to have it there at once.</summary>
    public IInProcessCarrier? Carrier => carrier;

    /// <summary>Checks that a text is an endpoint of this transport.</summary>
    public static void Check(string endpoint, bool mayPick)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!Endpoint.IsInProcess(endpoint) || endpoint.Length == Endpoint.InProcess.Length)
            throw new TransportException($"'{endpoint}' is no endpoint of the in-process transport, such as {Endpoint.InProcess}name. For tcp:// and ipc://, set Options.Transport to a SocketsTransport, or add the package ZProto.NetMQ or ZProto.LibZmq.");
        if (Endpoint.IsAnyName(endpoint) && !mayPick)
            throw new TransportException($"'{endpoint}' names no one to connect to; it can only be bound.");
    }

    /// <summary>Binds a socket.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="socket">Who is bound there from now on.</param>
    /// <param name="waiting">The ends of the connections that waited for it, now the socket's.</param>
    /// <returns>The endpoint with the name that was picked.</returns>
    public string Bind(string endpoint, InProcessSocket socket, out LinkedList<InProcessPipe>? waiting)
    {
        Check(endpoint, mayPick: true);
        lock (_gate)
        {
            if (Endpoint.IsAnyName(endpoint))
                endpoint = Pick();
            if (!_bound.TryAdd(endpoint, socket))
                throw new TransportException($"The endpoint '{endpoint}' is taken.");
            if (_waiting.Remove(endpoint, out waiting))
            {
                foreach (InProcessPipe end in waiting)
                    end.Socket = socket;
            }
            return endpoint;
        }
    }

    /// <summary>Lets no one else connect to an endpoint.</summary>
    public void Unbind(string endpoint)
    {
        lock (_gate)
            _bound.Remove(endpoint);
    }

    /// <summary>Brings a new connection to whoever is bound, or keeps it until somebody is.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="far">The end for the socket there.</param>
    public void Connect(string endpoint, InProcessPipe far)
    {
        bool sleeps;
        InProcessSocket? socket;
        lock (_gate)
        {
            if (!_bound.TryGetValue(endpoint, out socket))
            {
                if (!_waiting.TryGetValue(endpoint, out LinkedList<InProcessPipe>? list))
                    _waiting.Add(endpoint, list = new LinkedList<InProcessPipe>());
                list.AddLast(far.Node);
                return;
            }
            far.Socket = socket;
            sleeps = far.Signal(InProcessSignals.Attached);
        }
        if (sleeps)
            socket.Loop.EndSleep();
    }

    /// <summary>Takes back a connection that may still wait.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="far">The end for the socket there.</param>
    /// <returns>Who has got it; null if no one has, nor will.</returns>
    public InProcessSocket? Withdraw(string endpoint, InProcessPipe far)
    {
        lock (_gate)
        {
            if (far.Socket is null)
            {
                LinkedList<InProcessPipe> list = _waiting[endpoint];
                list.Remove(far.Node);
                if (list.Count == 0)
                    _waiting.Remove(endpoint);
            }
            return far.Socket;
        }
    }

    // Not a name that somebody waits for either: that one was meant for somebody else.
    private string Pick()
    {
        string endpoint;
        do
            endpoint = $"{Endpoint.InProcess}{++_picked}";
        while (_bound.ContainsKey(endpoint) || _waiting.ContainsKey(endpoint));
        return endpoint;
    }
}
