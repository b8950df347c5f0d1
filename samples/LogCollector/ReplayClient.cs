using System.Runtime.CompilerServices;
using ZProto;

namespace LogCollector;

public sealed partial class ReplayClient
{
    /// <summary>Reads what is stored, the oldest first, to its end.</summary>
    /// <param name="level">The least severe level to read.</param>
    /// <param name="after">The position of the last record that was read before, which is in <see cref="Last"/>; 0 for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FailedException">The store could not be read.</exception>
    /// <exception cref="TimeoutException">The collector does not answer.</exception>
    public async IAsyncEnumerable<LogRecord> ReplayAsync(byte level, ulong after = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var message = new ZreLogMsg();
        while (true)
        {
            (_, ulong last, FrameList records) = await ReadAsync(after, level, cancellationToken);
            if (last == after)
                yield break;
            foreach (ReadOnlyMemory<byte> record in records)
            {
                if (!message.TryReadFrames([record.ToArray()], out DecodeError error))
                    throw new InvalidDataException($"The collector sent a record that is not one: {error}.");
                yield return new LogRecord(message);
            }
            after = last;
        }
    }

    private partial void ConnectToCollector() => Dealer.Connect(Args.Endpoint);

    private partial void SignalConnected() => ReplyConnected();

    private partial void StateTheQuestion() => Message.SetRead(Args.After, Args.Level);

    private partial void SignalPage() => ReplyPage(Message.Last, Message.TakeRecords());

    private partial void SignalFailed() => ReplyFailed(Message.Reason);
}
