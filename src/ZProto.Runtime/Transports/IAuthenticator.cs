namespace ZProto.Transports;

/// <summary>Decides which peers a server admits. Called off the loop, for several peers at once.</summary>
public interface IAuthenticator
{
    /// <summary>Decides on a peer.</summary>
    /// <param name="request">What the peer says of itself.</param>
    /// <param name="cancellationToken">Cancelled when the decision is no longer needed.</param>
    /// <returns>Whether the peer is admitted, and as whom. An exception refuses it.</returns>
    ValueTask<AuthenticationResult> AuthenticateAsync(AuthenticationRequest request, CancellationToken cancellationToken);
}
