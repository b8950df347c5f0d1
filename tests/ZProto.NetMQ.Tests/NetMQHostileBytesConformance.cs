using ZProto.Transports;
using ZProto.Transport.Tests;

namespace ZProto.NetMQ.Tests;

/// <summary>
/// What hostile bytes do to a server on NetMQ 4.0.4.5. Some end the process, before any authentication: NetMQ throws on a thread of its own,
/// where no one can catch it. The documents of the transport say so; once a case of <see cref="Aborts"/> fails because the server lives on,
/// take it out here and there.
/// </summary>
public sealed class NetMQHostileBytesConformance(ServerProcesses processes) : HostileBytesConformance(processes)
{
    protected override IReadOnlyDictionary<string, string> Aborts { get; } = new Dictionary<string, string>
    {
        ["an empty command"] = nameof(IndexOutOfRangeException),
        ["an empty command that has more"] = nameof(IndexOutOfRangeException),
        ["an empty command with a long length"] = nameof(IndexOutOfRangeException),
        ["a property with a length of 80000000"] = nameof(OverflowException),
        ["a property with a length of FFFFFFFF"] = nameof(OverflowException),
    };

    [Fact]
    public async Task A_frame_that_announces_two_gigabytes_aborts_a_server_without_a_limit_of_frames_whose_heap_has_one()
    {
        var settings = new ServerSettings { MaxFrameSize = 0, MaxHeapBytes = 256 * 1024 * 1024 };
        using ServerProcess server = await ServerProcess.StartAsync(CreateTransport(), GetType().Assembly, settings);
        using RawPeer bad = await RawPeer.ConnectDealer(server.Endpoint);
        await bad.Send(Zmtp.LongHead(0, 2_000_000_000));
        Assert.Contains("Out of memory", await server.WaitForAbortAsync(), StringComparison.Ordinal);
    }

    protected override ITransport CreateTransport() => new NetMQTransport();
}
