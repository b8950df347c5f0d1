namespace Nom;

public partial class SecureNomServer
{
    public SecureNomServer() => HeartbeatInterval = TimeSpan.FromSeconds(1);

    // Where a server of yours would ask a store of hashed passwords.
    private static bool IsKnown(string user, string password) => user == "Joe" && password == "cheez";
}
