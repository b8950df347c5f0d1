using System.Text;
using ZProto.Transports;

namespace ZProto.Load;

/// <summary>The broker of Majordomo written by hand on a transport, for what its engine costs: queues, liveness and heartbeats as the sample has.</summary>
internal sealed class HandBroker(ITransportSocket router)
{
    private const int Interval = 2_500;

    private static readonly byte[] s_empty = [];
    private static readonly byte[] s_client = "MDPC01"u8.ToArray();
    private static readonly byte[] s_worker = "MDPW01"u8.ToArray();
    private static readonly byte[] s_request = [2];
    private static readonly byte[] s_heartbeat = [4];
    private static readonly byte[] s_disconnect = [5];

    private readonly Dictionary<string, Service> _services = [];
    private readonly Dictionary<RoutingId, Worker> _workers = [];
    private readonly MultipartMessage _frames = new();
    private long _beat = Environment.TickCount64 + Interval;

    /// <summary>Runs a broker until the process ends.</summary>
    public static void Run(ITransport transport, string endpoint, Action<string> bound)
    {
        using ITransportLoop loop = transport.CreateLoop();
        using ITransportSocket router = loop.CreateSocket(SocketType.Router, new SocketOptions { MaxConnectionsPerAddress = 0 });
        bound(router.Bind(endpoint));
        var broker = new HandBroker(router);
        while (true)
        {
            while (router.TryReceive(out ReceivedMessage received))
                broker.Receive(in received);
            broker.Beat();
            loop.Wait(TimeSpan.FromMilliseconds(Interval / 10));
        }
    }

    private void Receive(in ReceivedMessage received)
    {
        IMultipartMessage frames = received.Frames;
        if (frames.Count < 3 || frames.GetFrame(0).Length != 0)
            return;
        if (frames.GetFrame(1).SequenceEqual(s_client) && frames.Count > 3)
            ReceiveRequest(received.RoutingId, frames);
        else if (frames.GetFrame(1).SequenceEqual(s_worker) && frames.GetFrame(2).Length == 1)
            ReceiveCommand(received.RoutingId, frames.GetFrame(2)[0], frames);
    }

    private void ReceiveRequest(ReadOnlySpan<byte> client, IMultipartMessage frames)
    {
        Service service = FindService(frames.GetFrame(2));
        service.Requests.Enqueue(new Request(client.ToArray(), Body(frames, 3)));
        Dispatch(service);
    }

    private void ReceiveCommand(ReadOnlySpan<byte> routingId, byte command, IMultipartMessage frames)
    {
        var id = new RoutingId(routingId);
        if (command == 1 && frames.Count == 4 && !_workers.ContainsKey(id))
        {
            Service service = FindService(frames.GetFrame(3));
            var worker = new Worker(id.ToArray(), service) { Heard = Environment.TickCount64 };
            _workers.Add(id, worker);
            service.Idle.AddLast(worker);
            Dispatch(service);
            return;
        }
        if (!_workers.TryGetValue(id, out Worker? known))
        {
            Send(routingId, s_disconnect);
            return;
        }
        known.Heard = Environment.TickCount64;
        switch (command)
        {
            case 3 when known.Request is { } request && frames.Count > 5 && frames.GetFrame(3).SequenceEqual(request.Client):
                known.Request = null;
                _frames.Clear();
                _frames.Add(s_empty);
                _frames.Add(s_client);
                _frames.Add(known.Service.Name);
                foreach (byte[] frame in Body(frames, 5))
                    _frames.Add(frame);
                router.Send(request.Client, _frames);
                known.Service.Idle.AddLast(known);
                Dispatch(known.Service);
                break;
            case 4:
                break;
            default:
                if (command != 5)
                    Send(routingId, s_disconnect);
                Forget(id, known);
                break;
        }
    }

    private void Dispatch(Service service)
    {
        while (service.Idle.First is { } idle && service.Requests.TryDequeue(out Request? request))
        {
            service.Idle.RemoveFirst();
            idle.Value.Request = request;
            _frames.Clear();
            _frames.Add(s_empty);
            _frames.Add(s_worker);
            _frames.Add(s_request);
            _frames.Add(request.Client);
            _frames.Add(s_empty);
            foreach (byte[] frame in request.Body)
                _frames.Add(frame);
            router.Send(idle.Value.Id, _frames);
        }
    }

    private void Beat()
    {
        long now = Environment.TickCount64;
        if (now < _beat)
            return;
        _beat = now + Interval;
        foreach ((RoutingId id, Worker worker) in _workers.ToList())
        {
            if (now - worker.Heard < 3 * Interval)
                Send(id.Span, s_heartbeat);
            else
                Forget(id, worker);
        }
    }

    private void Forget(RoutingId id, Worker worker)
    {
        _workers.Remove(id);
        worker.Service.Idle.Remove(worker);
        if (worker.Request is { } request)
            worker.Service.Requests.Enqueue(request);
        Dispatch(worker.Service);
    }

    private void Send(ReadOnlySpan<byte> worker, byte[] command)
    {
        _frames.Clear();
        _frames.Add(s_empty);
        _frames.Add(s_worker);
        _frames.Add(command);
        router.Send(worker, _frames);
    }

    private Service FindService(ReadOnlySpan<byte> name)
    {
        string text = Encoding.UTF8.GetString(name);
        if (!_services.TryGetValue(text, out Service? service))
            _services.Add(text, service = new Service(name.ToArray()));
        return service;
    }

    private static byte[][] Body(IMultipartMessage frames, int start)
    {
        byte[][] body = new byte[frames.Count - start][];
        for (int i = 0; i < body.Length; i++)
            body[i] = frames.GetFrame(start + i).ToArray();
        return body;
    }

    private sealed record Request(byte[] Client, byte[][] Body);

    private sealed class Service(byte[] name)
    {
        public byte[] Name => name;

        public LinkedList<Worker> Idle { get; } = [];

        public Queue<Request> Requests { get; } = new();
    }

    private sealed class Worker(byte[] id, Service service)
    {
        public byte[] Id => id;

        public Service Service => service;

        public Request? Request { get; set; }

        public long Heard { get; set; }
    }
}
