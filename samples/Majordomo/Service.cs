using System.Diagnostics.CodeAnalysis;

namespace Majordomo;

/// <summary>A service: the workers that wait, the longest first, and the requests that wait, the oldest first.</summary>
internal sealed class Service(string name)
{
    private readonly HashSet<MdpBroker.Client> _workers = [];
    private readonly LinkedList<MdpBroker.Client> _idle = [];
    private readonly LinkedList<Request> _requests = [];

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Whether a worker is registered for it, idle or not.</summary>
    public bool HasWorkers => _workers.Count > 0;

    /// <summary>Whether it has neither workers nor requests.</summary>
    public bool IsEmpty => _workers.Count == 0 && _requests.Count == 0;

    /// <summary>A worker, registered now or earlier, waits for a request.</summary>
    public void Wait(MdpBroker.Client worker)
    {
        _workers.Add(worker);
        _idle.AddLast(worker);
    }

    /// <summary>A worker takes no more requests.</summary>
    public void Remove(MdpBroker.Client worker)
    {
        _workers.Remove(worker);
        _idle.Remove(worker);
    }

    /// <summary>A request waits for a worker.</summary>
    public void Enqueue(Request request) => _requests.AddLast(request);

    /// <summary>A request that a worker has left comes before all others.</summary>
    public void Return(Request request) => _requests.AddFirst(request);

    /// <summary>Takes the worker that has waited longest, and the oldest request.</summary>
    public bool TryMatch([NotNullWhen(true)] out MdpBroker.Client? worker, [NotNullWhen(true)] out Request? request)
    {
        worker = null;
        request = null;
        if (_idle.First is not { } first || _requests.First is not { } oldest)
            return false;
        _idle.RemoveFirst();
        _requests.RemoveFirst();
        (worker, request) = (first.Value, oldest.Value);
        return true;
    }

    /// <summary>Drops the oldest requests, as long as they are too old.</summary>
    /// <returns>How many.</returns>
    public int Drop(Func<Request, bool> isTooOld)
    {
        int before = _requests.Count;
        while (_requests.First is { } oldest && isTooOld(oldest.Value))
            _requests.RemoveFirst();
        return before - _requests.Count;
    }
}
