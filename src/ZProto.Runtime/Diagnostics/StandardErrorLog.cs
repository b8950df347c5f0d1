using System.Globalization;
using System.Text;

namespace ZProto.Diagnostics;

/// <summary>
/// Where engines without a logger factory say what goes wrong: the program's stderr, by one thread for all of them, so that no loop ever
/// waits for whoever reads it.
/// </summary>
internal sealed class StandardErrorLog(Func<TextWriter> writer)
{
    /// <summary>The lines that wait; those beyond are counted, and the count is a line.</summary>
    public const int Capacity = 1_000;

    private const int MaxLength = 16_384;
    private static readonly TimeSpan s_flushAtExit = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Queue<string> _lines = new();
    private long _dropped;
    private bool _hasThread;
    private bool _isWriting;

    /// <summary>The process's.</summary>
    public static StandardErrorLog Shared { get; } = new(static () => Console.Error);

    /// <summary>Adds a line. It never waits.</summary>
    public void Add(string line)
    {
        lock (_gate)
        {
            // Room for the count too, which belongs before the line.
            if (_lines.Count + (_dropped > 0 ? 1 : 0) >= Capacity)
            {
                _dropped++;
                return;
            }
            AddDropped();
            _lines.Enqueue(line);
            if (!_hasThread)
                Start();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until all lines are written, but no longer than a time.</summary>
    public void Flush(TimeSpan patience)
    {
        long deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        lock (_gate)
        {
            while (_lines.Count > 0 || _dropped > 0 || _isWriting)
            {
                long left = deadline - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_gate, (int)left))
                    return;
            }
        }
    }

    /// <summary>A line, and below it what was thrown, each line of that indented, so that none of it looks like a line of its own.</summary>
    public static string Format(string level, string category, string message, Exception? exception)
    {
        var text = new StringBuilder($"{level}: {LogText.EscapeAll(category)}: {LogText.EscapeAll(message)}");
        if (exception is not null)
        {
            foreach (string line in Describe(exception).Split('\n'))
                text.Append(CultureInfo.InvariantCulture, $"{Environment.NewLine}    {LogText.EscapeAll(line.TrimEnd('\r'))}");
        }
        return text.Length > MaxLength ? text.ToString(0, MaxLength) + "..." : text.ToString();
    }

    private static string Describe(Exception exception)
    {
        try
        {
            return exception.ToString();
        }
        catch (Exception)
        {
            // It is a user's, and may throw at that too.
            return exception.GetType().FullName!;
        }
    }

    // Under the gate.
    private void AddDropped()
    {
        if (_dropped > 0)
            _lines.Enqueue($"warning: ZProto: {_dropped} lines were not written here, since {Capacity} waited");
        _dropped = 0;
    }

    // Under the gate.
    private void Start()
    {
        _hasThread = true;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Flush(s_flushAtExit);
        AppDomain.CurrentDomain.UnhandledException += (_, _) => Flush(s_flushAtExit);
        new Thread(Run) { IsBackground = true, Name = "ZProto stderr" }.UnsafeStart();
    }

    private void Run()
    {
        while (true)
        {
            string? line;
            lock (_gate)
            {
                _isWriting = false;
                if (_lines.Count == 0)
                    AddDropped();
                while (!_lines.TryDequeue(out line))
                {
                    Monitor.PulseAll(_gate);
                    Monitor.Wait(_gate);
                }
                _isWriting = true;
            }
            try
            {
                writer().WriteLine(line);
            }
            catch (Exception)
            {
                // Who has no stderr has no use for what is said there.
            }
        }
    }
}
