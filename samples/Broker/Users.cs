using ZProto;
using ZProto.Transports;

namespace Broker;

/// <summary>Who may use the broker, by name and password.</summary>
internal sealed class Users
{
    private readonly Dictionary<string, string> _passwords = [];

    /// <summary>Reads a file that has a user on each line: <c>name=password</c>.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="FormatException">A line is not a user.</exception>
    public static Users Load(string file)
    {
        var users = new Users();
        foreach ((int number, string line) in File.ReadLines(file).Index())
        {
            int end = line.IndexOf('=', StringComparison.Ordinal);
            if (end < 1 || !users._passwords.TryAdd(line[..end], line[(end + 1)..]))
                throw new FormatException($"{file}, line {number + 1}: this is not 'name=password' of one more user.");
        }
        return users;
    }

    /// <summary>Has a broker ask its clients for their passwords.</summary>
    /// <param name="options">The broker's.</param>
    public void Guard(ServerOptions options)
    {
        options.Socket = options.Socket with { Security = SocketSecurity.Plain };
        options.AuthenticateBy(Find);
    }

    private string? Find(AuthenticationRequest peer)
        => _passwords.TryGetValue(peer.UserName, out string? password) && Passwords.Match(peer.Password, password) ? peer.UserName : null;
}
