using ZProto.Generator.Codec.Fields;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Codec;

/// <summary>Emits the codec of a protocol: one class that holds every field once, and reads and writes every message.</summary>
internal sealed partial class CodecEmitter
{
    private readonly SourceWriter _writer;
    private readonly CodecSource _source;
    private readonly ProtocolModel _protocol;
    private readonly CodecNames _names;
    private readonly List<CodecField> _fields;
    private readonly List<CodecMessage> _messages;
    private readonly WireEmitter _wire;

    private CodecEmitter(CodecSource source, SourceWriter writer)
    {
        _writer = writer;
        _source = source;
        _protocol = source.Model;
        _names = source.Names;
        _fields = CodecMessage.GetFields(source.Model, source.Names);
        _messages = CodecMessage.CreateAll(source.Model, source.Names);
        _wire = WireEmitter.Create(source.Model, _messages, writer);
    }

    private string Class => _names.Class;

    /// <summary>The C# of a codec.</summary>
    public static string Emit(CodecSource source, PathMap paths)
    {
        var writer = new SourceWriter(paths);
        new CodecEmitter(source, writer).File();
        return writer.ToString();
    }

    private void File()
    {
        FileHeader.Write(_writer, "codec", _protocol, Pragmas, _source.Namespace);
        ClassDoc();
        _writer.Write($"[global::System.CodeDom.Compiler.GeneratedCode(\"ZProto\", \"{ThisAssembly.Version}\")]");
        _writer.Open($"{_source.Modifier} sealed partial class {Class} : {Zp}IProtocolMessage<{Class}>");
        Ids();
        Constants.Write(_writer, _protocol.Defines, _names.Defines);
        Storage();
        Identity();
        if (_protocol.PubSub)
            Topics();
        Properties();
        Factories();
        Encoding();
        Decoding();
        Copies();
        Zpl();
        Text();
        Tests();
        _writer.Close();
    }

    private IEnumerable<string> Pragmas
    {
        get
        {
            // An assembly that calls itself CLS-compliant has no other numbers for the wire's unsigned ones, and no other names for the model's.
            yield return "#pragma warning disable CS3001, CS3002, CS3003, CS3005, CS3008, CS3009";
            // Where every byte is a message, no switch reaches its default.
            if (_messages.Count > byte.MaxValue)
                yield return "#pragma warning disable CS0162";
        }
    }

    private void ClassDoc()
    {
        _writer.Write(CSharp.Doc("summary", CSharp.Sentence(_protocol.Title, $"The messages of {_protocol.Name.Text}")));
        string framing = _protocol.PubSub ? "published with a topic" : _protocol.Framing == ProtocolFraming.Frames ? "each field is a frame" : $"signature {_protocol.Signature}";
        string asides = _protocol.Description.Length > 0 ? _protocol.Description + "\n" : "";
        _writer.Write(CSharp.Doc("remarks", $"{asides}One object for all messages of the protocol ({framing}), made to be filled, sent and received into again and again."));
    }

    private void Ids()
    {
        _writer.Write(CSharp.Doc("summary", "The messages of this protocol, with the numbers that stand for them on the wire."));
        _writer.Open("public enum MessageId : byte");
        foreach (CodecMessage message in _messages)
        {
            _writer.Write(CSharp.Doc("summary", $"{message.Model.Name.Text}: {CSharp.Sentence(message.Model.Description, "a message")}"));
            _writer.Write($"{message.Name} = {message.Model.Id},");
            _writer.BlankLine();
        }
        _writer.Close();
        _writer.BlankLine();
    }

    private void Storage()
    {
        if (_wire.KeepsFirstFrame(_fields))
            _writer.Write($"private {ZpCodec}ReceivedFrame _receivedFrame;");
        _writer.Write("private MessageId _id;");
        _writer.Write("private bool _hasId;");
        if (_protocol.PubSub)
            _writer.Write($"private {ZpCodec}TextField _topic;");
        foreach (CodecField field in _fields)
        {
            _writer.Write($"private {field.StorageType} {field.Storage};");
            if (field.Presence is { } presence)
                _writer.Write($"private bool {presence};");
        }
        _writer.BlankLine();
    }

    private void Identity()
    {
        _writer.Write($$"""
            /// <summary>Which message this is. Setting it changes no fields; it decides which fields are sent.</summary>
            public MessageId Id
            {
                get => _id;
                set
                {
                    _id = value;
                    _hasId = true;
                }
            }

            /// <inheritdoc/>
            public bool HasId => _hasId;

            int {{Zp}}IProtocolMessage.IdNumber => _hasId ? (int)_id : -1;

            /// <inheritdoc/>
            """);
        _writer.Open("public string Command");
        _writer.Open("get");
        _writer.Write("if (!_hasId)\n    return \"?\";");
        _writer.Open("switch (_id)");
        foreach (CodecMessage message in _messages)
            _writer.Write($"case MessageId.{message.Name}:\n    return {CSharp.Literal(message.Model.Name.Text)};");
        _writer.Write("default:\n    return \"?\";");
        _writer.Close();
        _writer.Close();
        _writer.Close();
        _writer.Write($$"""

            /// <inheritdoc/>
            public {{Zp}}RoutingId RoutingId { get; set; }
            """);
        _writer.BlankLine();
    }

    private void Topics()
    {
        _writer.Write($$"""
            /// <summary>The topic that the message is published under.</summary>
            public string Topic
            {
                get => _topic.Text;
                set => _topic.Text = value;
            }

            /// <summary>The topic in UTF-8, valid until it or the message changes.</summary>
            public global::System.ReadOnlySpan<byte> TopicUtf8
            {
                get => _topic.Utf8;
                set => _topic.Utf8 = value;
            }

            /// <summary>The subscription of a SUB socket for a message and a topic. It is a prefix: longer topics match too.</summary>
            /// <param name="id">The message.</param>
            /// <param name="topic">The topic.</param>
            /// <exception cref="global::System.ArgumentException">The topic holds a zero.</exception>
            public static byte[] GetSubscription(MessageId id, string topic)
                => {{Zp}}TopicSubscription.Encode((byte)id, topic);

            /// <summary>Reads a subscription notice of an XPUB socket.</summary>
            /// <param name="frame">The notice.</param>
            /// <param name="subscribe">Whether a subscriber came; otherwise the last subscriber left.</param>
            /// <param name="id">The message.</param>
            /// <param name="topic">The topic.</param>
            /// <returns>False if the frame is not a notice for a message of this protocol.</returns>
            """);
        _writer.Open("public static bool TryParseSubscription(global::System.ReadOnlySpan<byte> frame, out bool subscribe, out MessageId id, out string topic)");
        _writer.Write($"bool decoded = {Zp}TopicSubscription.TryParse(frame, out subscribe, out byte number, out topic);");
        _writer.Write("id = (MessageId)number;");
        _writer.Open("switch (id)");
        foreach (CodecMessage message in _messages)
            _writer.Write($"case MessageId.{message.Name}:");
        if (_messages.Count > 0)
            _writer.Write("    return decoded;");
        _writer.Write("default:\n    return false;");
        _writer.Close();
        _writer.Close();
        _writer.BlankLine();
    }

    private void Properties()
    {
        foreach (CodecField field in _fields)
        {
            IEnumerable<string> carriers = _messages.Where(message => message.Settable.Exists(own => own.Storage == field.Storage)).Select(message => message.Model.Name.Text);
            field.EmitProperty(_writer, $"Carried by {string.Join(", ", carriers)}.");
            _writer.BlankLine();
        }
    }

    private void Factories()
    {
        foreach (CodecMessage message in _messages)
        {
            int required = message.Settable.FindLastIndex(field => !field.Model.IsOptional);
            string parameters = string.Join(", ", message.Settable.Select((field, i) => $"{field.DeclaredType} {field.Parameter}{(i > required ? " = null" : "")}"));
            string arguments = string.Join(", ", message.Settable.Select(field => field.Parameter));
            _writer.Write(CSharp.Doc("summary", CSharp.Sentence(message.Model.Description, $"Makes a new {message.Model.Name.Text}")));
            FactoryDocs(message);
            _writer.Write($"public static {Class} Create{message.Name}({parameters})\n    => new {Class}().Set{message.Name}({arguments});");
            _writer.BlankLine();
            _writer.Write(CSharp.Doc("summary", $"Makes this object a {message.Model.Name.Text}, and reuses what it holds."));
            FactoryDocs(message);
            _writer.Write("/// <returns>This object.</returns>");
            _writer.Open($"public {Class} Set{message.Name}({parameters})");
            foreach (CodecField field in message.Settable)
                _writer.Write(field.Assign);
            _writer.Write($"Id = MessageId.{message.Name};\nreturn this;");
            _writer.Close();
            _writer.BlankLine();
        }
    }

    private void FactoryDocs(CodecMessage message)
    {
        foreach (CodecField field in message.Settable)
            _writer.Write(CSharp.Doc($"param name=\"{field.Parameter.TrimStart('@')}\"", CSharp.Sentence(field.Kept.Description, field.Kept.Name.Text)));
    }

    /// <summary>Writes a <c>switch</c> over the id with one line for each message.</summary>
    private void SwitchOnId(Func<CodecMessage, string> statement, string otherwise) => CodecMessage.WriteSwitch(_writer, _messages, statement, otherwise);

    /// <summary>Writes the messages with their test values, for the test kit. The calls map to lines of the model.</summary>
    private void Tests()
    {
        if (!_messages.Exists(message => message.Model.Digest is not null || message.Settable.Exists(field => field.HasTest)))
            return;
        string test = $"{ZpCodec}MessageTestCase<{Class}>";
        _writer.BlankLine();
        _writer.Open($"static global::System.Collections.Generic.IReadOnlyList<{test}> {Zp}IProtocolMessage<{Class}>.TestMessages()");
        _writer.Open($"return new {test}[]");
        foreach (CodecMessage message in _messages)
        {
            string arguments = string.Join(", ", message.Settable.Select(field => field.Argument));
            _writer.LineDirective(message.Model.Span);
            _writer.Write($"new {test}(Create{message.Name}({arguments}), {(message.Model.Digest is { } digest ? CSharp.Literal(digest) : "null")}),");
        }
        _writer.WriteRaw("#line default");
        _writer.Close("};");
        _writer.Close();
    }
}
