using System.Threading.Channels;

namespace ZProto.Zyre.Tests;

/// <summary>Keeps what a discovery reports, for a test to read.</summary>
internal sealed class RecordingSink : IPeerSink
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Channel<string> _reports = Channel.CreateUnbounded<string>();

    /// <summary>What it does with each report, after it is kept.</summary>
    public Action? OnReport { get; set; }

    /// <summary>The reports that were not read.</summary>
    public int Count => _reports.Reader.Count;

    public void PeerAppeared(PeerKey key, string endpoint) => Keep($"{key.ToGuid()} {endpoint}");

    public void PeerVanished(PeerKey key) => Keep($"{key.ToGuid()} left");

    /// <summary>The next report. The wait ends only where a test fails.</summary>
    public Task<string> NextAsync() => _reports.Reader.ReadAsync().AsTask().WaitAsync(s_patience);

    /// <summary>Waits for a report, past others.</summary>
    public async Task WaitForAsync(string report)
    {
        while (await NextAsync() != report)
        {
        }
    }

    private void Keep(string report)
    {
        _reports.Writer.TryWrite(report);
        OnReport?.Invoke();
    }
}
