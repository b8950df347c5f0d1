namespace ZProto.Transports;

/// <summary>Decides which peers a server admits. Called off the loop, for several peers at once.</summary>
public interface IAuthenticator
{
    /// <summary>Decides on a peer.</summary>
    /// <param name="request">What the peer says of itself.</param>
    /// <param name="cancellationToken">Ends when no one waits for the decision any more.</param>
    /// <returns>Whether the peer is admitted, and as whom. An exception refuses it.</returns>
    ValueTask<AuthenticationResult> AuthenticateAsync(AuthenticationRequest request, CancellationToken cancellationToken);
}
