namespace ZProto.Transport.Tests;

/// <summary>Admits every peer as the same user.</summary>
internal sealed class AdmitAll : IAuthenticator
{
    public ValueTask<AuthenticationResult> AuthenticateAsync(AuthenticationRequest request, CancellationToken cancellationToken) => AuthenticationResult.Admitted("client");
}
