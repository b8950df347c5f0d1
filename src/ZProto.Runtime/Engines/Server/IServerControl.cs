using ZProto.Configuration;
using ZProto.Transports;

namespace ZProto.Engines.Server;

/// <summary>What of a server its user and its configuration change while it runs. All of it belongs to the loop.</summary>
internal interface IServerControl
{
    /// <summary>The model's name.</summary>
    string Name { get; }

    /// <summary>The endpoints that it is bound to.</summary>
    IReadOnlyList<string> Endpoints { get; }

    /// <summary>Binds to an endpoint.</summary>
    /// <returns>The endpoint as bound.</returns>
    string Bind(string endpoint);

    /// <summary>Unbinds from an endpoint.</summary>
    void Unbind(string endpoint);

    /// <summary>Sets the mechanism for what is bound from here on.</summary>
    /// <exception cref="TransportException">The transport cannot do it; all is as it was.</exception>
    void SetSecurity(SocketSecurity? security);

    /// <summary>The times of its settings have changed.</summary>
    void OnTimesChanged();

    /// <summary>The method of the model that a section of a configuration calls; null for none.</summary>
    Action? FindMethod(ConfigurationCall call);

    /// <summary>Hands a configuration that was taken over to the user's part.</summary>
    /// <returns>Whether that reads it.</returns>
    bool Configure(ZplNode configuration);

    /// <summary>Reads what has come, and no more. Ends when no work of clients is under way.</summary>
    Task WhenDrained();

    /// <summary>One who waited for <see cref="WhenDrained"/> waits no longer. After the last of them the server reads again.</summary>
    void CancelDrain();
}
