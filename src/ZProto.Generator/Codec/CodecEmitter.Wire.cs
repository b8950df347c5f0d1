using ZProto.Generator.Codec.Fields;

namespace ZProto.Generator.Codec;

// What goes to the wire and comes from it.
internal sealed partial class CodecEmitter
{
    private const int HeaderSize = 3;

    private string Signature => $"0x{_protocol.Header:X4}";

    private string NoId => $"throw {Zp}MessageEncodeException.NoId({CSharp.Literal(Class)});";

    private string RequireId => $"if (!_hasId)\n    {NoId}";

    private void Encoding()
    {
        _writer.Write("/// <inheritdoc/>");
        _writer.Open("public int EncodedSize");
        _writer.Open("get");
        _writer.Write(RequireId);
        SwitchOnId("_id", message => $"return {GetEncodedSize(message)};", NoId);
        _writer.Close();
        _writer.Close();
        _writer.BlankLine();

        _writer.Write("/// <inheritdoc/>");
        _writer.Open($"public void Encode(ref {Zp}FrameWriter writer)");
        _writer.Write(RequireId);
        SwitchOnId("_id", message => $"Encode{message.Name}(ref writer);\nbreak;", NoId);
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
        _writer.Open($"private void Encode{message.Name}(ref {Zp}FrameWriter writer)");
        List<FieldRun> runs = FieldRun.Split(message.Fields.Where(field => !field.Model.Type.IsFrame));
        // The header is written with the fields of fixed size that follow it.
        FieldRun? withHeader = !_protocol.PubSub && runs.Count > 0 && runs[0].Fixed.Count > 0 ? runs[0] : null;
        if (_protocol.PubSub)
            _writer.Write($"writer.WriteTopicHeader({message.Model.Id}, ref _topic, {command});");
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
            _writer.Write($"{type}{FieldRun.Bytes} = writer.Reserve({start + run.Size});");
            type = "";
            if (run == withHeader)
            {
                _writer.Write(NumberCode.WriteAt(0, sizeof(ushort), Signature));
                _writer.Write(NumberCode.WriteAt(sizeof(ushort), sizeof(byte), $"{message.Model.Id}"));
            }
            foreach ((IFixedField field, int offset) in run.Fixed)
                _writer.Write(field.WriteAt(start + offset, command));
        }
        _writer.Write("writer.EndFrame();");
        foreach (MessageField field in message.Fields.Where(field => field.Model.Type.IsFrame))
            _writer.Write(field.Write(command));
        _writer.Close();
    }

    private string GetEncodedSize(CodecMessage message)
    {
        IEnumerable<MessageField> inFirstFrame = message.Fields.Where(field => !field.Model.Type.IsFrame);
        int fixedSize = (_protocol.PubSub ? 2 : HeaderSize) + inFirstFrame.Sum(field => field.FixedSize);
        List<string> terms = [fixedSize.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        if (_protocol.PubSub)
            terms.Add("_topic.Utf8Length");
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
                if (destination.TryDecode(ref reader))
                {
                    error = default;
                    return true;
                }
                destination.Clear();
                error = reader.Error;
                return false;
            }

            """);
        _writer.Open($"private bool TryDecode(ref {Zp}FrameReader reader)");
        _writer.Write(_protocol.PubSub
            ? "if (!reader.ReadTopicHeader(ref _receivedFrame, ref _topic, out byte id))\n    return false;"
            : $"if (!reader.ReadHeader({Signature}, out byte id))\n    return false;");
        _writer.Write("Id = (MessageId)id;");
        SwitchOnId("_id", message => $"return Decode{message.Name}(ref reader);", "return reader.FailUnknownId();");
        _writer.Close();
        _writer.BlankLine();
        foreach (CodecMessage message in _messages)
        {
            _writer.Open($"private bool Decode{message.Name}(ref {Zp}FrameReader reader)");
            if (_protocol is { PubSub: true, RequiresUtf8: true })
                _writer.Write("if (!reader.RequireUtf8(ref _topic))\n    return reader.Fail(\"topic\");");
            if (!_protocol.PubSub && message.Settable.Any(field => field.IsReceived))
                _writer.Write("reader.CopyFrame(ref _receivedFrame);");
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
                _writer.Write(single.Read(_protocol.RequiresUtf8));
                continue;
            }
            IEnumerable<string> wrong = run.Fixed.Select(item => item.Field.IsWrongAt(item.Offset)).OfType<string>().Select(wrong => $"\n    || {wrong}");
            _writer.Open($"if (!reader.TryPeek({run.Size}, out {type}{FieldRun.Bytes}){string.Concat(wrong)})");
            _writer.Write("// Which field is not there whole, or not the constant it must be?");
            _writer.Write($"return {string.Join("\n    && ", run.Fixed.Select(item => item.Field.Require))};");
            _writer.Close();
            type = "";
            foreach (string read in run.Fixed.Select(item => item.Field.ReadAt(item.Offset)).OfType<string>())
                _writer.Write(read);
            _writer.Write($"reader.Skip({run.Size});");
        }
    }
}
