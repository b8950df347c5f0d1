namespace ZProto;

/// <summary>What a client does when the messages that it has received are not taken from it.</summary>
public enum ReceiveQueueFullMode
{
    /// <summary>It reads no more from its socket until some are taken. No one expires in the meantime.</summary>
    Wait,

    /// <summary>It ends. What has come can still be taken; after that, receiving fails.</summary>
    Fail,
}
