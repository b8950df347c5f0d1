namespace ZProto;

/// <summary>What a client does when its queue of received messages is full.</summary>
public enum ReceiveQueueFullMode
{
    /// <summary>It stops reading from its socket until some are taken. Nothing expires in the meantime.</summary>
    Wait,

    /// <summary>It ends. Messages in the queue can still be taken; after that, receiving fails.</summary>
    Fail,
}
