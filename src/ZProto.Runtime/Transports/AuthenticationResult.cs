namespace ZProto.Transports;

/// <summary>Whether a peer is admitted, and as whom. The default refuses it.</summary>
public readonly record struct AuthenticationResult
{
    private AuthenticationResult(string? userId) => UserId = userId;

    /// <summary>The peer is refused.</summary>
    public static AuthenticationResult Refused => default;

    /// <summary>The user id that the peer goes by from here on, empty for none; null where it is refused.</summary>
    public string? UserId { get; }

    /// <summary>Whether the peer is admitted.</summary>
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(UserId))]
    public bool IsAdmitted => UserId is not null;

    /// <summary>The peer is admitted.</summary>
    /// <param name="userId">The user id that it goes by from here on; empty for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="userId"/> is null.</exception>
    public static AuthenticationResult Admitted(string userId = "")
    {
        ArgumentNullException.ThrowIfNull(userId);
        return new AuthenticationResult(userId);
    }

    /// <summary>A decision as a task that is done, for deciders that have nothing to wait for.</summary>
    /// <param name="result">The decision.</param>
    public static implicit operator ValueTask<AuthenticationResult>(AuthenticationResult result) => new(result);
}
