using Nom;
using ZProto;
using ZProto.Transports;

var transport = new InProcessTransport();

Console.WriteLine("NOM");
await using var server = new NomServer { Options = { Transport = transport } };
using (var peer = new Peer<NomMsg>(transport, await server.BindAsync("inproc://nom")))
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
using (var peer = new Peer<SecureNomMsg>(transport, await secure.BindAsync("inproc://secure-nom")))
{
    peer.Ask(SecureNomMsg.CreateOhai());
    peer.Ask(SecureNomMsg.CreateYarly("ANONYMOUS", default));
    peer.Ask(SecureNomMsg.CreateYarly("PLAIN", SaslPlain.Response("Joe", "burger")));
    peer.Ask(SecureNomMsg.CreateOhai());
    peer.Ask(SecureNomMsg.CreateYarly("PLAIN", SaslPlain.Response("Joe", "cheez")));
    peer.Ask(SecureNomMsg.CreateIcanhaz());
}
