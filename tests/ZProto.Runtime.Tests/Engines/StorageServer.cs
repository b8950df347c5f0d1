using System.Text;

namespace ZProto.Runtime.Tests;

/// <summary>Notes what it is told, and what passes by.</summary>
public partial class StorageServer
{
    public List<string> Log { get; } = [];

    /// <summary>What a test does when a message passes by.</summary>
    public Action<HelloMsg>? OnMessage { get; set; }

    partial void NoteSent(RoutingId peer, HelloMsg message) => Note("sent to", peer, message);

    partial void NoteReceived(RoutingId peer, HelloMsg message) => Note("received from", peer, message);

    private partial void Store(
        ReadOnlyMemory<byte> digest,
        Guid owner,
        string title,
        string remarks,
        IReadOnlyList<string> tags,
        IReadOnlyDictionary<string, string> labels,
        ReadOnlyMemory<byte> content,
        ReadOnlyMemory<byte> cover,
        FrameList pages,
        ulong size)
    {
        Log.Add($"digest {Text(digest.Span)}, owner {owner}, title {title}, remarks {remarks}");
        Log.Add($"tags {string.Join('+', tags)}, labels {string.Join('+', labels.Select(label => $"{label.Key}={label.Value}"))}");
        Log.Add($"content {Text(content.Span)}, cover {Text(cover.Span)}, pages {string.Join('+', Enumerable.Range(0, pages.Count).Select(i => Text(pages[i].Span)))}, size {size}");
    }

    private void Note(string what, RoutingId peer, HelloMsg message)
    {
        Log.Add($"{message.Command} {message.Sequence} {what} {Text(peer.Span)}");
        OnMessage?.Invoke(message);
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
