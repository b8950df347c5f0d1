using System.CommandLine;
using ZProto.Transports;

namespace ZProto.Tool.Commands;

/// <summary>The options of commands that connect: what carries messages, and who they are from.</summary>
internal sealed class TransportOptions
{
    private readonly IReadOnlyDictionary<string, Func<ITransport>> _transports;
    private readonly Option<string> _transport;
    private readonly Option<string?> _user = new("--user") { Description = "The user name, where the server asks for a password (PLAIN).", HelpName = "name" };
    private readonly Option<string?> _password = new("--password") { Description = "The password. Other users of the machine may see it among the arguments of processes.", HelpName = "text" };
    private readonly Option<string?> _serverKey = new("--curve-server-key") { Description = "The server's public key in Z85, where it asks for CURVE.", HelpName = "key" };
    private readonly Option<string?> _publicKey = new("--curve-public-key") { Description = "Your public key in Z85. Without one, a new pair is used.", HelpName = "key" };
    private readonly Option<string?> _secretKey = new("--curve-secret-key") { Description = "Your secret key in Z85.", HelpName = "key" };

    /// <param name="transports">The transports there are, by name.</param>
    public TransportOptions(IReadOnlyDictionary<string, Func<ITransport>> transports)
    {
        _transports = transports;
        _transport = new Option<string>("--transport")
        {
            Description = "What carries messages. sockets needs nothing, libzmq the native library. inproc is within this process, and for tests.",
            HelpName = string.Join("|", transports.Keys),
            DefaultValueFactory = _ => "sockets",
        }.AcceptOnlyFromAmong([.. transports.Keys]);
    }

    /// <summary>The transports of the command.</summary>
    public static IReadOnlyDictionary<string, Func<ITransport>> All { get; } = new Dictionary<string, Func<ITransport>>
    {
        ["sockets"] = () => new SocketsTransport(),
        ["libzmq"] = () => new LibZmqTransport(),
        ["inproc"] = () => InProcessTransport.Shared,
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_transport, _user, _password, _serverKey, _publicKey, _secretKey])
            command.Add(option);
    }

    /// <summary>The transport that was asked for.</summary>
    public ITransport GetTransport(ParseResult parsed) => _transports[parsed.GetRequiredValue(_transport)]();

    /// <summary>How to authenticate to a server, or null for no mechanism.</summary>
    /// <exception cref="ToolException">The options do not go together.</exception>
    public SocketSecurity? GetSecurity(ParseResult parsed)
    {
        (string? user, string? password) = (parsed.GetValue(_user), parsed.GetValue(_password));
        (string? server, string? publicKey, string? secretKey) = (parsed.GetValue(_serverKey), parsed.GetValue(_publicKey), parsed.GetValue(_secretKey));
        if ((user is null) != (password is null))
            throw ToolException.Usage("--user and --password go together");
        if ((publicKey is null) != (secretKey is null))
            throw ToolException.Usage("--curve-public-key and --curve-secret-key go together");
        if (server is null && publicKey is not null)
            throw ToolException.Usage("--curve-public-key needs --curve-server-key");
        if (server is null)
            return user is null ? null : new SocketSecurity.PlainClient(user, password!);
        if (user is not null)
            throw ToolException.Usage("a server asks for a password or for CURVE, not both");
        return new SocketSecurity.CurveClient(server, publicKey is null ? SocketsTransport.GenerateCurveKeyPair() : new CurveKeyPair(publicKey, secretKey!));
    }
}
