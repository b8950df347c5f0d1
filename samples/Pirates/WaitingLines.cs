namespace Pirates;

/// <summary>The clients that wait for a worker, and the workers that wait for a client: of each the one that waits longest is next.</summary>
internal sealed class WaitingLines
{
    private readonly LinkedList<QueueFrontend.Client> _clients = [];
    private readonly LinkedList<QueueBackend.Client> _workers = [];

    public void Add(QueueFrontend.Client client)
    {
        _clients.AddLast(client);
        Match();
    }

    public void Add(QueueBackend.Client worker)
    {
        _workers.AddLast(worker);
        Match();
    }

    public void Remove(QueueFrontend.Client client) => _clients.Remove(client);

    public void Remove(QueueBackend.Client worker) => _workers.Remove(worker);

    private void Match()
    {
        while (_clients.First is { } client && _workers.First is { } worker)
        {
            _clients.RemoveFirst();
            _workers.RemoveFirst();
            worker.Value.Assign(client.Value);
        }
    }
}
