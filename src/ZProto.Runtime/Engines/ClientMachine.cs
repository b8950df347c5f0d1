namespace ZProto.Engines;

/// <summary>The machine of a client. What it does is in the client's class, which cannot be one itself: it is an engine.</summary>
internal sealed class ClientMachine(ClientEngine engine, string name) : Machine
{
    internal override string DefaultLogName => name;

    protected override int FindRow_(int state, int happening, bool isExternal) => engine.FindRow(state, happening, isExternal);

    protected override int RunActions_(int row) => engine.RunActions(row);

    protected override void Before_(int state) => engine.Before(state);

    protected override void After_(int state) => engine.After(state);

    protected override string StateName_(int state) => engine.StateName(state);

    protected override string EventName_(int happening) => engine.EventName(happening);

    public void SetNext(int happening) => SetNextEvent_(happening);

    public void SetException(int happening) => SetException_(happening);

    public void SetWakeup(TimeSpan delay, int happening) => SetWakeup_(delay, happening);

    public void SetTimer(TimeSpan delay, int eventId) => SetTimer_(delay, eventId);

    public void CancelTimer(int eventId) => CancelTimer_(eventId);

    public void Trace(string action) => Trace_(action);
}
