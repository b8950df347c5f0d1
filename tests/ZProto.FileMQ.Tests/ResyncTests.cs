using System.Security.Cryptography;
using System.Text;

namespace ZProto.FileMQ.Tests;

public sealed class ResyncTests : IAsyncLifetime
{
    private readonly FileHost _host = new();

    public async Task InitializeAsync()
    {
        _host.Write("same", "the same");
        _host.Write("other", "what the server has");
        _host.Write("missing", "what the client lacks");
        await _host.StartServerAsync();
        await _host.WaitForChangesAsync(3);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Only_what_SHA_1_lacks_is_sent()
    {
        File.WriteAllText(Path.Combine(_host.To, "same"), "the same");
        File.WriteAllText(Path.Combine(_host.To, "other"), "what the client has");
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(_host.To, "same"));
        await _host.StartMirrorAsync();
        Assert.Equal(["Received /missing", "Received /other"], new[] { await _host.NextAsync(), await _host.NextAsync() }.Order());
        // The next that comes is not the one that is there.
        _host.Write("new", "new");
        Assert.Equal("Received /new", await _host.NextAsync());
        Assert.Equal("what the server has", _host.Read("other"));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(_host.To, "same")));
    }

    [Theory]
    [InlineData("same")]
    [InlineData("/same")]
    public async Task A_name_in_the_cache_is_relative_unless_it_begins_with_a_slash(string name)
    {
        Dictionary<string, string> cache = new() { [name] = Sha1("the same"), ["other"] = Sha1("what the server has").ToLowerInvariant() };
        using RawSocket client = await _host.OpenRawAsync(1_000, cache: cache);
        Assert.Equal("/missing", (await client.ReceiveAsync()).Filename);
        FileMqMsg end = await client.ReceiveAsync();
        Assert.Equal(("/missing", 1), (end.Filename, end.Eof));
        client.Send(FileMqMsg.CreateHugz());
        Assert.Equal(FileMqMsg.MessageId.HugzOk, (await client.ReceiveAsync()).Id);
    }

    [Fact]
    public async Task A_file_of_which_the_first_bytes_are_there_comes_first_and_without_them()
    {
        var part = new Part(12, Sha1("what the cli"), "missing");
        using RawSocket client = await _host.OpenRawAsync(1_000, new() { ["RESYNC"] = "1", [Part.Option] = part.ToString() });
        FileMqMsg piece = await client.ReceiveAsync();
        Assert.Equal("/missing 12 ent lacks", $"{piece.Filename} {piece.Offset} {Encoding.UTF8.GetString(piece.Chunk)}");
    }

    [Theory]
    [InlineData("12", "what the dog")]
    [InlineData("9999", "what the client lacks")]
    [InlineData("18446744073709551616", "what the cli")]
    [InlineData("-1", "what the cli")]
    public async Task A_part_that_is_not_of_the_file_is_not_continued(string length, string content)
    {
        using RawSocket client = await _host.OpenRawAsync(1_000, new() { ["RESYNC"] = "1", [Part.Option] = $"{length} {Sha1(content)} missing" });
        FileMqMsg piece;
        do
            piece = await client.ReceiveAsync();
        while (piece.Filename != "/missing");
        Assert.Equal("0 what the client lacks", $"{piece.Offset} {Encoding.UTF8.GetString(piece.Chunk)}");
    }

    private static string Sha1(string text) => Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes(text)));
}
