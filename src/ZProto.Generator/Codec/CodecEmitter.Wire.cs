namespace ZProto.Generator.Codec;

// What goes to the wire and comes from it.
internal sealed partial class CodecEmitter
{
    private string NoId => $"throw {Zp}MessageEncodeException.NoId({CSharp.Literal(Class)});";

    private string RequireId => $"if (!_hasId)\n    {NoId}";

    private void Encoding()
    {
        _writer.Write("/// <inheritdoc/>");
        _writer.Open("public int EncodedSize");
        _writer.Open("get");
        _writer.Write(RequireId);
        SwitchOnId(message => $"return {_wire.GetEncodedSize(message)};", NoId);
        _writer.Close();
        _writer.Close();
        _writer.BlankLine();

        _writer.Write("/// <inheritdoc/>");
        _writer.Open($"public void Encode(ref {Zp}FrameWriter writer)");
        _writer.Write(RequireId);
        SwitchOnId(message => $"Encode{message.Name}(ref writer);\nbreak;", NoId);
        _writer.Close();
        _writer.BlankLine();
        foreach (CodecMessage message in _messages)
        {
            _writer.Open($"private void Encode{message.Name}(ref {Zp}FrameWriter writer)");
            _wire.Encode(message, CSharp.Literal(message.Model.Name.Text));
            _writer.Close();
            _writer.BlankLine();
        }
    }

    private void Decoding()
    {
        string sender = _wire.DistinguishesSenders ? $", {Zp}MessageRole sender" : "";
        if (_wire.DistinguishesSenders)
        {
            _writer.Write($$"""
                /// <inheritdoc/>
                public static bool TryDecode(ref {{Zp}}FrameReader reader, {{Class}} destination, out {{Zp}}DecodeError error)
                    => TryDecode(ref reader, destination, {{Zp}}MessageRole.None, out error);

                """);
        }
        _writer.Write($$"""
            /// <inheritdoc/>
            public static bool TryDecode(ref {{Zp}}FrameReader reader, {{Class}} destination{{sender}}, out {{Zp}}DecodeError error)
            {
                global::System.ArgumentNullException.ThrowIfNull(destination);
                destination.Clear();
                if (destination.TryDecode(ref reader{{(_wire.DistinguishesSenders ? ", sender" : "")}}))
                {
                    error = default;
                    return true;
                }
                destination.Clear();
                error = {{_wire.Error}};
                return false;
            }

            """);
        _writer.Open($"private bool TryDecode(ref {Zp}FrameReader reader{sender})");
        _wire.DecodeAny();
        _writer.Close();
        _writer.BlankLine();
        foreach (CodecMessage message in _messages)
        {
            _wire.Tell(message);
            _writer.Open($"private bool Decode{message.Name}(ref {Zp}FrameReader reader)");
            _wire.Decode(message);
            _writer.Close();
            _writer.BlankLine();
        }
    }
}
