using System.Collections.Concurrent;
using ZProto.Transports;

namespace ZProto.LibZmq.Tests;

/// <summary>Decides by a function, and keeps what it was asked.</summary>
internal sealed class Authenticator(Func<AuthenticationRequest, string?> decide) : IAuthenticator
{
    public ConcurrentQueue<AuthenticationRequest> Requests { get; } = new();

    public ValueTask<AuthenticationResult> AuthenticateAsync(AuthenticationRequest request, CancellationToken cancellationToken)
    {
        Requests.Enqueue(request);
        return decide(request) is { } userId ? AuthenticationResult.Admitted(userId) : AuthenticationResult.Refused;
    }
}
