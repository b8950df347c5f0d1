using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace ZProto.FileMQ.Tests;

/// <summary>A large file, between a server and a client in processes of their own. The README says how to run the long form.</summary>
public sealed class LoadTests : IDisposable
{
    private const int MaxMegabytes = 32;

    private static readonly int s_mebibytes = int.TryParse(Environment.GetEnvironmentVariable("ZPROTO_FILEMQ_MIB"), NumberStyles.None, CultureInfo.InvariantCulture, out int mebibytes) ? mebibytes : 64;

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("filemq-load-");

    public void Dispose() => _home.Delete(recursive: true);

    [Theory]
    [ClassData(typeof(TcpTransports))]
    public async Task A_large_file_is_carried_in_flat_memory(string transport)
    {
        string from = _home.CreateSubdirectory("from").FullName, to = Path.Combine(_home.FullName, "to");
        string digest = await WriteAsync(Path.Combine(from, "large"));
        using var server = new SampleProcess("FileMQ", $"publish {from} --endpoint tcp://127.0.0.1:* --transport {transport}");
        string endpoint = (await server.ReadLineAsync("server: publishes")).Split(" at ")[1].Split(';')[0];
        using var client = new SampleProcess("FileMQ", $"mirror {to} --endpoint {endpoint} --transport {transport}");
        await client.ReadLineAsync("client: connected");
        long begun = Stopwatch.GetTimestamp();
        await client.ReadLineAsync("client: received /large", TimeSpan.FromMinutes(10));
        TimeSpan time = Stopwatch.GetElapsedTime(begun);
        Assert.Equal(digest, await SumAsync(Path.Combine(to, "large")));

        client.Interrupt();
        server.Interrupt();
        double ofClient = ReadMegabytes(await client.ReadLineAsync("managed memory")), ofServer = ReadMegabytes(await server.ReadLineAsync("managed memory"));
        string figures = string.Create(CultureInfo.InvariantCulture, $"{transport}: {s_mebibytes} MiB in {time.TotalSeconds:N2} s, {s_mebibytes * 1.048576 / time.TotalSeconds:N0} MB/s; managed memory at most: server {ofServer} MB, client {ofClient} MB");
        Console.WriteLine(figures);
        Assert.True(ofClient < MaxMegabytes && ofServer < MaxMegabytes, figures);
    }

    // Not of one byte, and not all in memory.
    private async Task<string> WriteAsync(string path)
    {
        byte[] piece = new byte[1024 * 1024];
        await using (FileStream file = File.Create(path))
        {
            for (int i = 0; i < s_mebibytes; i++)
            {
                new Random(i).NextBytes(piece);
                await file.WriteAsync(piece);
            }
        }
        return await SumAsync(path);
    }

    private static async Task<string> SumAsync(string path)
    {
        await using FileStream file = File.OpenRead(path);
        return Convert.ToHexString(await SHA256.HashDataAsync(file));
    }

    private static double ReadMegabytes(string line) => double.Parse(line.Split("at most ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
}
