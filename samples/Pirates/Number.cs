using System.Text;
using ZProto;

namespace Pirates;

/// <summary>A request or a reply that is a number, as text.</summary>
internal static class Number
{
    public static FrameList ToBody(int number) => new() { Encoding.ASCII.GetBytes($"{number}") };

    public static string Of(FrameList body) => Encoding.UTF8.GetString(body[0].Span);
}
