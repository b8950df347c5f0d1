using ZProto;

namespace Pirates;

/// <summary>Numbers its requests, and checks that the replies come in their order, as the Guide's client does.</summary>
internal sealed class NumberingClient(TextWriter output)
{
    /// <summary>Asks until there is no reply, and no one left who may come back.</summary>
    /// <param name="client">What asks.</param>
    /// <param name="endpoint">Where the server is.</param>
    /// <param name="goesOn">Whether it asks again after a request without a reply; null for never.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many replies came.</returns>
    /// <exception cref="InvalidOperationException">Another reply came than the one to the request.</exception>
    public async Task<int> RunAsync(LazyPirate client, string endpoint, Func<bool>? goesOn = null, CancellationToken cancellationToken = default)
    {
        output.WriteLine("client: connecting to server");
        await client.OpenAsync(endpoint, cancellationToken);
        for (int number = 1; ; number++)
        {
            try
            {
                FrameList reply = await client.AskAsync(Number.ToBody(number), cancellationToken);
                if (Number.Of(reply) != $"{number}")
                    throw new InvalidOperationException($"The reply to {number} was {Number.Of(reply)}.");
                output.WriteLine($"client: server replied OK ({number})");
            }
            catch (TimeoutException exception)
            {
                output.WriteLine($"client: {exception.Message}");
                number--;
                if (goesOn is null || !goesOn())
                    return number;
            }
        }
    }
}
