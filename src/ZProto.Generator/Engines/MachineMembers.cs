namespace ZProto.Generator.Engines;

/// <summary>
/// Emits what the actions of a machine call, whatever its kind: a server's client, a mesh's peer, an engine's own machine, or a client,
/// whose class has these members itself.
/// </summary>
/// <param name="writer">Where to.</param>
/// <param name="modifier">Who sees the members.</param>
/// <param name="noun">What the machine is called in their documentation.</param>
/// <param name="stateType">What the enumeration of its states is called.</param>
/// <param name="self">The machine, as an expression in its members.</param>
internal sealed class MachineMembers(SourceWriter writer, string modifier, string noun, string stateType, string self)
{
    private const string Operations = $"{ZpEngines}StateMachineOperations.";

    /// <summary>Writes its state, how actions direct it, and its timers.</summary>
    public void Control()
        => writer.Write($$"""
            /// <summary>The state that the {{noun}} is in.</summary>
            [global::ZProto.LoopOnly]
            {{modifier}} {{stateType}} State => ({{stateType}}){{Operations}}GetState({{self}});

            /// <summary>Sets the event to continue with when the actions of this one are done. The last one set wins.</summary>
            /// <param name="event">The event.</param>
            /// <exception cref="global::System.InvalidOperationException">The {{noun}} is not executing an event.</exception>
            [global::ZProto.LoopOnly]
            {{modifier}} void SetNextEvent(Event @event) => {{Operations}}SetNextEvent({{self}}, (int)@event);

            /// <summary>Sets the event that interrupts this one: no further action of it runs, and the state stays.</summary>
            /// <param name="event">The event.</param>
            /// <exception cref="global::System.InvalidOperationException">The {{noun}} is not executing an event.</exception>
            [global::ZProto.LoopOnly]
            {{modifier}} void SetException(Event @event) => {{Operations}}SetException({{self}}, (int)@event);

            /// <summary>Raises an event once after a time, unless another event comes first.</summary>
            /// <param name="delay">The time; zero or more.</param>
            /// <param name="event">The event.</param>
            /// <exception cref="global::System.InvalidOperationException">The {{noun}} has ended.</exception>
            [global::ZProto.LoopOnly]
            {{modifier}} void SetWakeup(global::System.TimeSpan delay, Event @event) => {{Operations}}SetWakeup({{self}}, delay, (int)@event);

            /// <summary>Sets a timer that raises an event once, even if other events come first. Each event has one timer: setting it again restarts it.</summary>
            /// <param name="delay">The time; zero or more.</param>
            /// <param name="event">The event.</param>
            /// <exception cref="global::System.InvalidOperationException">The {{noun}} has ended.</exception>
            [global::ZProto.LoopOnly]
            {{modifier}} void SetTimer(global::System.TimeSpan delay, Event @event) => {{Operations}}SetTimer({{self}}, delay, (int)@event);

            /// <summary>Cancels the timer of an event, if one is set.</summary>
            /// <param name="event">The event.</param>
            [global::ZProto.LoopOnly]
            {{modifier}} void CancelTimer(Event @event) => {{Operations}}CancelTimer({{self}}, (int)@event);

            """);

    /// <summary>Writes how actions run work that waits.</summary>
    /// <param name="operations">The class of the runtime that has it for this kind of machine, with a dot.</param>
    /// <param name="engine">The property of the machine that is its engine, where that runs the work; null where the machine itself is asked.</param>
    public void RunInBackground(string operations, string? engine)
    {
        string asked = engine is null ? self : $"{engine}, {self}";
        writer.Write($$"""
            /// <summary>Runs asynchronous work off the loop, and executes an event with its result or exception, if the {{noun}} has not ended.</summary>
            /// <remarks>The event begins with a copy of the current message, so that it can be answered.</remarks>
            /// <typeparam name="T">The result of the work.</typeparam>
            /// <param name="work">The work. Its token is cancelled when the {{noun}} ends. It must not use the {{noun}} itself, which belongs to the loop.</param>
            /// <param name="ok">The event whose <c>Argument</c> is the result.</param>
            /// <param name="error">The event whose <c>Argument</c> is the exception.</param>
            /// <exception cref="global::System.InvalidOperationException">The {{noun}} has ended.</exception>
            [global::ZProto.LoopOnly]
            {{modifier}} void RunInBackground<T>(global::System.Func<global::System.Threading.CancellationToken, global::System.Threading.Tasks.Task<T>> work, Event ok, Event error)
                => {{operations}}RunInBackground({{asked}}, work, (int)ok, (int)error);

            /// <summary>Runs asynchronous work off the loop, and executes an event when it is done, if the {{noun}} has not ended.</summary>
            /// <remarks>The event begins with a copy of the current message, so that it can be answered.</remarks>
            /// <param name="work">The work. Its token is cancelled when the {{noun}} ends. It must not use the {{noun}} itself, which belongs to the loop.</param>
            /// <param name="ok">The event; its <c>Argument</c> is null.</param>
            /// <param name="error">The event whose <c>Argument</c> is the exception.</param>
            /// <exception cref="global::System.InvalidOperationException">The {{noun}} has ended.</exception>
            [global::ZProto.LoopOnly]
            {{modifier}} void RunInBackground(global::System.Func<global::System.Threading.CancellationToken, global::System.Threading.Tasks.Task> work, Event ok, Event error)
                => {{operations}}RunInBackground({{asked}}, work, (int)ok, (int)error);

            """);
    }

    /// <summary>Writes how actions send the current message.</summary>
    /// <param name="message">The message's class.</param>
    /// <param name="to">Who it goes to, in the documentation.</param>
    /// <param name="call">What sends it once it has its id.</param>
    public void Send(string message, string to, string call)
        => writer.Write($$"""
            /// <summary>Sends <c>Message</c> to the {{to}}, as the message of this id.</summary>
            /// <param name="id">The message.</param>
            /// <exception cref="global::ZProto.MessageEncodeException">A field has a value that the wire format cannot carry.</exception>
            [global::ZProto.LoopOnly]
            {{modifier}} void Send({{message}}.MessageId id)
            {
                Message.Id = id;
                {{call}};
            }

            """);

    /// <summary>Writes the hooks of its begin and its end.</summary>
    /// <param name="begin">When the first is called, and what it may do.</param>
    public void Hooks(string begin)
        => writer.Write($"""
            /// <summary>{begin}</summary>
            partial void OnInitialize();

            /// <summary>Called when the {noun} ends.</summary>
            partial void OnTerminate();

            """);
}
