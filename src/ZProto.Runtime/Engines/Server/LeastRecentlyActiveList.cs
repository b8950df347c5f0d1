namespace ZProto.Engines.Server;

/// <summary>The clients of a server in the order of their last activity, the longest silent first. Moving one takes the same time however many there are.</summary>
internal sealed class LeastRecentlyActiveList<TMessage>
    where TMessage : class
{
    private ServerClient<TMessage>? _last;

    /// <summary>The one that has been silent longest, or null.</summary>
    public ServerClient<TMessage>? First { get; private set; }

    /// <summary>Puts a client that is new, or was active, at the end.</summary>
    public void Touch(ServerClient<TMessage> client, long now)
    {
        client.LastActive = now;
        if (ReferenceEquals(_last, client))
            return;
        Remove(client);
        client.Earlier = _last;
        if (_last is null)
            First = client;
        else
            _last.Later = client;
        _last = client;
    }

    /// <summary>Takes a client out, if it is in.</summary>
    public void Remove(ServerClient<TMessage> client)
    {
        if (client.Earlier is null && !ReferenceEquals(First, client))
            return;
        if (client.Earlier is null)
            First = client.Later;
        else
            client.Earlier.Later = client.Later;
        if (client.Later is null)
            _last = client.Earlier;
        else
            client.Later.Earlier = client.Earlier;
        client.Earlier = client.Later = null;
    }
}
