namespace ZProto.Transport.Tests;

public sealed class SocketsIpcConformance : TransportConformance
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zproto").FullName;
    private int _endpoints;

    protected override string AnyEndpoint => NewEndpoint();

    protected override ITransport CreateTransport() => new SocketsTransport();

    protected override string NewEndpoint() => $"ipc://{_folder}/{++_endpoints}";

    [TransportFact]
    public async Task A_file_that_is_no_socket_is_left_alone()
    {
        string path = Path.Combine(_folder, "letter");
        await File.WriteAllTextAsync(path, "dear");
        TransportException refused = await Assert.ThrowsAsync<TransportException>(async () => await (await NewRouter()).Bind($"ipc://{path}"));
        Assert.Contains("no socket", refused.Message, StringComparison.Ordinal);
        Assert.Equal("dear", await File.ReadAllTextAsync(path));
    }

    [TransportFact]
    public override async Task The_address_of_a_peer_is_known_where_the_capabilities_say_so()
    {
        // A peer on the same machine has none.
        TestSocket server = await NewRouter();
        TestSocket client = await StartClient(await server.Bind(AnyEndpoint));
        await client.Send("hello");
        Assert.Null((await server.Receive()).Address);
    }

    public override void Dispose()
    {
        base.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
