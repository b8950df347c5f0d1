using ZProto.Engines.Execution;

namespace ZProto.Engines.Mesh;

/// <summary>What a mesh's user changes while it runs, whatever its protocol. All of it belongs to the loop.</summary>
internal interface IMeshControl : IDrainControl
{
    /// <summary>Accepts peers at an endpoint.</summary>
    /// <returns>The endpoint as bound.</returns>
    string Bind(string endpoint);

    /// <summary>The silence after which peers expire, or the interval of their heartbeat, has another value.</summary>
    void OnTimesChanged();
}
