using System.Net.Sockets;
using NetMQ;
using ZProto.Transports;

namespace ZProto;

/// <summary>NetMQ's exceptions as the transport's.</summary>
internal static class Failure
{
    /// <summary>Whether it is how NetMQ says no: it lets those of the system and of its own parsing through.</summary>
    public static bool IsExpected(Exception exception)
        => exception is NetMQException or SocketException or ArgumentException or FormatException or OverflowException;

    /// <summary>An exception that says what could not be done.</summary>
    public static TransportException Of(string what, Exception exception)
        => new($"NetMQ cannot {what}: {Reason(exception)}", exception);

    private static string Reason(Exception exception) => exception switch
    {
        AddressAlreadyInUseException => "it is in use.",
        EndpointNotFoundException => "no one is bound there, and NetMQ waits for no one to come. Set Options.Transport to the same InProcessTransport at both ends, which does, or bind before.",
        TerminatingException => "NetMQ was shut down with NetMQConfig.Cleanup.",
        NetMQException { ErrorCode: ErrorCode.TooManyOpenSockets } => $"there are as many sockets as its limit for the process allows. NetMQTransport.MaxSockets raises it, set before the first socket is made.",
        NetMQException { InnerException: SocketException inner } => inner.Message,
        NetMQException netMQ => $"{netMQ.Message} ({netMQ.ErrorCode})",
        _ => exception.Message,
    };
}
