using ZProto.Codec;
using ZProto.Configuration;
using ZProto.Diagnostics;
using ZProto.Engines.Execution;
using ZProto.Transports;

namespace ZProto.Engines.Server;

/// <summary>Who may be a peer at a ROUTER, a server's or a mesh's: the mechanism that the options or the section <c>security</c> of a configuration name, and who decides.</summary>
internal sealed class ServerSecurity(EngineContext context, EngineOptions options)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    // Not the loop's clock: a transport asks from threads of its own.
    private readonly LogRateLimiter _refusals = new(TimeProvider.System);

    /// <summary>What holds where no configuration says anything. Who sets a decision does not want to be without one.</summary>
    public SocketSecurity? OfOptions
    {
        get
        {
            SocketSecurity? security = options.Socket.Security;
            if (security is null)
                return IsDecided ? Decided(new SocketSecurity.NullServer(SocketSecurity.DefaultDomain, null)) : null;
            if (!IsDecided && security.Decider is null)
                context.Logger.NoAuthenticator(NameOf(security));
            return Decided(security);
        }
    }

    /// <summary>What holds for what is bound from now on.</summary>
    public SocketSecurity? Current { get; private set; }

    /// <summary>What the socket begins with.</summary>
    public SocketSecurity? Begin()
    {
        Current = OfOptions;
        Authenticates = Current is not null;
        return Current;
    }

    /// <summary>Whether peers are decided on, or were for some of those there may still be.</summary>
    public bool Authenticates { get; private set; }

    /// <summary>How much a mechanism asks of peers, to compare two by.</summary>
    public static int StrengthOf(SocketSecurity? security) => security switch
    {
        SocketSecurity.CurveServer => 3,
        SocketSecurity.PlainServer => 2,
        SocketSecurity.NullServer => 1,
        _ => 0,
    };

    /// <summary>Sets what holds for what a socket binds from here on. On the loop.</summary>
    /// <exception cref="TransportException">The transport cannot do it; all is as it was.</exception>
    public void Set(ITransportSocket socket, SocketSecurity? security)
    {
        socket.Secure(security);
        Current = security;
        Authenticates |= security is not null;
    }

    private bool IsDecided => options.Authenticate is not null;

    /// <summary>What a section says.</summary>
    /// <exception cref="ZplException">It says what is none, or its certificate cannot be read.</exception>
    public SocketSecurity? Read(ZplNode section)
    {
        ZplNode? mechanism = section.Find("mechanism");
        string name = mechanism?.Value?.ToLowerInvariant() ?? "null";
        string domain = section.GetString("domain", SocketSecurity.DefaultDomain);
        switch (name)
        {
            case "null":
                return IsDecided ? Decided(new SocketSecurity.NullServer(domain, null)) : null;
            case "plain":
                WarnUnlessDecided(section, name);
                return Decided(new SocketSecurity.PlainServer(domain, null));
            case "curve":
                WarnUnlessDecided(section, name);
                return Decided(new SocketSecurity.CurveServer(domain, Keys(section), null));
            default:
                throw new ZplException(new ZplError(mechanism!.Line, 0, $"The mechanism is '{mechanism.Value}', which is none of null, plain and curve."));
        }
    }

    private static string NameOf(SocketSecurity security) => security switch
    {
        SocketSecurity.PlainServer => "PLAIN",
        SocketSecurity.CurveServer => "CURVE",
        _ => "NULL",
    };

    /// <summary>A mechanism with who decides: the options, whichever way it was set; without them, whoever came with it; else no one is admitted.</summary>
    public SocketSecurity Decided(SocketSecurity security)
    {
        IAuthenticator decider = options.Authenticate is { } authenticate ? new Delegated(authenticate) : security.Decider ?? RefuseAll.Instance;
        return security.DecidedBy(new Watched(this, new Authentication(decider, exception => context.OnUserCodeException("decision on a peer", exception), s_timeout)));
    }

    private void Refused(AuthenticationRequest request)
    {
        context.Meter.Refused();
        if (!_refusals.IsDue(nameof(EngineLog.PeerRefused), out string more))
            return;
        // What a peer says of itself is shown as the fields of messages are.
        var peer = new FieldText(request.Mechanism.ToString().ToUpperInvariant());
        if (request.UserName.Length > 0)
            peer.Add("user", request.UserName);
        if (request.PublicKey.Length > 0)
            peer.Add("key", request.PublicKey);
        context.Logger.PeerRefused(request.Address, LogText.Escape(peer.ToString()), more);
    }

    private void WarnUnlessDecided(ZplNode section, string mechanism)
    {
        if (!IsDecided)
            context.Logger.NoAuthenticatorConfigured(section.Line, mechanism);
    }

    private CurveKeyPair Keys(ZplNode section)
    {
        ZplNode? certificate = section.Find("certificate");
        if (certificate?.Value is not { Length: > 0 } path)
            throw new ZplException(new ZplError(certificate?.Line ?? section.Line, 0, "The mechanism curve needs the file of a certificate: 'certificate' names none."));
        try
        {
            CurveKeyPair keys = Certificate.Load(path);
            string file = Certificate.SecretFile(path);
            if (Certificate.IsReadableByAll(file))
                context.Logger.SecretKeyReadableByAll(certificate.Line, file);
            return keys;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ZplException(new ZplError(certificate.Line, 0, $"The certificate cannot be read: {exception.Message}"));
        }
    }

    private sealed class Delegated(Func<AuthenticationRequest, CancellationToken, ValueTask<AuthenticationResult>> authenticate) : IAuthenticator
    {
        public ValueTask<AuthenticationResult> AuthenticateAsync(AuthenticationRequest request, CancellationToken cancellationToken)
            => authenticate(request, cancellationToken);
    }

    /// <summary>Counts and logs those who are refused.</summary>
    private sealed class Watched(ServerSecurity security, IAuthenticator authenticator) : IAuthenticator
    {
        public async ValueTask<AuthenticationResult> AuthenticateAsync(AuthenticationRequest request, CancellationToken cancellationToken)
        {
            AuthenticationResult result = await authenticator.AuthenticateAsync(request, cancellationToken).ConfigureAwait(false);
            if (!result.IsAdmitted)
                security.Refused(request);
            return result;
        }
    }

    private sealed class RefuseAll : IAuthenticator
    {
        public static readonly RefuseAll Instance = new();

        public ValueTask<AuthenticationResult> AuthenticateAsync(AuthenticationRequest request, CancellationToken cancellationToken)
            => AuthenticationResult.Refused;
    }
}
