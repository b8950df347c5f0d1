using System.Globalization;
using System.Runtime.CompilerServices;
using ZProto;
using ZProto.Zyre;

namespace ZyreChat;

/// <summary>One who chats: a node in the group of a room.</summary>
/// <param name="room">The room.</param>
/// <param name="options">The options of the node.</param>
public sealed class Chat(string room, ZyreOptions options) : IAsyncDisposable
{
    private const ulong LastTime = 253_402_300_799_999;

    private readonly ZyreNode _node = new(options);
    private readonly TimeProvider _time = options.TimeProvider ?? TimeProvider.System;
    private readonly HashSet<Guid> _there = [];

    /// <summary>How one is; said with all that one says.</summary>
    public byte Mood { get; private set; } = ChatMsg.MoodCalm;

    /// <summary>Comes into the room.</summary>
    public async Task EnterAsync()
    {
        await _node.JoinAsync(room);
        await _node.StartAsync();
    }

    /// <summary>Says something to all in the room.</summary>
    /// <returns>To how many.</returns>
    public Task<int> SayAsync(string text) => _node.ShoutAsync(room, ZyreMessage.From(ChatMsg.CreateSay(Now, Mood, text)));

    /// <summary>Says something to one person.</summary>
    /// <returns>Whether there is one of that name.</returns>
    public async Task<bool> WhisperAsync(string name, string text)
    {
        ZyrePeer? peer = (await _node.GetPeersAsync()).FirstOrDefault(peer => peer.Name == name);
        return peer is not null && await _node.WhisperAsync(peer.Id, ZyreMessage.From(ChatMsg.CreateSay(Now, Mood, text)));
    }

    /// <summary>Has another mood, which all in the room see.</summary>
    public async Task FeelAsync(byte mood)
    {
        Mood = mood;
        await _node.ShoutAsync(room, ZyreMessage.From(ChatMsg.CreateFeel(Now, mood)));
    }

    /// <summary>Who is in the room, besides oneself.</summary>
    public async Task<IEnumerable<string>> WhoAsync()
        => (await _node.GetPeersAsync()).Where(peer => peer.Groups.Contains(room)).Select(peer => peer.Name).Order(StringComparer.Ordinal);

    /// <summary>What happens in the room, as lines to read.</summary>
    public async IAsyncEnumerable<string> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (ZyreEvent item in _node.ReadEventsAsync(cancellationToken))
        {
            if (Describe(item) is { } line)
                yield return line;
        }
    }

    /// <summary>Leaves.</summary>
    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private ulong Now => (ulong)_time.GetUtcNow().ToUnixTimeMilliseconds();

    private string? Describe(ZyreEvent item) => item switch
    {
        ZyreEvent.Join join when join.Group == room && _there.Add(join.Peer) => $"{Printable(join.Name)} comes in",
        ZyreEvent.Leave leave when leave.Group == room && _there.Remove(leave.Peer) => $"{Printable(leave.Name)} goes",
        ZyreEvent.Exit exit when _there.Remove(exit.Peer) => $"{Printable(exit.Name)} goes",
        ZyreEvent.Evasive evasive when _there.Contains(evasive.Peer) => $"{Printable(evasive.Name)} is silent",
        ZyreEvent.Shout shout => Describe(shout, shout.Message, "says"),
        ZyreEvent.Whisper whisper => Describe(whisper, whisper.Message, "whispers"),
        _ => null,
    };

    // Anyone on the network can send anything.
    private string Describe(ZyreEvent item, ZyreMessage content, string verb)
    {
        var message = new ChatMsg();
        if (!content.TryRead(message, out _))
            return $"{Printable(item.Name)} {verb} what is not of this chat";
        string who = $"{At(message.Time)} {Printable(item.Name)}";
        return message.Id == ChatMsg.MessageId.Feel ? $"{who} is {Name(message.Mood)}" : $"{who} {verb}{How(message.Mood)}: {Printable(message.Text)}";
    }

    private string At(ulong time)
        => time > LastTime ? "--:--" : TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds((long)time), _time.LocalTimeZone).ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string How(byte mood) => mood == ChatMsg.MoodCalm ? "" : $", {Name(mood)}";

    private static string Name(byte mood) => mood switch
    {
        ChatMsg.MoodCalm => "calm",
        ChatMsg.MoodHappy => "happy",
        ChatMsg.MoodSad => "sad",
        _ => "beyond words",
    };

    private static string Printable(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
