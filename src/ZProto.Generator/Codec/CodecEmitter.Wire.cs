using ZProto.Model;

namespace ZProto.Generator.Codec;

// What goes to the wire and comes from it.
internal sealed partial class CodecEmitter
{
    private const int HeaderSize = 3;

    private string Signature => $"0x{_protocol.Header:X4}";

    private string NoId => $"throw {Zp}MessageEncodeException.NoId({CSharp.Literal(Class)});";

    private void Encoding()
    {
        _writer.Write("/// <inheritdoc/>");
        _writer.Open("public int EncodedSize");
        _writer.Open("get");
        SwitchOnId("known_id", message => $"return {GetEncodedSize(message)};", NoId);
        _writer.Close();
        _writer.Close();
        _writer.BlankLine();

        _writer.Write("/// <inheritdoc/>");
        _writer.Open($"public void Encode(ref {Zp}FrameWriter writer)");
        SwitchOnId("known_id", message => $"Encode_{message.Name}(ref writer);\nbreak;", NoId);
        _writer.Close();
        _writer.BlankLine();
        foreach (CodecMessage message in _messages)
        {
            Encode(message, CSharp.Literal(message.Model.Name.Text));
            _writer.BlankLine();
        }
    }

    private void Encode(CodecMessage message, string command)
    {
        _writer.Open($"private void Encode_{message.Name}(ref {Zp}FrameWriter writer)");
        List<FieldRun> runs = FieldRun.Split(message.Fields.Where(field => !field.IsFrame));
        // The header is written with the fields of fixed size that follow it.
        FieldRun? withHeader = !_protocol.PubSub && runs.Count > 0 && runs[0].IsFixed ? runs[0] : null;
        if (_protocol.PubSub)
            _writer.Write($"writer.WriteTopicHeader({message.Model.Id}, ref message_topic, {command});");
        else if (withHeader is null)
            _writer.Write($"writer.WriteHeader({Signature}, {message.Model.Id});");
        string type = "global::System.Span<byte> ";
        foreach (FieldRun run in runs)
        {
            if (run != withHeader && run.Single is { } single)
            {
                _writer.Write(single.Write(command));
                continue;
            }
            int start = run == withHeader ? HeaderSize : 0;
            _writer.Write($"{type}{FieldRun.Name} = writer.Reserve({start + run.Size});");
            type = "";
            if (run == withHeader)
                _writer.Write($"{MessageField.BinaryPrimitives}.WriteUInt16BigEndian({FieldRun.Name}, {Signature});\n{FieldRun.Name}[2] = {message.Model.Id};");
            foreach ((MessageField field, int offset) in run.Fields)
                _writer.Write(field.WriteAt(start + offset, command));
        }
        _writer.Write("writer.EndFrame();");
        foreach (MessageField field in message.Fields.Where(field => field.IsFrame))
            _writer.Write(field.Write(command));
        _writer.Close();
    }

    private string GetEncodedSize(CodecMessage message)
    {
        IEnumerable<MessageField> inFirstFrame = message.Fields.Where(field => !field.IsFrame);
        int fixedSize = (_protocol.PubSub ? 2 : HeaderSize) + inFirstFrame.Sum(field => field.FixedSize);
        List<string> terms = [fixedSize.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        if (_protocol.PubSub)
            terms.Add("message_topic.Utf8Length");
        terms.AddRange(inFirstFrame.Where(field => field.VaryingSize is not null).Select(field => field.VaryingSize!));
        return terms.Count == 1 ? terms[0] : $"checked({string.Join(" + ", terms)})";
    }

    private void Decoding()
    {
        _writer.Write($$"""
            /// <inheritdoc/>
            public static bool TryDecode(ref {{Zp}}FrameReader reader, {{Class}} destination, out {{Zp}}DecodeError error)
            {
                global::System.ArgumentNullException.ThrowIfNull(destination);
                destination.Clear();
                if (destination.decode_message(ref reader))
                {
                    error = default;
                    return true;
                }
                destination.Clear();
                error = reader.Error;
                return false;
            }

            """);
        _writer.Open($"private bool decode_message(ref {Zp}FrameReader reader)");
        _writer.Write(_protocol.PubSub
            ? "if (!reader.ReadTopicHeader(ref received_frame, ref message_topic, out byte id))\n    return false;"
            : $"if (!reader.ReadHeader({Signature}, out byte id))\n    return false;");
        _writer.Write("Id = (MessageId)id;");
        SwitchOnId("message_id", message => $"return Decode_{message.Name}(ref reader);", "return reader.FailUnknownId();");
        _writer.Close();
        _writer.BlankLine();
        foreach (CodecMessage message in _messages)
        {
            _writer.Open($"private bool Decode_{message.Name}(ref {Zp}FrameReader reader)");
            if (_protocol is { PubSub: true, RequiresUtf8: true })
                _writer.Write("if (!reader.RequireUtf8(ref message_topic))\n    return reader.Fail(\"topic\");");
            if (!_protocol.PubSub && message.Varying.Any(field => field.IsReceived))
                _writer.Write("reader.CopyFrame(ref received_frame);");
            DecodeFields(message);
            _writer.Write("return true;");
            _writer.Close();
            _writer.BlankLine();
        }
    }

    private void DecodeFields(CodecMessage message)
    {
        string type = "global::System.ReadOnlySpan<byte> ";
        foreach (FieldRun run in FieldRun.Split(message.Fields))
        {
            if (run.Single is { } single)
            {
                _writer.Write(single.Read);
                continue;
            }
            IEnumerable<string> wrong = run.Fields.Where(item => item.Field.Varying is null).Select(item => $"\n    || {item.Field.IsNotConstantAt(item.Offset)}");
            _writer.Open($"if (!reader.TryPeek({run.Size}, out {type}{FieldRun.Name}){string.Concat(wrong)})");
            _writer.Write("// Which field is not there whole, or not the constant it must be?");
            _writer.Write($"return {string.Join("\n    && ", run.Fields.Select(item => item.Field.Require))};");
            _writer.Close();
            type = "";
            foreach ((MessageField field, int offset) in run.Fields.Where(item => item.Field.Varying is not null))
                _writer.Write(field.ReadAt(offset));
            _writer.Write($"reader.Skip({run.Size});");
        }
    }
}
