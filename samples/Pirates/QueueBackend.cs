namespace Pirates;

public sealed partial class QueueBackend
{
    private readonly WaitingLines _lines;

    internal QueueBackend(WaitingLines lines) => _lines = lines;

    public sealed partial class Client
    {
        // Whose request it has.
        private QueueFrontend.Client? _client;

        /// <summary>Gives it a client's request. On the loop.</summary>
        internal void Assign(QueueFrontend.Client client) => Server.SendEvent(this, Event.Assigned, client);

        private partial void StandInLine() => Server._lines.Add(this);

        private partial void TakeTheRequest()
        {
            _client = (QueueFrontend.Client)Argument!;
            Message.Address.Clear();
            Message.Address.Add(_client.RoutingId.Span);
            Message.Body.ReplaceWith(_client.Body);
        }

        private partial void AnswerTheClient()
        {
            if (!_client!.Has(Message.Address))
            {
                SetException(Event.NotTheRequest);
                return;
            }
            _client.Answer(Message.TakeBody());
            _client = null;
        }

        private partial void LoseTheRequest()
        {
            _client?.LoseWorker();
            _client = null;
        }

        partial void OnTerminate()
        {
            Server._lines.Remove(this);
            LoseTheRequest();
        }
    }
}
