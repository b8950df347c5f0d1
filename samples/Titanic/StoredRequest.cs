using ZProto;

namespace Titanic;

/// <summary>A request that is stored and not answered yet.</summary>
/// <param name="Number">Its place among all requests.</param>
/// <param name="Service">The service that is to answer it.</param>
/// <param name="Body">What it asks.</param>
public sealed record StoredRequest(long Number, string Service, FrameList Body);
