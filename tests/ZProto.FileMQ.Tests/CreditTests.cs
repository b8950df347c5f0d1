namespace ZProto.FileMQ.Tests;

public sealed class CreditTests : IAsyncLifetime
{
    private const int Length = 600_000;

    private readonly FileHost _host = new();

    public async Task InitializeAsync()
    {
        File.WriteAllBytes(Path.Combine(_host.From, "big"), [.. Enumerable.Range(0, Length).Select(i => (byte)(i * 31 >> 3))]);
        await _host.StartServerAsync();
        await _host.WaitForChangesAsync(1);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_server_sends_pieces_of_250_kB_as_far_as_there_is_credit_for_them()
    {
        using RawSocket client = await _host.OpenRawAsync(credit: 300_000);
        Assert.Equal([(0, 250_000), (250_000, 50_000)], [await NextAsync(client), await NextAsync(client)]);
        // Without credit the next message is the answer to HUGZ.
        client.Send(FileMqMsg.CreateHugz());
        Assert.Equal(FileMqMsg.MessageId.HugzOk, (await client.ReceiveAsync()).Id);
        client.Send(FileMqMsg.CreateNom(ulong.MaxValue, 0));
        client.Send(FileMqMsg.CreateNom(ulong.MaxValue, 0));
        Assert.Equal([(300_000, 250_000), (550_000, 50_000), (600_000, 0)], [await NextAsync(client), await NextAsync(client), await NextAsync(client)]);
    }

    [Fact]
    public async Task The_end_of_a_file_and_a_deletion_need_no_credit()
    {
        using RawSocket client = await _host.OpenRawAsync(credit: Length);
        (int Offset, int Length) piece;
        do
            piece = await NextAsync(client);
        while (piece.Length > 0);
        Assert.Equal(Length, piece.Offset);
        File.Delete(Path.Combine(_host.From, "big"));
        FileMqMsg deletion = await _host.WhileTimePassesAsync(client.ReceiveAsync());
        Assert.Equal((FileMqMsg.Delete, "/big", 4ul), (deletion.Operation, deletion.Filename, deletion.Sequence));
    }

    [Fact]
    public async Task A_client_that_takes_nothing_makes_the_server_wait_and_misses_nothing()
    {
        // All deletions are sent at once, and they are more than the messages that wait for a client at both ends.
        const int count = 1_500;
        _host.Server!.ClientTimeout = TimeSpan.Zero;
        for (int i = 0; i < count; i++)
            _host.Write($"{i:0000}", "");
        await _host.WaitForChangesAsync(1 + count);
        using RawSocket client = await _host.OpenRawAsync(options: []);
        for (int i = 0; i < count; i++)
            File.Delete(Path.Combine(_host.From, $"{i:0000}"));
        await _host.WaitForChangesAsync(1 + (2 * count));
        var names = new HashSet<string>();
        while (names.Count < count)
        {
            FileMqMsg message = await _host.WhileTimePassesAsync(client.ReceiveAsync());
            Assert.Equal((FileMqMsg.Delete, (ulong)names.Count), (message.Operation, message.Sequence));
            Assert.True(names.Add(message.Filename));
        }
    }

    [Fact]
    public async Task A_file_that_changes_on_its_way_is_not_finished_but_begun_again()
    {
        using RawSocket client = await _host.OpenRawAsync(credit: 100_000);
        Assert.Equal((0, 100_000), await NextAsync(client));
        _host.Write("big", "small");
        await _host.WaitForChangesAsync(2);
        client.Send(FileMqMsg.CreateNom(1_000_000, 0));
        Assert.Equal([(0, 5), (5, 0)], [await NextAsync(client), await NextAsync(client)]);
    }

    private static async Task<(int Offset, int Length)> NextAsync(RawSocket client)
    {
        FileMqMsg message = await client.ReceiveAsync();
        Assert.Equal((FileMqMsg.MessageId.Cheezburger, FileMqMsg.Create, "/big"), (message.Id, message.Operation, message.Filename));
        Assert.Equal(message.Chunk.IsEmpty, message.Eof == 1);
        return ((int)message.Offset, message.Chunk.Length);
    }
}
