using System.ComponentModel;
using System.Globalization;
using System.Text;

namespace ZProto.Codec;

/// <summary>A message in one line for logs: its name, and each field with its value, long ones cut. Generated code uses this type.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct FieldText
{
    private const int MostCharacters = 64;
    private const int MaxBytes = 32;
    private const int MostItems = 8;

    private readonly StringBuilder _text;

    /// <summary>Starts with the message's name.</summary>
    /// <param name="command">The name.</param>
    public FieldText(string command) => _text = new StringBuilder(command);

    /// <summary>Adds a number.</summary>
    /// <param name="name">The field.</param>
    /// <param name="value">Its value.</param>
    public void Add(string name, ulong value) => Name(name).Append(CultureInfo.InvariantCulture, $"{value}");

    /// <summary>Adds a UUID.</summary>
    /// <param name="name">The field.</param>
    /// <param name="value">Its value.</param>
    public void Add(string name, Guid value) => Name(name).Append(CultureInfo.InvariantCulture, $"{value}");

    /// <summary>Adds a text.</summary>
    /// <param name="name">The field.</param>
    /// <param name="value">Its value.</param>
    public void Add(string name, string value)
    {
        Name(name);
        Quote(value);
    }

    internal void Add(string name, object? value)
    {
        if (value is string text)
            Add(name, text);
        else
            Name(name).Append(CultureInfo.InvariantCulture, $"{value}");
    }

    /// <summary>Adds bytes.</summary>
    /// <param name="name">The field.</param>
    /// <param name="value">Its value.</param>
    public void Add(string name, ReadOnlySpan<byte> value)
    {
        Name(name);
        Bytes(value);
    }

    /// <summary>Adds a list.</summary>
    /// <param name="name">The field.</param>
    /// <param name="value">Its value.</param>
    public void Add(string name, StringList? value)
    {
        Name(name).Append('[');
        int count = value?.Count ?? 0;
        for (int i = 0; i < Math.Min(count, MostItems); i++)
        {
            Separate(i);
            Quote(value![i]);
        }
        End(count, ']');
    }

    /// <summary>Adds a table.</summary>
    /// <param name="name">The field.</param>
    /// <param name="value">Its value.</param>
    public void Add(string name, StringMap? value)
    {
        Name(name).Append('{');
        int count = value?.Count ?? 0;
        int i = 0;
        if (value is not null)
        {
            foreach ((string key, string text) in value)
            {
                if (i == MostItems)
                    break;
                Separate(i++);
                Quote(key);
                _text.Append(": ");
                Quote(text);
            }
        }
        End(count, '}');
    }

    /// <summary>Adds frames.</summary>
    /// <param name="name">The field.</param>
    /// <param name="value">Its value.</param>
    public void Add(string name, FrameList? value)
    {
        Name(name).Append('[');
        int count = value?.Count ?? 0;
        for (int i = 0; i < Math.Min(count, MostItems); i++)
        {
            Separate(i);
            Bytes(value![i].Span);
        }
        End(count, ']');
    }

    /// <summary>The line.</summary>
    public override string ToString() => _text.ToString();

    private StringBuilder Name(string name) => _text.Append(' ').Append(name).Append('=');

    private void Separate(int index)
    {
        if (index > 0)
            _text.Append(", ");
    }

    private void End(int count, char bracket)
    {
        if (count > MostItems)
            _text.Append(CultureInfo.InvariantCulture, $", ... {count} in all");
        _text.Append(bracket);
    }

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        _text.Append("0x").Append(Hex.ToString(bytes[..Math.Min(bytes.Length, MaxBytes)]));
        if (bytes.Length > MaxBytes)
            _text.Append(CultureInfo.InvariantCulture, $"... ({bytes.Length} bytes)");
    }

    // A peer's text must not be able to forge a line of the log, be it by characters that turn the direction of what follows.
    private void Quote(string value)
    {
        int length = Math.Min(value.Length, MostCharacters);
        if (length < value.Length && char.IsSurrogatePair(value[length - 1], value[length]))
            length--;
        _text.Append('\'');
        foreach (char c in value.AsSpan(0, length))
        {
            if (c is '\'' or '\\')
                _text.Append('\\').Append(c);
            else if (char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format || c is '\u2028' or '\u2029')
                _text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                _text.Append(c);
        }
        _text.Append('\'');
        if (value.Length > MostCharacters)
            _text.Append(CultureInfo.InvariantCulture, $"... ({value.Length} characters)");
    }
}
