using ZProto.Generator.Codec.Fields;

namespace ZProto.Generator.Codec;

// What clears, copies, compares and shows a message.
internal sealed partial class CodecEmitter
{
    private void Copies()
    {
        _writer.Write("/// <inheritdoc/>");
        _writer.Open("public void Clear()");
        _writer.Write($"_hasId = false;\n_id = default;\nRoutingId = {Zp}RoutingId.Empty;");
        if (_protocol.PubSub)
            _writer.Write("_topic.Clear();");
        foreach (CodecField field in _fields)
            _writer.Write(field.ClearStorage);
        if (_wire.KeepsFirstFrame(_fields))
            _writer.Write("_receivedFrame.Release();");
        _writer.Close();
        _writer.BlankLine();

        _writer.Write("/// <inheritdoc/>");
        _writer.Open($"public {Class} Clone()");
        _writer.Write($"var copy = new {Class} {{ _hasId = _hasId, _id = _id, RoutingId = RoutingId }};");
        if (_protocol.PubSub)
            _writer.Write("copy._topic.CopyFrom(ref _topic);");
        foreach (CodecField field in _fields)
            _writer.Write(field.CopyStorage);
        _writer.Write("return copy;");
        _writer.Close();
        _writer.BlankLine();

        _writer.Write("/// <inheritdoc/>");
        _writer.Open($"public bool ContentEquals({Class}? other)");
        _writer.Write("if (other is null || _hasId != other._hasId || _id != other._id)\n    return false;");
        if (_protocol.PubSub)
            _writer.Write("if (!_topic.ContentEquals(ref other._topic))\n    return false;");
        SwitchOnId(CompareFields, "return true;");
        _writer.Close();
        _writer.BlankLine();
    }

    private static string CompareFields(CodecMessage message)
        => message.Settable.Count == 0
            ? "return true;"
            : $"return {string.Join("\n    && ", message.Settable.Select(Compare))};";

    private static string Compare(CodecField field)
        => field.Model.IsOptional ? $"{field.HasProperty} == other.{field.HasProperty}\n    && {field.Comparison}" : field.Comparison;

    private static string IfSet(MessageField field, string statement)
        => field is CodecField { Model.IsOptional: true } optional ? $"if ({optional.HasProperty})\n    {statement}" : statement;

    private void Text()
    {
        _writer.Write("/// <summary>The message in one line for logs: its name and its fields, shortened if long.</summary>");
        _writer.Open("public override string ToString()");
        _writer.Write($"var text = new {ZpCodec}FieldText(Command);");
        if (_protocol.PubSub)
            _writer.Write("text.Add(\"topic\", Topic);");
        SwitchOnId(
            message => string.Concat(message.Settable.Select(field => IfSet(field, field.AddToText) + "\n")) + "break;",
            "break;");
        _writer.Write("return text.ToString();");
        _writer.Close();
        _writer.BlankLine();
    }

    private void Zpl()
    {
        string prefix = _protocol.Name.C.ToUpperInvariant();
        _writer.Write("/// <inheritdoc/>");
        _writer.Open($"public {ZpConfig}ZplNode ToZpl()");
        _writer.Write(RequireId);
        _writer.Open("switch (_id)");
        foreach (CodecMessage message in _messages)
        {
            _writer.Open($"case MessageId.{message.Name}:");
            _writer.Write($"var node = {ZpCodec}ZplMessage.Create({CSharp.Literal(_protocol.Name.Text)}, {CSharp.Literal($"{prefix}_{message.CName}")}, RoutingId);");
            if (_protocol.PubSub)
                _writer.Write("node.Add(\"topic\", Topic);");
            _writer.Write(message.Fields.Count == 0 ? "node.Add(\"content\");" : "var content = node.Add(\"content\");");
            foreach (MessageField field in message.Fields)
                _writer.Write(IfSet(field, field.ToZpl));
            _writer.Write("return node;");
            _writer.Close();
        }
        _writer.Write($"default:\n    {NoId}");
        _writer.Close();
        _writer.Close();
        _writer.BlankLine();

        _writer.Write("/// <inheritdoc/>");
        _writer.Open($"public static {Class} FromZpl({ZpConfig}ZplNode node)");
        _writer.Write($"var message = new {Class} {{ RoutingId = {ZpCodec}ZplMessage.GetRoutingId(node) }};");
        if (_protocol.PubSub)
            _writer.Write($"message.Topic = {ZpCodec}ZplMessage.GetText(node, \"topic\");");
        _writer.Open($"switch ({ZpCodec}ZplMessage.GetMessage(node, {CSharp.Literal(prefix)}))");
        foreach (CodecMessage message in _messages)
        {
            _writer.Open($"case {CSharp.Literal(message.CName)}:");
            _writer.Write($"message.Id = MessageId.{message.Name};");
            if (message.Settable.Count > 0)
                _writer.Write($"var content = {ZpCodec}ZplMessage.GetContent(node);");
            foreach (CodecField field in message.Settable)
                _writer.Write(field.Model.IsOptional ? $"if (content.Find({field.ZplName}) is not null)\n    {field.FromZpl}" : field.FromZpl);
            _writer.Write("return message;");
            _writer.Close();
        }
        _writer.Write($"default:\n    throw {ZpCodec}ZplMessage.UnknownMessage(node);");
        _writer.Close();
        _writer.Close();
        _writer.BlankLine();
    }
}
