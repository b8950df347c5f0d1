namespace Nom;

// The model holds the one action there is, so that this part has nothing but what a heartbeat is.
public partial class NomServer
{
    public NomServer() => HeartbeatInterval = TimeSpan.FromSeconds(1);
}
