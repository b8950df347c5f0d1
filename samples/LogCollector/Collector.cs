using ZProto;

namespace LogCollector;

/// <param name="store">What clients read.</param>
/// <param name="writer">What stores the records; the program ends it after the collector.</param>
public sealed partial class Collector(LogStore store, LogWriter writer)
{
    private const int PageSize = 500;

    private readonly LogStore _store = store;
    private byte _level;

    /// <summary>Is called with each record as it comes, on the loop.</summary>
    public Action<LogRecord>? Received { get; init; }

    /// <summary>Lets nodes connect.</summary>
    /// <param name="endpoint">Where; port <c>*</c> picks a free one.</param>
    /// <returns>The endpoint as bound.</returns>
    public Task<string> CollectAsync(string endpoint) => InvokeAsync(() => Nodes.Bind(endpoint));

    private partial void ListenTo(byte level)
    {
        for (; _level < level; _level++)
            Nodes.Subscribe(LevelPrefix.Create((byte)(_level + 1)));
        for (; _level > level; _level--)
            Nodes.Unsubscribe(LevelPrefix.Create(_level));
    }

    private partial void OnNodes(ZreLogMsg message)
    {
        var record = new LogRecord(message);
        writer.Post(record);
        Received?.Invoke(record);
    }

    public sealed partial class Client
    {
        private partial void ReadAPage()
        {
            LogStore store = Server._store;
            (ulong after, byte level) = (Message.After, Message.Level);
            RunInBackground(_ => Task.FromResult(store.Read(after, level, PageSize)), Event.PageRead, Event.Unreadable);
        }

        private partial void StateThePage()
        {
            var page = (LogPage)Argument!;
            var records = new FrameList();
            foreach (LogRecord record in page.Records)
                records.Add(record.ToMessage().ToFrames()[0]);
            Message.SetPage(page.Last, records);
        }

        private partial void SayWhatIsWrong() => Message.SetFailed(((Exception)Argument!).Message);
    }
}
