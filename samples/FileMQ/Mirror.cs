namespace FileMQ;

/// <summary>What a mirror has done.</summary>
/// <param name="Kind">Whether a file was put into a folder, was deleted, or was refused.</param>
/// <param name="Name">The name that the server knows it by.</param>
/// <param name="Detail">Its path; of what was refused, the reason.</param>
public sealed record Arrival(ArrivalKind Kind, string Name, string Detail);

/// <summary>What a mirror has done.</summary>
public enum ArrivalKind
{
    /// <summary>A file was put into a folder.</summary>
    Received,

    /// <summary>A file was deleted.</summary>
    Deleted,

    /// <summary>A file was not taken.</summary>
    Refused,
}

/// <summary>
/// Keeps folders like those of a server. It takes what a client hands on, in order, and works with the disk off the client's loop. With
/// each session it subscribes again, and says what is there.
/// </summary>
/// <param name="client">The client, which is open.</param>
/// <param name="inboxes">For each path of the server the folder that its files go into.</param>
public sealed class Mirror(FileMqClient client, IReadOnlyDictionary<string, Inbox> inboxes)
{
    private uint _session;
    private ulong _next;
    private int _used;

    /// <summary>How many bytes may be on their way; at least as many as a server sends in a message. Default 4,000,000.</summary>
    public int Window { get; init; } = 4_000_000;

    /// <summary>Whether files are sent that are not here, and not only those that change. Default true.</summary>
    public bool Resync { get; init; } = true;

    /// <summary>Called with all that is done, on the mirror's own thread.</summary>
    public Action<Arrival> Report { get; init; } = _ => { };

    /// <summary>Works until the client ends.</summary>
    public async Task RunAsync()
    {
        await foreach (FileMqMsg message in client.ReceiveAllAsync())
        {
            if (message.Id == FileMqMsg.MessageId.OhaiOk)
                await BeginSessionAsync();
            else
                await TakeAsync(message);
        }
    }

    private async Task BeginSessionAsync()
    {
        _session++;
        (_next, _used) = (0, 0);
        foreach ((string path, Inbox inbox) in inboxes)
        {
            var options = new Dictionary<string, string>();
            if (Resync)
                options["RESYNC"] = "1";
            if (Resync && inbox.GetPart() is { Length: > 0 } part)
                options[Part.Option] = part.ToString();
            await client.SubscribeAsync(_session, path, options, Resync ? inbox.GetDigests() : new Dictionary<string, string>());
        }
        await client.GrantAsync(_session, (ulong)Window);
    }

    private async Task TakeAsync(FileMqMsg message)
    {
        // A message that comes again has nothing new.
        if (message.Sequence >= _next)
        {
            _next = message.Sequence + 1;
            Take(message);
            _used += message.Chunk.Length;
        }
        if (_used * 2 < Window)
            return;
        await client.GrantAsync(_session, (ulong)_used);
        _used = 0;
    }

    private void Take(FileMqMsg message)
    {
        string name = message.Filename;
        try
        {
            // What was not subscribed to.
            if (!TryFind(name, out Inbox? inbox, out string relative))
                return;
            if (message.Operation == FileMqMsg.Delete)
                ReportDone(ArrivalKind.Deleted, name, inbox.Delete(relative));
            else if (message.Operation == FileMqMsg.Create)
                ReportDone(ArrivalKind.Received, name, inbox.Write(relative, (long)message.Offset, message.Chunk, message.Eof == 1));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Report(new Arrival(ArrivalKind.Refused, name, exception.Message));
        }
    }

    private void ReportDone(ArrivalKind kind, string name, string? path)
    {
        if (path is not null)
            Report(new Arrival(kind, name, path));
    }

    private bool TryFind(string name, out Inbox inbox, out string relative)
    {
        (inbox, relative) = (null!, "");
        int longest = 0;
        foreach ((string path, Inbox candidate) in inboxes)
        {
            string prefix = path.EndsWith('/') ? path : path + "/";
            if (prefix.Length <= longest || !name.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            (inbox, relative, longest) = (candidate, name[prefix.Length..], prefix.Length);
        }
        return longest > 0;
    }
}
