namespace ZProto.Engines.Execution;

/// <summary>Something that an engine does until its user, or the engine's end, ends it.</summary>
internal abstract class EngineRegistration(IRegistrationOwner owner) : IDisposable
{
    private volatile bool _ended;

    /// <summary>Whether it has ended; from any thread.</summary>
    public bool IsEnded => _ended;

    protected IRegistrationOwner Owner => owner;

    /// <summary>Starts it. On the loop.</summary>
    public abstract void Begin();

    /// <summary>Ends it. From any thread; called on the loop, nothing of it runs any more.</summary>
    public void Dispose()
    {
        _ended = true;
        owner.Detach(this);
    }

    /// <summary>Gives up what it holds. On the loop, once.</summary>
    public void End()
    {
        _ended = true;
        OnEnd();
    }

    protected abstract void OnEnd();
}
