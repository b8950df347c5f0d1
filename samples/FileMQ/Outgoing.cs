namespace FileMQ;

/// <summary>What a client is still to get, in order, each file once.</summary>
internal sealed class Outgoing
{
    private const int MaxSubscriptions = 100;

    private readonly List<Subscription> _subscriptions = [];
    private readonly Queue<string> _names = new();
    private readonly Dictionary<string, ChangeKind> _changes = [];

    /// <summary>Adds a subscription, in place of that to the same path; false where there are too many.</summary>
    public bool TryAdd(Subscription subscription)
    {
        _subscriptions.RemoveAll(other => other.Path == subscription.Path);
        if (_subscriptions.Count == MaxSubscriptions)
            return false;
        _subscriptions.Add(subscription);
        return true;
    }

    /// <summary>Adds the files that a client has subscribed to, and is not to get already. The one that it has a part of comes first.</summary>
    public void AddAll(Subscription subscription, IEnumerable<string> names)
    {
        foreach (string name in names.OrderBy(name => name != subscription.Part.Name))
        {
            if (!_changes.ContainsKey(name) && subscription.Wants(new Change(name, ChangeKind.Found)))
                Add(new Change(name, ChangeKind.Found));
        }
    }

    /// <summary>Adds a change, in place of what was to be said of the file, if the client has subscribed to it.</summary>
    public bool TryAdd(Change change)
    {
        if (!_subscriptions.Exists(subscription => subscription.Wants(change)))
            return false;
        Add(change);
        return true;
    }

    /// <summary>Takes what comes next, with what the client has of it.</summary>
    public bool TryTake(out Change change, out string? known, out Part part)
    {
        (change, known, part) = (default, null, default);
        if (!_names.TryDequeue(out string? name))
            return false;
        _changes.Remove(name, out ChangeKind kind);
        change = new Change(name, kind);
        foreach (Subscription subscription in _subscriptions)
        {
            known = subscription.TakeDigest(name) ?? known;
            part = subscription.TakePart(name) is { Length: > 0 } other ? other : part;
        }
        return true;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _subscriptions.Clear();
        _names.Clear();
        _changes.Clear();
    }

    private void Add(Change change)
    {
        if (!_changes.ContainsKey(change.Name))
            _names.Enqueue(change.Name);
        _changes[change.Name] = change.Kind;
    }
}
