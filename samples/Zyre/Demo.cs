namespace ZyreChat;

/// <summary>Three who chat by themselves, in one process on loopback.</summary>
internal static class Demo
{
    public static async Task RunAsync(CommandLine line)
    {
        await using var alice = new Guest("alice", line);
        await using var bob = new Guest("bob", line);
        await using var carol = new Guest("carol", line);
        Guest[] all = [alice, bob, carol];
        foreach (Guest guest in all)
            await guest.Chat.EnterAsync();

        // They find each other by their beacons, within a second, in any order.
        foreach (Guest guest in all)
        {
            foreach (Guest other in all.Where(other => other != guest))
                await guest.WaitForAsync($"{other.Name} comes in");
            Console.WriteLine($"{guest.Name} sees {string.Join(" and ", await guest.Chat.WhoAsync())}");
        }

        await alice.Chat.SayAsync("Who is there?");
        await ShowAsync("says: Who is there?", bob, carol);
        await bob.Chat.FeelAsync(ChatMsg.MoodHappy);
        await ShowAsync("bob is happy", alice, carol);
        await bob.Chat.SayAsync("It's me!");
        await ShowAsync("bob says, happy: It's me!", alice, carol);
        await carol.Chat.WhisperAsync("alice", "Is he always so loud?");
        await ShowAsync("carol whispers: Is he always so loud?", alice);
        await carol.DisposeAsync();
        await ShowAsync("carol goes", alice, bob);
    }

    private static async Task ShowAsync(string end, params Guest[] hear)
    {
        foreach (Guest guest in hear)
            Console.WriteLine($"{guest.Name} reads: {await guest.WaitForAsync(end)}");
    }

    /// <summary>One of them, and what it reads.</summary>
    private sealed class Guest(string name, CommandLine line) : IAsyncDisposable
    {
        private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

        private readonly HashSet<string> _read = [];
        private IAsyncEnumerator<string>? _lines;

        public string Name => name;

        public Chat Chat { get; } = new(line.Room, line.ToOptions(name));

        public async Task<string> WaitForAsync(string end)
        {
            _lines ??= Chat.ReadAsync().GetAsyncEnumerator();
            string? found;
            while ((found = _read.FirstOrDefault(line => line.EndsWith(end, StringComparison.Ordinal))) is null)
            {
                if (!await _lines.MoveNextAsync().AsTask().WaitAsync(s_patience))
                    throw new TimeoutException($"{name} has left.");
                _read.Add(_lines.Current);
            }
            _read.Remove(found);
            return found;
        }

        public ValueTask DisposeAsync() => Chat.DisposeAsync();
    }
}
