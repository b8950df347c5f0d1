namespace ZProto.Testing.Tests;

/// <summary>Shops that ask each other, and answer each greeting once.</summary>
public sealed partial class StreetMesh
{
    protected override bool Admit(StreetMsg message) => message.Id == StreetMsg.MessageId.Hello;

    public sealed partial class Peer
    {
        private bool _hasGreeted;

        partial void OnInitialize()
        {
            if (!Message.HasId)
                SetNextEvent(Event.Greet);
        }

        private partial void TellTheEndpoint()
        {
            _hasGreeted = true;
            Message.Endpoint = Mesh.Endpoints[0];
        }

        private partial void Answer()
        {
            if (_hasGreeted)
                return;
            SetEndpoint(Message.Endpoint);
            TellTheEndpoint();
            Send(StreetMsg.MessageId.Hello);
        }
    }
}
