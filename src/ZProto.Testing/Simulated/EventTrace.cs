using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace ZProto.Testing.Simulated;

/// <summary>What has happened: a hash of all of it, and the last of it for people.</summary>
internal sealed class EventTrace(Simulation simulation)
{
    // As many as a chart can show that is still read. Faults are not pushed out of it by messages.
    private const int MaxMessages = 30;
    private const int MaxNotes = 20;

    private const ulong HashStart = 14695981039346656037;
    private const ulong HashFactor = 1099511628211;

    private readonly Queue<(long Number, Func<string> Line)> _messages = new();
    private readonly Queue<(long Number, Func<string> Line)> _notes = new();
    private long _number;

    /// <summary>The hash of all that has happened (FNV-1a).</summary>
    public ulong Hash { get; private set; } = HashStart;

    /// <summary>What texts frames are shown as; the first that is not null.</summary>
    public List<Func<IReadOnlyList<byte[]>, string?>> Descriptions { get; } = [];

    public void OnStep(SimulationStep step)
    {
        Add((long)step.Kind);
        Add(step.Life?.Node.Number ?? -1);
        Add(simulation.Scheduler.Now);
    }

    public void OnArrived(CarriedMessage message, SimulatedNode? to)
    {
        foreach (byte[] frame in message.Frames)
            Add(frame);
        if (to is not null)
            Show(_messages, MaxMessages, () => $"{message.From.Name}->>{to.Name}: {Describe(message)}");
    }

    public void OnLost(CarriedMessage message)
    {
        Add(message.Frames.Count);
        if (message.To is not null)
            Show(_messages, MaxMessages, () => $"{message.From.Name}-x{message.To.Name}: {Describe(message)}");
    }

    /// <summary>Shows a note over nodes.</summary>
    public void Note(string text, params IReadOnlyList<SimulatedNode> nodes)
    {
        Add(Encoding.UTF8.GetBytes(text));
        if (nodes.Count == 0)
            return;
        string over = string.Join(',', nodes.Select(node => node.Name));
        string time = Format(simulation.Now);
        Show(_notes, MaxNotes, () => $"Note over {over}: {Escape($"{time} {text}")}");
    }

    /// <summary>The last of it, as a sequence chart of Mermaid.</summary>
    public string ToChart()
    {
        var chart = new StringBuilder("sequenceDiagram\n");
        foreach (SimulatedNode node in simulation.Nodes)
            chart.Append("    participant ").Append(node.Name).Append('\n');
        foreach ((_, Func<string> line) in _messages.Concat(_notes).OrderBy(shown => shown.Number))
            chart.Append("    ").Append(line()).Append('\n');
        return chart.ToString();
    }

    /// <summary>A time as texts have it.</summary>
    public static string Format(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0000} s");

    private void Show(Queue<(long Number, Func<string> Line)> shown, int most, Func<string> line)
    {
        shown.Enqueue((++_number, line));
        if (shown.Count > most)
            shown.Dequeue();
    }

    private string Describe(CarriedMessage message)
    {
        foreach (Func<IReadOnlyList<byte[]>, string?> description in Descriptions)
        {
            if (description(message.Frames) is { } text)
                return Escape(text);
        }
        return $"{Count(message.Frames.Count, "frame")}, {Count(message.Frames.Sum(frame => frame.Length), "byte")}";
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    // What would end the line, or the text within it.
    private static string Escape(string text)
        => text.Replace("#", "#35;", StringComparison.Ordinal).Replace(";", "#59;", StringComparison.Ordinal).Replace("#35#59;", "#35;", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);

    private void Add(long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        Add(bytes);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        ulong hash = Hash;
        foreach (byte value in bytes)
            hash = (hash ^ value) * HashFactor;
        Hash = hash;
    }
}
