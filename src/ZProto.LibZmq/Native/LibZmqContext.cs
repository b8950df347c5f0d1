using ZProto.Transports;

namespace ZProto.Native;

/// <summary>
/// The one libzmq context of the process, made when it is first needed, so that <c>inproc://</c> reaches from any loop to any other.
/// </summary>
/// <remarks>
/// It lives as long as the process. At its end, sockets that were closed with messages still on their way have their linger to send
/// them; a socket that no one closed is left alone, since ending the context would wait for it indefinitely.
/// </remarks>
internal static class LibZmqContext
{
    /// <summary>How long the end of the process waits for sockets that were to linger indefinitely.</summary>
    private static readonly TimeSpan s_longestLinger = TimeSpan.FromSeconds(30);

    private static readonly object s_lock = new();
    private static nint s_handle;
    private static int s_open;
    private static long s_lingerUntil;

    /// <summary>Creates a socket.</summary>
    /// <param name="type">Its type, as libzmq counts them.</param>
    /// <param name="ofUser">Whether it is to be closed before the process may wait for what lingers.</param>
    /// <exception cref="TransportException">There are too many, or the process is at its end.</exception>
    public static nint OpenSocket(int type, bool ofUser)
    {
        lock (s_lock)
        {
            if (s_handle == 0)
                s_handle = Make();
            nint socket = Zmq.zmq_socket(s_handle, type);
            if (socket == 0)
                throw Errno.Failure("make a socket", Errno.Last);
            if (ofUser)
                s_open++;
            return socket;
        }
    }

    /// <summary>Closes a socket, whose messages then have its linger to leave.</summary>
    public static void CloseSocket(nint socket, bool ofUser, TimeSpan linger)
    {
        lock (s_lock)
        {
            _ = Zmq.zmq_close(socket);
            if (!ofUser)
                return;
            s_open--;
            TimeSpan waited = linger < TimeSpan.Zero || linger > s_longestLinger ? s_longestLinger : linger;
            s_lingerUntil = Math.Max(s_lingerUntil, Environment.TickCount64 + (long)waited.TotalMilliseconds);
        }
    }

    private static nint Make()
    {
        nint context = Zmq.zmq_ctx_new();
        if (context == 0)
            throw Errno.Failure("make a context", Errno.Last);
        _ = Zmq.zmq_ctx_set(context, Zmq.Blocky, 0);
        _ = Zmq.zmq_ctx_set(context, Zmq.MaxSockets, Zmq.zmq_ctx_get(context, Zmq.SocketLimit));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End();
        return context;
    }

    private static void End()
    {
        nint context;
        long patience;
        lock (s_lock)
        {
            context = s_handle;
            patience = s_open == 0 ? s_lingerUntil - Environment.TickCount64 : 0;
        }
        if (patience <= 0)
            return;
        var ending = new Thread(() => _ = Zmq.zmq_ctx_term(context)) { IsBackground = true, Name = "ZProto libzmq end" };
        ending.Start();
        ending.Join((int)patience);
    }
}
