namespace ZProto.Engines.Execution;

/// <summary>Hands each message that is sent or received to the hooks of the user's part that trace them.</summary>
internal sealed class MessageTracer<TMachine, TMessage>(EngineContext context, StateMachineDefinition<TMachine, TMessage> definition)
    where TMachine : StateMachine<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private readonly bool _tracesSent = definition.TracesSent;
    private readonly bool _tracesReceived = definition.TracesReceived;

    public void Sent(in RoutingId peer, TMessage message)
    {
        if (!_tracesSent)
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
        if (!_tracesReceived)
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
