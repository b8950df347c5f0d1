namespace ZProto.Engines.Client;

/// <summary>The machine of a client. What it does is in the client's class, which cannot be one itself: it is an engine.</summary>
internal sealed class ClientMachine(ClientEngine engine, string name) : StateMachine
{
    internal override string DefaultLogName => name;

    protected override int FindTransition_(int state, int eventId, bool isExternal) => engine.FindTransition(state, eventId, isExternal);

    protected override int RunActions_(int transition) => engine.RunActions(transition);

    protected override void Before_(int state) => engine.Before(state);

    protected override void After_(int state) => engine.After(state);

    protected override string StateName_(int state) => engine.StateName(state);

    protected override string EventName_(int eventId) => engine.EventName(eventId);

    public void SetNext(int eventId) => SetNextEvent_(eventId);

    public void SetException(int eventId) => SetException_(eventId);

    public void SetWakeup(TimeSpan delay, int eventId) => SetWakeup_(delay, eventId);

    public void SetTimer(TimeSpan delay, int eventId) => SetTimer_(delay, eventId);

    public void CancelTimer(int eventId) => CancelTimer_(eventId);

    public void Trace(string action) => Trace_(action);
}
