using ZProto.Configuration;
using ZProto.Engines.Execution;
using ZProto.Transports;

namespace ZProto.Engines.Server;

/// <summary>What of a server its user and its configuration change while it runs. All of it belongs to the loop.</summary>
internal interface IServerControl : IDrainControl
{
    /// <summary>The model's name.</summary>
    string Name { get; }

    /// <summary>Binds to an endpoint.</summary>
    /// <returns>The endpoint as bound.</returns>
    string Bind(string endpoint);

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
}
