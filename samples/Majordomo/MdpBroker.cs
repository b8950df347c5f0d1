namespace Majordomo;

public partial class MdpBroker
{
    // After so many silences of the length of a worker's a client is forgotten: it waits for replies, and sends no heartbeats.
    private const int ClientSilences = 8;

    private readonly Dictionary<string, Service> _services = [];
    private TimeProvider _time = TimeProvider.System;
    private int _waiting;

    /// <summary>Creates a broker with heartbeats of 2.5 seconds, as the Guide's has, and workers that leave when three are missing.</summary>
    public MdpBroker()
    {
        HeartbeatInterval = TimeSpan.FromSeconds(2.5);
        ClientTimeout = TimeSpan.FromSeconds(7.5);
    }

    /// <summary>How long a request waits for a worker before it is dropped. Default one minute.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many requests wait for workers, of all services together; more are dropped. Default 100,000.</summary>
    public int MaxWaitingRequests { get; init; } = 100_000;

    partial void OnInitialize()
    {
        _time = Options.TimeProvider ?? _time;
        Monitor(TimeSpan.FromSeconds(1), DropOldRequests);
    }

    private partial void ShutDown() => BroadcastEvent(Event.ShutDown);

    /// <summary>How many services there are that have workers or requests. On the broker's loop.</summary>
    public int Services => _services.Count;

    /// <summary>How many requests wait for workers. On the broker's loop.</summary>
    public int WaitingRequests => _waiting;

    private bool HasWorkers(string service) => _services.GetValueOrDefault(service) is { HasWorkers: true };

    private Service FindService(string name)
    {
        if (!_services.TryGetValue(name, out Service? service))
            _services.Add(name, service = new Service(name));
        return service;
    }

    private void Submit(Mdp message, Client client)
    {
        if (_waiting >= MaxWaitingRequests)
            return;
        _waiting++;
        Service service = FindService(message.Service);
        service.Enqueue(new Request(client, message.Service, message.TakeBody(), _time.GetTimestamp()));
        Dispatch(service);
    }

    private void Return(Service service, Request request)
    {
        _waiting++;
        service.Return(request);
        Dispatch(service);
    }

    private void Dispatch(Service service)
    {
        while (service.TryMatch(out Client? worker, out Request? request))
        {
            _waiting--;
            if (request.Client.IsAlive)
                SendEvent(worker, Event.Assigned, request);
            else
                service.Wait(worker);
        }
    }

    private void DropOldRequests()
    {
        foreach (Service service in _services.Values.ToList())
        {
            _waiting -= service.Drop(IsOld);
            Forget(service);
        }
    }

    private bool IsOld(Request request) => _time.GetElapsedTime(request.Received) >= RequestTimeout;

    private void Forget(Service service)
    {
        if (service.IsEmpty)
            _services.Remove(service.Name);
    }

    public sealed partial class Client
    {
        private Service? _service;
        private Request? _request;
        private int _silences;

        private partial void DispatchTheRequest()
        {
            _silences = 0;
            if (ManagementInterface.Includes(Message.Service))
                SetNextEvent(Event.ManagementRequest);
            else
                Server.Submit(Message, this);
        }

        private partial void AnswerIt()
        {
            string code = ManagementInterface.Answer(Message.Service, Message.Body, Server.HasWorkers);
            Message.Body.Clear();
            Message.Body.Add(System.Text.Encoding.ASCII.GetBytes(code));
        }

        private partial void LeaveWhenLongSilent()
        {
            if (++_silences >= ClientSilences)
                Terminate();
        }

        private partial void Register()
        {
            if (ManagementInterface.Includes(Message.Service))
            {
                SetException(Event.OutOfTurn);
                return;
            }
            _service = Server.FindService(Message.Service);
            WaitForARequest();
        }

        private partial void TakeTheRequest()
        {
            _request = (Request)Argument!;
            Message.Client.Clear();
            Message.Client.Add(_request.Client.RoutingId.Span);
            Message.Body.ReplaceWith(_request.Body);
        }

        private partial void AnswerTheClient()
        {
            if (_request is not { } request || !request.IsFrom(Message.Client))
            {
                SetException(Event.OutOfTurn);
                return;
            }
            _request = null;
            Message.Service = request.Service;
            Message.Id = Mdp.MessageId.ClientReply;
            Server.SendTo(request.Client.RoutingId, Message);
        }

        private partial void WaitForARequest()
        {
            _service!.Wait(this);
            Server.Dispatch(_service);
        }

        partial void OnTerminate()
        {
            if (_service is null)
                return;
            _service.Remove(this);
            // Workers are idempotent (RFC 7): what this one has left, another may do again; but not without end, as it may be what ends them.
            if (_request is { } request && !Server.IsOld(request))
                Server.Return(_service, request);
            Server.Forget(_service);
        }
    }
}
