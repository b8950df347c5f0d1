namespace ZProto.Transports;

/// <summary>Whether a peer is admitted, and as whom. The default refuses it.</summary>
public readonly record struct AuthenticationResult
{
    private AuthenticationResult(string? userId) => UserId = userId;

    /// <summary>The peer is refused.</summary>
    public static AuthenticationResult Refused => default;

    /// <summary>The peer's user id, empty for none; null if it is refused.</summary>
    public string? UserId { get; }

    /// <summary>Whether the peer is admitted.</summary>
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(UserId))]
    public bool IsAdmitted => UserId is not null;

    /// <summary>The peer is admitted.</summary>
    /// <param name="userId">The peer's user id; empty for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="userId"/> is null.</exception>
    public static AuthenticationResult Admitted(string userId = "")
    {
        ArgumentNullException.ThrowIfNull(userId);
        return new AuthenticationResult(userId);
    }

    /// <summary>A decision as a completed task, for synchronous authenticators.</summary>
    /// <param name="result">The decision.</param>
    public static implicit operator ValueTask<AuthenticationResult>(AuthenticationResult result) => new(result);
}
