using Majordomo;
using ZProto;

namespace Titanic;

/// <summary>The status frame of every reply of Titanic (RFC 9): three digits, and a text that means nothing.</summary>
public enum Status
{
    /// <summary>Not a status.</summary>
    None,

    /// <summary>It is done.</summary>
    Ok = 200,

    /// <summary>There is no reply yet: ask again later.</summary>
    Pending = 300,

    /// <summary>There is no such request.</summary>
    Unknown = 400,

    /// <summary>The store failed: try again later.</summary>
    Error = 500,
}

/// <summary>Status frames.</summary>
public static class StatusFrames
{
    /// <summary>A body that begins with a status.</summary>
    public static FrameList ToBody(this Status status) => Bodies.ToBody($"{(int)status} {status.ToString().ToUpperInvariant()}");

    /// <summary>The status that a body begins with; <see cref="Status.None"/> if it does not.</summary>
    public static Status ReadStatus(this FrameList body)
        => body.Count > 0 && int.TryParse(body.ToText().AsSpan(0, Math.Min(3, body.ToText().Length)), out int code) && Enum.IsDefined((Status)code) ? (Status)code : Status.None;
}
