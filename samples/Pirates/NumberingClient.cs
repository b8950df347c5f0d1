using ZProto;

namespace Pirates;

/// <summary>Numbers its requests, and checks that the replies come in their order, as the Guide's client does.</summary>
internal sealed class NumberingClient(TextWriter output)
{
    /// <summary>Asks until there is no reply.</summary>
    /// <returns>How many replies came.</returns>
    /// <exception cref="InvalidOperationException">Another reply came than the one to the request.</exception>
    public async Task<int> RunAsync(LazyPirate client, string endpoint, CancellationToken cancellationToken = default)
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
                return number - 1;
            }
        }
    }
}
