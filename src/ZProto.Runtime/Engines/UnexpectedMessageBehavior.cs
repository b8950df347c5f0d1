using System.ComponentModel;

namespace ZProto.Engines;

/// <summary>What becomes of a message that the state does not name. Generated code uses this type.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum UnexpectedMessageBehavior
{
    /// <summary>It is kept, and offered again after each change of state.</summary>
    Queue,

    /// <summary>It is dropped.</summary>
    Ignore,

    /// <summary>It ends the machine.</summary>
    Terminate,
}
