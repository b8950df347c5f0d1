using System.Globalization;
using System.Text;
using ZProto.Generator.Tests.Driver;
using ZProto.Model;

namespace ZProto.Generator.Tests.Fuzzing;

/// <summary>Makes engines of nasty names and texts, each with a protocol, the same ones from the same seed.</summary>
internal sealed class FuzzEngine
{
    private static readonly string[] s_members =
    [
        "argument", "client", "clients", "event", "events", "is alive", "log prefix", "message", "on initialize", "on terminate", "options", "port",
        "routing id", "send event", "send to", "server", "server model", "Server_Model", "set exception", "set next event", "set wakeup", "state",
        "states", "unique id", "user id", "event id", "transition", "is external", "expired", "malformed", "heartbeat", "initialize", "last words", "host",
        "state name", "event name", "find row", "run actions", "machine", "engines", "server engine", "server client", "terminate event", "hello",
        "args", "arguments", "client model", "Client_Model", "Reply_Values", "connected", "constructor", "dealer", "deliver", "destructor", "open", "recv", "recv all",
        "peer", "peers", "mesh", "key", "endpoint", "set endpoint", "add peer", "get peers", "admit", "get key", "queue full", "mesh peer", "mesh engine",
        "reply", "replies", "result", "state id", "values", "reply_", "values_", "cancellation", "accepts", "wait connected",
    ];

    private readonly Random _random;
    private readonly StringBuilder _xml = new();
    private readonly string _script;
    private readonly List<string> _names;
    private readonly Dictionary<string, string> _types = [];

    // What a machine sends by; null for the engine's own states.
    private string? _socket;

    private FuzzEngine(Random random, string script)
    {
        _script = script;
        _random = random;
        // Few names for all there is to name, so that they meet.
        _names = [.. Enumerable.Range(0, 8).Select(_ => Pick(Pick(new[] { FuzzText.Words, FuzzText.Members, FuzzText.Foreign, s_members }))).Where(name => !new ModelName(name).IsEmpty)];
        _names.AddRange(_names.ToArray().Select(name => string.Format(CultureInfo.InvariantCulture, Pick(new[] { "{0} action", "{0} event", "{0} state", "{0} server", "{0}_", "on {0}", "{0} async", "{0} result", "reply {0}" }), name)));
    }

    /// <summary>An engine and its protocol, in a namespace of their own.</summary>
    public static IEnumerable<TestModel> Create(string script, int seed, int number)
    {
        var random = new Random((seed * 2003) + number);
        var builder = new FuzzEngine(random, script);
        yield return new TestModel($"protocol{number}.xml", builder.Protocol(number)) { Namespace = $"N{number}" };
        yield return new TestModel($"engine{number}.xml", builder.Engine(number)) { Namespace = $"N{number}" };
    }

    private string Protocol(int number)
    {
        string messages = string.Concat(_names.Take(4).Select(name => $"<message name = \"{Escape(name)}\">{string.Concat(Some().Select(Field))}</message>"));
        return $"<class name = \"protocol {number}\" script = \"codec\">{messages}</class>";
    }

    private string Engine(int number)
    {
        _xml.Append(CultureInfo.InvariantCulture, $"<class name = \"{Escape(Pick(_names))}\" script = \"{_script}\"{(_script == "mesh" ? $" mode = \"{Pick(new[] { "harmony", "client" })}\"" : "")} protocol_class = \"protocol {number}\" send_tracer = \"{Escape(Pick(_names))}\" receive_tracer = \"{Escape(Pick(_names))}\" title = \"{Escape(Text())}\">{Escape(Text())}");
        States();
        foreach (string name in Some())
            _xml.Append(CultureInfo.InvariantCulture, $"<define name = \"{Escape(name)}\" value = \"{Escape(Text())}\">{Escape(Text())}</define>\n");
        List<string> methods = Some();
        List<string> replies = Some();
        foreach (string name in methods)
        {
            string ofClient = _script == "client" ? $"{Pick(new[] { "", " immediate = \"1\"", $" return = \"{Escape(Pick(_names))}\"" })}" : "";
            string accepts = _script == "client" ? string.Concat(replies.Where(_ => _random.Next(2) == 0).Select(reply => $"<accept reply = \"{Escape(reply)}\" error = \"{Pick(new[] { 0, 0, 1 })}\" />")) : "";
            _xml.Append(CultureInfo.InvariantCulture, $"<method name = \"{Escape(name)}\"{ofClient}>{Escape(Text())}{string.Concat(Some().Select(Field))}{accepts}</method>\n");
        }
        if (_script == "client")
            Api(methods, replies);
        else
            Machines();
        _xml.Append(CultureInfo.InvariantCulture, $"<action name = \"{Escape(Pick(_names))}\">;</action></class>");
        return _xml.ToString();
    }

    private void States()
    {
        List<string> states = [.. _names.Where(_ => _random.Next(3) == 0).Append("last")];
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
    }

    private void Machines()
    {
        List<string> sockets = [.. Distinct().Take(4)];
        for (int i = 0; i < sockets.Count; i++)
            _xml.Append(CultureInfo.InvariantCulture, $"<socket name = \"{Escape(sockets[i])}\" type = \"{(i == 0 ? "push" : Pick(new[] { "pull", "dealer", "router", "xpub", "sub" }))}\">{Escape(Text())}</socket>\n");
        foreach (string name in Distinct().Where(_ => sockets.Count > 0 && _random.Next(4) == 0))
        {
            _socket = sockets[0];
            _xml.Append(CultureInfo.InvariantCulture, $"<machine name = \"{Escape(name)}\">{Escape(Text())}");
            States();
            _xml.Append(CultureInfo.InvariantCulture, $"<action name = \"{Escape(Pick(_names))}\">;</action></machine>\n");
        }
    }

    private void Api(List<string> methods, List<string> replies)
    {
        // Every name is some reply's property, so that methods may return any.
        for (int i = 0; i < replies.Count; i++)
            _xml.Append(CultureInfo.InvariantCulture, $"<reply name = \"{Escape(replies[i])}\">{Escape(Text())}{string.Concat((i == 0 ? Distinct() : Some()).Select(Field))}</reply>\n");
        foreach (string message in _names.Take(4).Where(_ => _random.Next(2) == 0))
        {
            if (Distinct().Except(methods, StringComparer.OrdinalIgnoreCase).FirstOrDefault(_ => _random.Next(2) == 0) is { } method)
                _xml.Append(CultureInfo.InvariantCulture, $"<send><message name = \"{Escape(message)}\" method = \"{Escape(method)}\" /></send>");
            methods = [.. methods, .. _names];
            _xml.Append(CultureInfo.InvariantCulture, $"<recv><message name = \"{Escape(message)}\" /></recv>\n");
        }
        _xml.Append("<custom language = \"C#\"><![CDATA[private int custom_code;\npublic int Custom_Code() => ++custom_code;]]></custom>");
    }

    /// <summary>A field or argument; a name has one type everywhere.</summary>
    private string Field(string name)
    {
        string key = new ModelName(name).Pascal;
        if (!_types.TryGetValue(key, out string? type))
            _types.Add(key, type = Pick(new[] { "number", "string", "longstr", "strings", "hash", "chunk", "uuid", "frame" }));
        return $"<field name = \"{Escape(name)}\" type = \"{type}\">{Escape(Text())}</field>";
    }

    private void Actions(string? parent)
    {
        if (parent is not null)
            _xml.Append('<').Append(parent).Append('>');
        for (int i = _random.Next(4); i > 0; i--)
        {
            string action = _random.Next(4) switch
            {
                0 => $"<action name = \"send\" message = \"{Escape(_names[_random.Next(4)])}\"{(_socket is null ? "" : $" socket = \"{Escape(_socket)}\"")} />",
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
        => [.. Distinct().Where(_ => _random.Next(4) == 0)];

    private IEnumerable<string> Distinct() => _names.DistinctBy(name => new ModelName(name).Pascal, StringComparer.OrdinalIgnoreCase);

    private string Text() => _random.Next(3) == 0 ? Pick(FuzzText.Texts) : "";

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private static string Escape(string text) => FuzzModel.Escape(text);
}
