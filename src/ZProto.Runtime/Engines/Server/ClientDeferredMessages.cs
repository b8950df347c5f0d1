using ZProto.Engines.Execution;

namespace ZProto.Engines.Server;

/// <summary>The messages that a server keeps for its clients, and which of them keeps most.</summary>
internal sealed class ClientDeferredMessages<TMessage, TClient>(ServerOptions options)
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TClient : ServerClient
{
    private readonly Dictionary<long, (TClient Client, DeferredMessages<TMessage> Messages)> _clients = [];
    private readonly SortedSet<(long Size, long ClientId)> _bySize = [];

    /// <summary>Bytes of memory that all of them take.</summary>
    public long Size { get; private set; }

    /// <summary>The client whose messages take most memory, or null.</summary>
    public TClient? Largest => _bySize.Count == 0 ? null : _clients[_bySize.Max.ClientId].Client;

    /// <summary>Those of a client, or null.</summary>
    public DeferredMessages<TMessage>? Of(TClient client) => _clients.TryGetValue(client.UniqueId, out var entry) ? entry.Messages : null;

    /// <summary>Keeps a copy of a message, if its client has room for it.</summary>
    public bool TryAdd(TClient client, TMessage message, int eventId, out long size)
    {
        DeferredMessages<TMessage> messages = Of(client) ?? new DeferredMessages<TMessage>(options.MaxKeptMessagesPerClient, options.MaxKeptBytesPerClient);
        long before = messages.Size;
        if (!messages.TryAdd(message, eventId, out size))
            return false;
        _clients[client.UniqueId] = (client, messages);
        Resize(client, before, messages);
        return true;
    }

    /// <summary>Takes out the oldest that a client has a row for now.</summary>
    public bool TryTake(TClient client, out TMessage message, out int eventId, out long size)
    {
        (message, eventId, size) = (default!, 0, 0);
        if (Of(client) is not { } messages)
            return false;
        long before = messages.Size;
        if (!messages.TryTake(client, out message, out eventId, out size))
            return false;
        if (messages.Count == 0)
            _clients.Remove(client.UniqueId);
        Resize(client, before, messages);
        return true;
    }

    /// <summary>Gives up those of a client.</summary>
    /// <returns>What it kept, or null.</returns>
    public DeferredMessages<TMessage>? Remove(TClient client)
    {
        if (!_clients.Remove(client.UniqueId, out var entry))
            return null;
        _bySize.Remove((entry.Messages.Size, client.UniqueId));
        Size -= entry.Messages.Size;
        return entry.Messages;
    }

    private void Resize(TClient client, long before, DeferredMessages<TMessage> messages)
    {
        _bySize.Remove((before, client.UniqueId));
        if (messages.Count > 0)
            _bySize.Add((messages.Size, client.UniqueId));
        Size += messages.Size - before;
    }
}
