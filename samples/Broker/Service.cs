namespace Broker;

/// <summary>A service: each request goes to one of the workers whose pattern matches its subject, in turn, and waits while there is none.</summary>
internal sealed class Service
{
    private readonly List<(BrokerServer.Client Worker, Pattern Pattern)> _workers = [];
    private List<BrokerMsg> _waiting = [];
    private int _turn;

    /// <summary>The requests without a worker.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Takes a worker on, in place of what it offered before.</summary>
    public void Offer(BrokerServer.Client worker, Pattern pattern)
    {
        Withdraw(worker);
        _workers.Add((worker, pattern));
        Return([]);
    }

    /// <summary>A worker takes no more.</summary>
    /// <returns>Whether there is nothing left to do or to work.</returns>
    public bool Withdraw(BrokerServer.Client worker)
    {
        _workers.RemoveAll(other => other.Worker == worker);
        return _workers.Count == 0 && _waiting.Count == 0;
    }

    /// <summary>Gives a request to a worker, or keeps it.</summary>
    public void Request(BrokerMsg job)
    {
        for (int i = 0; i < _workers.Count; i++)
        {
            int place = (_turn + i) % _workers.Count;
            (BrokerServer.Client worker, Pattern pattern) = _workers[place];
            if (!pattern.IsMatch(job.Subject))
                continue;
            _turn = place + 1;
            worker.Assign(job);
            return;
        }
        _waiting.Add(job);
    }

    /// <summary>Takes jobs back that a worker has left, and gives out what waits: those first, and then the rest as it came.</summary>
    public void Return(IEnumerable<BrokerMsg> jobs)
    {
        List<BrokerMsg> waiting = [.. jobs, .. _waiting];
        _waiting = [];
        foreach (BrokerMsg job in waiting)
            Request(job);
    }
}
