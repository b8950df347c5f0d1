using Titanic;
using ZProto.Transports;

namespace ZProto.Majordomo.Tests;

/// <summary>
/// "You can stop and restart any piece except the client and nothing will get lost": broker, Titanic and worker in processes of their own,
/// one of which is killed while requests are under way.
/// </summary>
public sealed class KillTests : IDisposable
{
    private const int Rounds = 20;
    private const int Requests = 50;
    private const int Clients = 5;

    private readonly TemporaryStore _file = new();
    private readonly SocketsTransport _transport = new();
    private readonly Dictionary<string, SampleProcess> _parts = [];
    private int _answered;
    private string _endpoint = "tcp://127.0.0.1:*";

    public void Dispose()
    {
        foreach (SampleProcess part in _parts.Values)
            part.Dispose();
        _file.Dispose();
    }

    [Fact]
    public async Task Every_request_is_answered_once_and_exactly_whatever_is_killed()
    {
        // Only bounds a hang.
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        await StartAsync("broker", "broker: bound to ");
        await StartAsync("titanic", "titanic: ");
        await StartAsync("worker", "worker: ");
        var random = new Random(20);
        for (int round = 0; round < Rounds; round++)
        {
            string victim = ((string[])["broker", "titanic", "worker"])[random.Next(3)];
            Task<string[]>[] clients = [.. Enumerable.Range(0, Clients).Select(client => AskAsync(round, client, patience.Token))];
            // In the midst of it: some of them are answered, and some are not.
            int answered = random.Next(Requests);
            await WaitForAsync(() => Volatile.Read(ref _answered) >= answered + (round * Requests), patience.Token);
            _parts[victim].Kill();
            _parts[victim].Dispose();
            await StartAsync(victim, victim == "broker" ? "broker: bound to " : $"{victim}: ");
            string[][] answers = await Task.WhenAll(clients);
            Assert.Equal(Enumerable.Range(0, Clients).Select(client => Enumerable.Range(0, Requests / Clients).Select(i => Text(round, client, i))), answers);
        }
    }

    private static string Text(int round, int client, int request) => $"round {round} client {client} request {request}";

    private async Task StartAsync(string part, string beginning)
    {
        SampleProcess process = part == "titanic"
            ? new SampleProcess("Titanic", $"titanic --endpoint {_endpoint} --heartbeat 200 --store {_file.Path}")
            : new SampleProcess("Majordomo", $"{part} --endpoint {_endpoint} --heartbeat 200");
        _parts[part] = process;
        string line = await process.ReadLineAsync(beginning);
        if (part == "broker")
            _endpoint = line.Split(' ')[3].TrimEnd(';');
    }

    // All are submitted before the first is fetched; what one client has got stays the same until it closes it.
    private async Task<string[]> AskAsync(int round, int client, CancellationToken patience)
    {
        await using var mdp = new MdpClient { Options = { Transport = _transport } };
        await mdp.OpenAsync(_endpoint, patience);
        var titanic = new TitanicClient(mdp);
        List<Guid> ids = [];
        for (int i = 0; i < Requests / Clients; i++)
            ids.Add(await TryAsync(() => titanic.SubmitAsync("echo", Bodies.ToBody(Text(round, client, i)), patience), patience));
        List<string> answers = [];
        foreach (Guid id in ids)
        {
            FrameList? answer;
            while ((answer = await TryAsync(() => titanic.FetchAsync(id, patience), patience)) is null)
                await Task.Delay(20, patience);
            FrameList? again = await TryAsync(() => titanic.FetchAsync(id, patience), patience);
            Assert.Equal(answer.ToArrays(), again!.ToArrays());
            answers.Add(answer.ToText());
            Interlocked.Increment(ref _answered);
            await TryAsync(
                async () =>
                {
                    await titanic.CloseAsync(id, patience);
                    return true;
                },
                patience);
        }
        return [.. answers];
    }

    private static async Task WaitForAsync(Func<bool> condition, CancellationToken patience)
    {
        while (!condition())
            await Task.Delay(1, patience);
    }

    // What was killed is back soon.
    private static async Task<T> TryAsync<T>(Func<Task<T>> call, CancellationToken patience)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception exception) when (exception is TimeoutException or TitanicException { Status: Status.Error })
            {
                patience.ThrowIfCancellationRequested();
            }
        }
    }
}
