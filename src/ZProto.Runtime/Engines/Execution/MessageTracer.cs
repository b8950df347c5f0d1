namespace ZProto.Engines.Execution;

/// <summary>Hands each message that is sent or received to the hooks of the user's part that trace them.</summary>
internal sealed class MessageTracer<TMachine, TMessage>(EngineContext context, StateMachineDefinition<TMachine, TMessage> definition)
    where TMachine : StateMachine<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    /// <summary>Whether messages that are sent are traced.</summary>
    public bool TracesSent { get; } = definition.TracesSent;

    /// <summary>Whether messages that are received are traced.</summary>
    public bool TracesReceived { get; } = definition.TracesReceived;

    public void Sent(in RoutingId peer, TMessage message)
    {
        if (!TracesSent)
            return;
        context.RunGuarded(static sent => sent.Definition.OnSend(sent.Peer, sent.Message), (Definition: definition, Peer: peer, Message: message), "send tracer");
    }

    public void Received(in RoutingId peer, TMessage message)
    {
        if (!TracesReceived)
            return;
        context.RunGuarded(static received => received.Definition.OnReceive(received.Peer, received.Message), (Definition: definition, Peer: peer, Message: message), "receive tracer");
        // What a tracer takes is no action's.
        context.Loop.RefreshClock();
    }
}
