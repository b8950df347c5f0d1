using System.Text;

namespace ZProto.FileMQ.Tests;

/// <summary>What is out of place ends the one who sends it, and no one else.</summary>
public sealed class StrangerTests : IAsyncLifetime
{
    private readonly FileHost _host = new();

    public async Task InitializeAsync()
    {
        await _host.StartServerAsync();
        await _host.StartMirrorAsync();
    }

    public async Task DisposeAsync()
    {
        _host.Write("after", "all");
        Assert.Equal("Received /after", await _host.NextAsync());
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData("FILEMQ", 1)]
    [InlineData("HTTP", 2)]
    public async Task A_client_of_another_protocol_is_told_which_is_spoken_here(string protocol, ushort version)
    {
        using RawSocket stranger = RawSocket.Dealer(_host.Transport, FileHost.Endpoint);
        stranger.Send(FileMqMsg.CreateOhai(protocol, version));
        FileMqMsg answer = await stranger.ReceiveAsync();
        Assert.Equal("RTFM: This server speaks FILEMQ, version 2.", $"{answer.Command}: {answer.Reason}");
    }

    [Fact]
    public async Task A_message_out_of_place_is_answered_with_RTFM()
    {
        using RawSocket stranger = RawSocket.Dealer(_host.Transport, FileHost.Endpoint);
        foreach (FileMqMsg.MessageId id in Enum.GetValues<FileMqMsg.MessageId>())
        {
            if (id is FileMqMsg.MessageId.Ohai or FileMqMsg.MessageId.Kthxbai)
                continue;
            stranger.Send(new FileMqMsg { Id = id });
            FileMqMsg answer = await stranger.ReceiveAsync();
            Assert.Equal($"RTFM: {new FileMqMsg { Id = id }.Command} is out of place.", $"{answer.Command}: {answer.Reason}");
        }
    }

    [Fact]
    public async Task Bytes_without_the_signature_get_no_answer()
    {
        using RawSocket stranger = await _host.OpenRawAsync();
        var random = new Random(19);
        for (int i = 0; i < 1_000; i++)
        {
            byte[] bytes = new byte[random.Next(64)];
            random.NextBytes(bytes);
            stranger.SendBytes(bytes);
        }
        stranger.Send(FileMqMsg.CreateHugz());
        Assert.Equal(FileMqMsg.MessageId.HugzOk, (await stranger.ReceiveAsync()).Id);
    }

    [Fact]
    public async Task Bytes_with_the_signature_end_only_who_sends_them()
    {
        var random = new Random(20);
        for (int i = 0; i < 1_000; i++)
        {
            using RawSocket stranger = RawSocket.Dealer(_host.Transport, FileHost.Endpoint);
            byte[] bytes = new byte[3 + random.Next(64)];
            random.NextBytes(bytes);
            (bytes[0], bytes[1], bytes[2]) = (0xAA, 0xA3, (byte)random.Next(1, 12));
            stranger.Send(FileMqMsg.CreateOhai("FILEMQ", 2));
            stranger.SendBytes(bytes);
        }
        await _host.Server!.InvokeAsync(() => { });
    }

    [Fact]
    public async Task OHAI_begins_again_and_KTHXBAI_ends()
    {
        _host.Write("file", "content");
        Assert.Equal("Received /file", await _host.NextAsync());
        using RawSocket client = await _host.OpenRawAsync(credit: 3);
        FileMqMsg piece = await client.ReceiveAsync();
        Assert.Equal("0: con", $"{piece.Offset}: {Encoding.UTF8.GetString(piece.Chunk)}");
        client.Send(FileMqMsg.CreateOhai("FILEMQ", 2));
        Assert.Equal(FileMqMsg.MessageId.OhaiOk, (await client.ReceiveAsync()).Id);
        client.Send(FileMqMsg.CreateNom(7, 0));
        client.Send(FileMqMsg.CreateHugz());
        Assert.Equal(FileMqMsg.MessageId.HugzOk, (await client.ReceiveAsync()).Id);
        client.Send(FileMqMsg.CreateKthxbai());
        client.Send(FileMqMsg.CreateHugz());
        Assert.Equal(FileMqMsg.MessageId.Rtfm, (await client.ReceiveAsync()).Id);
    }
}
