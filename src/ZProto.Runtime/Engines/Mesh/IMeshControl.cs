namespace ZProto.Engines.Mesh;

/// <summary>What a mesh's user changes while it runs, whatever its protocol. All of it belongs to the loop, but for <see cref="Endpoints"/>.</summary>
internal interface IMeshControl
{
    /// <summary>The endpoints as bound; from any thread.</summary>
    IReadOnlyList<string> Endpoints { get; }

    /// <summary>Accepts peers at an endpoint.</summary>
    /// <returns>The endpoint as bound.</returns>
    string Bind(string endpoint);

    /// <summary>Accepts no more peers at an endpoint.</summary>
    void Unbind(string endpoint);

    /// <summary>The silence after which peers expire, or the interval of their heartbeat, has another value.</summary>
    void OnTimesChanged();
}
