using ZProto;

namespace Pirates;

public sealed partial class QueueFrontend
{
    private readonly WaitingLines _lines;

    internal QueueFrontend(WaitingLines lines) => _lines = lines;

    public sealed partial class Client
    {
        /// <summary>What it asks for. On the loop.</summary>
        public FrameList Body { get; private set; } = new();

        /// <summary>Whether an address is this client's alone.</summary>
        internal bool Has(FrameList address) => address.Count == 1 && address[0].Span.SequenceEqual(RoutingId.Span);

        /// <summary>A worker has answered. On the loop.</summary>
        internal void Answer(FrameList body) => Server.SendEvent(this, Event.Answered, body);

        /// <summary>The worker that had the request is gone. On the loop.</summary>
        internal void LoseWorker() => Server.SendEvent(this, Event.WorkerLost);

        private partial void StandInLine()
        {
            Body = Message.TakeBody();
            Server._lines.Add(this);
        }

        private partial void FillTheReply() => Message.Body.ReplaceWith((FrameList)Argument!);

        partial void OnTerminate() => Server._lines.Remove(this);
    }
}
