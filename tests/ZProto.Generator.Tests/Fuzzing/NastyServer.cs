using System.Globalization;
using System.Text;
using ZProto.Generator.Tests.Driver;
using ZProto.Model;

namespace ZProto.Generator.Tests.Fuzzing;

/// <summary>Makes servers of nasty names and texts, each with a protocol, the same ones from the same seed.</summary>
internal sealed class NastyServer
{
    private static readonly string[] s_members =
    [
        "argument", "client", "clients", "event", "events", "is alive", "log prefix", "message", "on initialize", "on terminate", "options", "port",
        "routing id", "send event", "send to", "server", "server model", "Server_Model", "set exception", "set next event", "set wakeup", "state",
        "states", "unique id", "user id", "happening", "row", "is external", "expired", "malformed", "heartbeat", "initialize", "last words", "host",
        "state name", "event name", "find row", "run actions", "machine", "engines", "server engine", "server client", "terminate event", "hello",
    ];

    private readonly Random _random;
    private readonly StringBuilder _xml = new();
    private readonly List<string> _names;

    private NastyServer(Random random)
    {
        _random = random;
        // Few names for all there is to name, so that they meet.
        _names = [.. Enumerable.Range(0, 8).Select(_ => Pick(Pick(new[] { NastyText.Words, NastyText.Members, NastyText.Foreign, s_members }))).Where(name => !new ModelName(name).IsEmpty)];
        _names.AddRange(_names.ToArray().Select(name => string.Format(CultureInfo.InvariantCulture, Pick(new[] { "{0} action", "{0} event", "{0} state", "{0} server", "{0}_", "on {0}" }), name)));
    }

    /// <summary>A server and its protocol, in a namespace of their own.</summary>
    public static IEnumerable<TestModel> Make(int seed, int number)
    {
        var random = new Random((seed * 2003) + number);
        var maker = new NastyServer(random);
        yield return new TestModel($"protocol{number}.xml", maker.Protocol(number)) { Namespace = $"N{number}" };
        yield return new TestModel($"server{number}.xml", maker.Server(number)) { Namespace = $"N{number}" };
    }

    private string Protocol(int number)
    {
        string messages = string.Concat(_names.Take(4).Select(name => $"<message name = \"{Escape(name)}\" />"));
        return $"<class name = \"protocol {number}\" script = \"codec\">{messages}</class>";
    }

    private string Server(int number)
    {
        List<string> states = [.. _names.Where(_ => _random.Next(3) == 0).Append("last")];
        _xml.Append(CultureInfo.InvariantCulture, $"<class name = \"{Escape(Pick(_names))}\" script = \"server\" protocol_class = \"protocol {number}\" send_tracer = \"{Escape(Pick(_names))}\" receive_tracer = \"{Escape(Pick(_names))}\" title = \"{Escape(Text())}\">{Escape(Text())}");
        for (int i = 0; i < states.Count; i++)
        {
            // Superstates come later, so that there is no circle.
            string inherit = i + 1 < states.Count && _random.Next(2) == 0 ? $" inherit = \"{Escape(states[_random.Next(i + 1, states.Count)])}\"" : "";
            _xml.Append(CultureInfo.InvariantCulture, $"<state name = \"{Escape(states[i])}\"{inherit}>{Escape(Text())}");
            Actions("before");
            foreach (string name in _names.Where(_ => _random.Next(4) == 0).Append("*"))
            {
                string next = _random.Next(2) == 0 ? $" next = \"{Escape(Pick(states))}\"" : "";
                _xml.Append(CultureInfo.InvariantCulture, $"<event name = \"{Escape(name)}\"{next}>{Escape(Text())}");
                Actions(null);
                _xml.Append("</event>\n");
            }
            Actions("after");
            _xml.Append("</state>\n");
        }
        foreach (string name in Some())
            _xml.Append(CultureInfo.InvariantCulture, $"<define name = \"{Escape(name)}\" value = \"{Escape(Text())}\">{Escape(Text())}</define>\n");
        foreach (string name in Some())
        {
            IEnumerable<string> arguments = Some().Select(argument => $"<field name = \"{Escape(argument)}\" type = \"longstr\">{Escape(Text())}</field>");
            _xml.Append(CultureInfo.InvariantCulture, $"<method name = \"{Escape(name)}\">{Escape(Text())}{string.Concat(arguments)}</method>\n");
        }
        _xml.Append(CultureInfo.InvariantCulture, $"<action name = \"{Escape(Pick(_names))}\">;</action></class>");
        return _xml.ToString();
    }

    private void Actions(string? parent)
    {
        if (parent is not null)
            _xml.Append('<').Append(parent).Append('>');
        for (int i = _random.Next(4); i > 0; i--)
        {
            string action = _random.Next(4) switch
            {
                0 => $"<action name = \"send\" message = \"{Escape(_names[_random.Next(4)])}\" />",
                1 when _random.Next(3) == 0 => "<action name = \"terminate\" />",
                _ => $"<action name = \"{Escape(Pick(_names))}\">{Escape(Text())}</action>",
            };
            _xml.Append(action);
        }
        if (parent is not null)
            _xml.Append("</").Append(parent).Append('>');
    }

    /// <summary>Some of the names, none of which is another's in C#: that would be an error.</summary>
    private List<string> Some()
        => [.. _names.DistinctBy(name => new ModelName(name).Pascal, StringComparer.OrdinalIgnoreCase).Where(_ => _random.Next(4) == 0)];

    private string Text() => _random.Next(3) == 0 ? Pick(NastyText.Texts) : "";

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private static string Escape(string text) => NastyModel.Escape(text);
}
