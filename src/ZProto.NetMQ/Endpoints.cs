using System.Globalization;
using ZProto.Shared;
using ZProto.Transports;

namespace ZProto;

/// <summary>What NetMQ takes as an endpoint, and how it calls one.</summary>
internal static class Endpoints
{
    /// <summary>Checks what NetMQ does not, or only by exceptions of every kind, or after it has begun.</summary>
    /// <exception cref="TransportException">It is no endpoint to bind or connect to.</exception>
    public static void Check(string endpoint, bool toBind)
    {
        if (Endpoint.IsInProcess(endpoint))
        {
            if (endpoint.Length == Endpoint.InProcess.Length || (!toBind && Endpoint.IsAnyName(endpoint)))
                throw Refusal(endpoint, toBind, "it has no name");
        }
        else if (Endpoint.IsTcp(endpoint))
        {
            ReadOnlySpan<char> host = Endpoint.GetHost(endpoint), port = Endpoint.GetPort(endpoint);
            if (host.IsEmpty || host.Contains(';') || (!toBind && host is "*"))
                throw Refusal(endpoint, toBind, "it names no host");
            bool isNumber = ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number);
            if (toBind ? !isNumber && port is not "*" : number == 0)
                throw Refusal(endpoint, toBind, toBind ? "its port is neither * nor a number up to 65535" : "its port is not a number from 1 to 65535");
        }
        else if (Endpoint.IsIpc(endpoint))
        {
            throw Refusal(endpoint, toBind, "what NetMQ calls ipc is TCP on a port made of the name. Use tcp://; or, for ipc://, set Options.Transport to a SocketsTransport, or to the LibZmqTransport of the package ZProto.LibZmq");
        }
        else
        {
            throw Refusal(endpoint, toBind, "NetMQ has tcp:// and inproc://");
        }
    }

    /// <summary>A bound endpoint as everybody may connect to it.</summary>
    /// <param name="asked">The endpoint as asked for.</param>
    /// <param name="last">What NetMQ says it has bound, with the family in place of an IPv6 address.</param>
    public static string Bound(string asked, string last)
    {
        if (!last.StartsWith($"{Endpoint.Tcp}[", StringComparison.Ordinal))
            return last;
        string host = Endpoint.GetHost(asked).ToString();
        return $"{Endpoint.Tcp}{(host == "*" ? "[::]" : host)}{last[last.LastIndexOf(':')..]}";
    }

    /// <summary>What NetMQ itself knows a bound endpoint by: the host as asked for, up to its first colon, and the port.</summary>
    public static string BoundKey(string asked, string last)
    {
        if (Endpoint.IsInProcess(asked))
            return asked;
        string address = asked[Endpoint.Tcp.Length..];
        return $"{Endpoint.Tcp}{address[..address.IndexOf(':', StringComparison.Ordinal)]}{last[last.LastIndexOf(':')..]}";
    }

    private static TransportException Refusal(string endpoint, bool toBind, string why)
        => new($"NetMQ cannot {(toBind ? "bind" : "connect")} to '{endpoint}': {why}.");
}
