using ZProto.Config;
using ZProto.Transport;

namespace ZProto.Engines;

/// <summary>Who may be a client of a server: the mechanism that the section <c>security</c> of its configuration names, and who decides.</summary>
internal sealed class ServerSecurity(ServerEngine server) : IAuthenticator
{
    // Whoever asks for a decision must name a domain; most have but one, and no name for it.
    private const string DefaultDomain = "global";

    /// <summary>What holds where no configuration says anything. Who sets a decision does not want to be without one.</summary>
    public SocketSecurity? OfOptions
        => server.Options.Socket.Security ?? (IsDecided ? new SocketSecurity.NullServer(DefaultDomain, this) : null);

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

    /// <summary>Sets what holds for what is bound from here on. On the loop.</summary>
    /// <exception cref="TransportException">The transport cannot do it; all is as it was.</exception>
    public void Set(SocketSecurity? security)
    {
        server.Secure(security);
        Current = security;
        Authenticates |= security is not null;
    }

    private bool IsDecided => server.Options.Authenticate is not null;

    /// <summary>What a section says.</summary>
    /// <exception cref="ZplException">It says what is none, or its certificate cannot be read.</exception>
    public SocketSecurity? Read(ZplNode section)
    {
        ZplNode? mechanism = section.Find("mechanism");
        string name = mechanism?.Value?.ToLowerInvariant() ?? "null";
        string domain = section.Get("domain", DefaultDomain);
        switch (name)
        {
            case "null":
                return IsDecided ? new SocketSecurity.NullServer(domain, this) : null;
            case "plain":
                WarnUnlessDecided(section, name);
                return new SocketSecurity.PlainServer(domain, this);
            case "curve":
                WarnUnlessDecided(section, name);
                return new SocketSecurity.CurveServer(domain, Keys(section), this);
            default:
                throw new ZplException(new ZplError(mechanism!.Line, 0, $"The mechanism is '{mechanism.Value}', which is none of null, plain and curve."));
        }
    }

    /// <summary>Has the options decide. A decision that fails is a refusal.</summary>
    public string? Authenticate(AuthenticationRequest request)
    {
        string? user = null;
        server.RunGuarded(asked => user = server.Options.Authenticate?.Invoke(asked), request, "decision on a peer");
        return user;
    }

    private void WarnUnlessDecided(ZplNode section, string mechanism)
    {
        if (!IsDecided)
            server.Logger.NobodyDecides(section.Line, mechanism);
    }

    private static CurveKeys Keys(ZplNode section)
    {
        ZplNode? certificate = section.Find("certificate");
        if (certificate?.Value is not { Length: > 0 } path)
            throw new ZplException(new ZplError(certificate?.Line ?? section.Line, 0, "The mechanism curve needs the file of a certificate: 'certificate' names none."));
        try
        {
            return Certificate.Load(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ZplException(new ZplError(certificate.Line, 0, $"The certificate cannot be read: {exception.Message}"));
        }
    }
}
