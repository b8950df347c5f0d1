using System.Text;
using ZProto;

namespace Majordomo;

/// <summary>Bodies of requests and replies as text, one line a frame.</summary>
public static class Bodies
{
    /// <summary>A body of one frame for each text.</summary>
    public static FrameList ToBody(params string[] texts)
    {
        var body = new FrameList();
        foreach (string text in texts)
            body.Add(Encoding.UTF8.GetBytes(text));
        return body;
    }

    /// <summary>The text of a frame.</summary>
    public static string ToText(this FrameList body, int index = 0) => Encoding.UTF8.GetString(body[index].Span);
}
