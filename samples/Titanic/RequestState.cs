namespace Titanic;

/// <summary>What has become of a request.</summary>
public enum RequestState
{
    /// <summary>There is no such request, or it was closed.</summary>
    Unknown,

    /// <summary>It is stored, and not answered yet.</summary>
    Pending,

    /// <summary>Its reply is stored.</summary>
    Answered,
}
