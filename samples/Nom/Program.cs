using Nom;
using ZProto;
using ZProto.Transports;

ITransport? transport = args switch
{
    [] or ["--transport", "inproc"] => new InProcessTransport(),
    ["--transport", "sockets"] => new SocketsTransport(),
    _ => null,
};
if (transport is null)
{
    Console.Error.WriteLine("Usage: Nom [--transport inproc | sockets]");
    return 2;
}
bool isTcp = transport.Capabilities.HasFlag(TransportCapabilities.Tcp);

Console.WriteLine("NOM");
await using var server = new NomServer { Options = { Transport = transport } };
using (var peer = new Peer<NomMsg>(transport, await server.BindAsync(isTcp ? "tcp://127.0.0.1:*" : "inproc://nom")))
{
    peer.Ask(NomMsg.CreateOhai("Sleepy"));
    peer.Ask(NomMsg.CreateOhai("Joe"));
    peer.Ask(NomMsg.CreateIcanhaz());
    peer.Ask(NomMsg.CreateHugz());
    peer.Receive();                                          // after a second, the server asks whether the client is there
}

Console.WriteLine();
Console.WriteLine("Secure NOM");
await using var secure = new SecureNomServer { Options = { Transport = transport } };
using (var peer = new Peer<SecureNomMsg>(transport, await secure.BindAsync(isTcp ? "tcp://127.0.0.1:*" : "inproc://secure-nom")))
{
    peer.Ask(SecureNomMsg.CreateOhai());
    peer.Ask(SecureNomMsg.CreateYarly("ANONYMOUS", default));
    peer.Ask(SecureNomMsg.CreateYarly("PLAIN", SaslPlain.Response("Joe", "burger")));
    peer.Ask(SecureNomMsg.CreateOhai());
    peer.Ask(SecureNomMsg.CreateYarly("PLAIN", SaslPlain.Response("Joe", "cheez")));
    peer.Ask(SecureNomMsg.CreateIcanhaz());
}
return 0;
