namespace ZProto.BinaryStar.Tests;

/// <summary>Starts, kills and restarts at random moments, and clients that ask all the time. A seed decides on all of it.</summary>
internal sealed class Faults(int seed, bool withPartitions = false)
{
    private readonly Random _random = new(seed);
    private CounterClient _client = null!;
    private Task<ulong> _call = null!;
    private ulong _last;
    private bool _hasAnswer;

    /// <summary>Moments at which both servers gave numbers.</summary>
    public int Splits { get; private set; }

    /// <summary>Moments at which all servers that were up were asked, and at least one gave a number.</summary>
    public int Answers { get; private set; }

    /// <summary>Servers that found that they were two of a kind.</summary>
    public int Aborted { get; private set; }

    /// <summary>How often there was a server that had to answer in time.</summary>
    public int Recoveries { get; private set; }

    /// <summary>How long a client waited for it at most.</summary>
    public TimeSpan LongestRecovery { get; private set; }

    public async Task RunAsync(TimeSpan bound)
    {
        await using var pair = new Pair();
        await using (_client = await pair.OpenClientAsync())
        {
            _call = _client.NextAsync();
            for (int round = 0; round < 3; round++)
            {
                for (int faults = _random.Next(1, 5); faults > 0; faults--)
                    await CauseAsync(pair);
                await RecoverAsync(pair, bound);
            }
            Aborted = pair.Aborted.Count();
        }
        // It has ended with its client, if not before.
        await ((Task)_call).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task CauseAsync(Pair pair)
    {
        if (withPartitions && pair.IsUp(Role.Primary) && pair.IsUp(Role.Backup) && _random.Next(2) == 0)
        {
            await pair.SetLinkAsync(isUp: false);
            await WaitAsync(pair, 5_000);
            await pair.SetLinkAsync(isUp: true);
            await WaitAsync(pair, 2_000);
            return;
        }
        var role = (Role)_random.Next(2);
        if (pair.IsUp(role))
            await pair.KillAsync(role);
        else
            await pair.StartAsync(role);
        await WaitAsync(pair, 4_000);
    }

    // Nothing goes wrong any more: a client that asks has its answer within the bound.
    private async Task RecoverAsync(Pair pair, TimeSpan bound)
    {
        // A backup that has never heard of its peer waits for it, whatever clients ask.
        bool isAble = pair.IsUp(Role.Primary) || (pair.IsUp(Role.Backup) && pair.State(Role.Backup) != CounterServer.StarMachine.StateId.Backup);
        DateTimeOffset start = pair.Now;
        _hasAnswer = false;
        while (pair.Now < start + bound && !_hasAnswer)
            await WaitAsync(pair, 200);
        Assert.True(_hasAnswer == isAble || withPartitions, $"Seed {seed}: after {pair.Now - start} a client has {(_hasAnswer ? "an" : "no")} answer.");
        if (!isAble)
            return;
        Recoveries++;
        if (LongestRecovery < pair.Now - start)
            LongestRecovery = pair.Now - start;
    }

    private Task WaitAsync(Pair pair, int milliseconds) => pair.AdvanceAsync(TimeSpan.FromMilliseconds(_random.Next(1, milliseconds)), () => CheckAsync(pair));

    private async Task CheckAsync(Pair pair)
    {
        if (_call.IsCompleted)
        {
            if (_call.IsCompletedSuccessfully)
            {
                ulong number = await _call;
                Assert.True(number > _last || withPartitions, $"Seed {seed}: {number} comes after {_last}.");
                (_last, _hasAnswer) = (number, true);
            }
            _call = _client.NextAsync();
        }
        // Other clients ask both servers at one moment, the one or the other first.
        if (_random.Next(3) > 0)
            return;
        var first = (Role)_random.Next(2);
        int answers = 0;
        foreach (Role role in (Role[])[first, Pair.PeerOf(first)])
        {
            if (pair.IsUp(role) && await pair.AskAsync(role))
                answers++;
        }
        Answers += Math.Min(answers, 1);
        Splits += answers == 2 || (pair.IsActive(Role.Primary) && pair.IsActive(Role.Backup)) ? 1 : 0;
    }
}
