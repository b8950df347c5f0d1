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
        try
        {
            definition.OnSend(peer, message);
        }
        catch (Exception exception)
        {
            context.OnUserCodeException("send tracer", exception);
        }
    }

    public void Received(in RoutingId peer, TMessage message)
    {
        if (!TracesReceived)
            return;
        try
        {
            definition.OnReceive(peer, message);
        }
        catch (Exception exception)
        {
            context.OnUserCodeException("receive tracer", exception);
        }
        // What a tracer takes is no action's.
        context.Loop.RefreshClock();
    }
}
