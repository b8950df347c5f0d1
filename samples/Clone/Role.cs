namespace Clone;

/// <summary>Which of a pair a server is.</summary>
public enum Role
{
    /// <summary>The one that is active at first.</summary>
    Primary,

    /// <summary>The one that takes over.</summary>
    Backup,
}
