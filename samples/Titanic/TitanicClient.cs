using Majordomo;
using ZProto;

namespace Titanic;

/// <summary>Titanic's services for a client: a request is stored, and its reply fetched later.</summary>
/// <param name="client">What asks the broker.</param>
public sealed class TitanicClient(MdpClient client)
{
    /// <summary>Has a request stored. When this returns, it will be answered, whatever is stopped and started again in between.</summary>
    /// <param name="service">The service that is to answer it.</param>
    /// <param name="body">What it asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What the reply is fetched by.</returns>
    /// <exception cref="TitanicException">Titanic could not store it.</exception>
    /// <exception cref="TimeoutException">No answer came. Whether it is stored is not known; if it is, it is answered for nothing.</exception>
    public async Task<Guid> SubmitAsync(string service, FrameList body, CancellationToken cancellationToken = default)
    {
        FrameList request = Bodies.ToBody(service);
        foreach (ReadOnlyMemory<byte> frame in body)
            request.Add(frame.Span);
        FrameList reply = await client.RequestAsync("titanic.request", request, cancellationToken);
        Status status = reply.ReadStatus();
        return status == Status.Ok && reply.Count > 1 && Guid.TryParseExact(reply.ToText(1), "N", out Guid id) ? id : throw new TitanicException(status);
    }

    /// <summary>Fetches the reply to a request. It can be fetched again until the request is closed.</summary>
    /// <param name="id">The request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The reply; null while there is none.</returns>
    /// <exception cref="TitanicException">There is no such request, or Titanic could not read it.</exception>
    /// <exception cref="TimeoutException">No answer came.</exception>
    public async Task<FrameList?> FetchAsync(Guid id, CancellationToken cancellationToken = default)
    {
        FrameList reply = await client.RequestAsync("titanic.reply", Bodies.ToBody(id.ToString("N")), cancellationToken);
        Status status = reply.ReadStatus();
        if (status == Status.Pending)
            return null;
        if (status != Status.Ok)
            throw new TitanicException(status);
        var body = new FrameList();
        body.ReplaceWith(reply.Skip(1));
        return body;
    }

    /// <summary>Has a request and its reply deleted, once the reply is safe.</summary>
    /// <param name="id">The request.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TitanicException">Titanic could not delete it.</exception>
    /// <exception cref="TimeoutException">No answer came.</exception>
    public async Task CloseAsync(Guid id, CancellationToken cancellationToken = default)
    {
        Status status = (await client.RequestAsync("titanic.close", Bodies.ToBody(id.ToString("N")), cancellationToken)).ReadStatus();
        if (status != Status.Ok)
            throw new TitanicException(status);
    }
}
