using System.Threading.Channels;

namespace MyNamespace;

public sealed partial class GreeterMesh(string name)
{
    private readonly string _name = name;
    private readonly Channel<string> _heard = Channel.CreateUnbounded<string>();

    public ChannelReader<string> Heard => _heard.Reader;

    // By a HELLO a peer comes to the mesh, or begins again.
    protected override bool Admit(GreeterMsg message) => message.Id == GreeterMsg.MessageId.Hello;

    private partial void Speak(string text) => BroadcastEvent(Event.Speak, text);

    public sealed partial class Peer                         // one for each peer
    {
        private string _name = "";

        partial void OnInitialize()
        {
            if (!Message.HasId)                              // added by this side: there is no greeting yet
                SetNextEvent(Event.Greet);
        }

        private partial void Introduce()
        {
            Message.Name = Mesh._name;
            Message.Endpoint = Mesh.Endpoints[0];
        }

        private partial void Meet()
        {
            _name = Message.Name;
            SetEndpoint(Message.Endpoint);
            Mesh._heard.Writer.TryWrite($"{Mesh._name} meets {_name}.");
        }

        private partial void Fill() => Message.Text = (string)Argument!;

        private partial void Hear() => Mesh._heard.Writer.TryWrite($"{_name}: {Message.Text}");
    }
}
