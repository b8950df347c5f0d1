using System.Text;
using ZProto;

namespace Majordomo;

/// <summary>The Majordomo Management Interface (RFC 8): services of the broker itself.</summary>
internal static class ManagementInterface
{
    private const string Namespace = "mmi.";

    /// <summary>Whether a service is the broker's own.</summary>
    public static bool Includes(string service) => service.StartsWith(Namespace, StringComparison.Ordinal);

    /// <summary>The code that answers a request.</summary>
    /// <param name="service">The service that is asked.</param>
    /// <param name="body">The request.</param>
    /// <param name="hasWorkers">Whether a service has workers.</param>
    /// <returns><c>200</c> or <c>404</c> for <c>mmi.service</c>; <c>501</c> for any other.</returns>
    public static string Answer(string service, FrameList body, Func<string, bool> hasWorkers)
    {
        if (service != "mmi.service")
            return "501";
        return body.Count > 0 && hasWorkers(Encoding.UTF8.GetString(body[^1].Span)) ? "200" : "404";
    }
}
