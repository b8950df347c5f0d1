using ZProto.Transports;

namespace ZProto.Engines.Execution;

/// <summary>Where the ROUTER of an engine is bound.</summary>
/// <param name="router">The ROUTER.</param>
internal sealed class BoundEndpoints(ITransportSocket router)
{
    // Replaced as a whole, so that any thread can read it.
    private volatile IReadOnlyList<string> _endpoints = [];

    /// <summary>The endpoints as bound, in the order of binding; from any thread.</summary>
    public IReadOnlyList<string> List => _endpoints;

    /// <summary>Accepts peers at an endpoint.</summary>
    /// <returns>The endpoint as bound.</returns>
    public string Bind(string endpoint)
    {
        string bound = router.Bind(endpoint);
        _endpoints = [.. _endpoints, bound];
        return bound;
    }

    /// <summary>Accepts no more peers at an endpoint.</summary>
    public void Unbind(string endpoint)
    {
        router.Unbind(endpoint);
        _endpoints = [.. _endpoints.Where(bound => bound != endpoint)];
    }
}
