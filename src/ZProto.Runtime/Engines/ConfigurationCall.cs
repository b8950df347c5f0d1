using System.ComponentModel;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using ZProto.Configuration;
using ZProto.Diagnostics;

namespace ZProto.Engines;

/// <summary>A section of a configuration that may call a method of a server, with the arguments in it. Generated code uses this type.</summary>
/// <remarks>An argument without a key is empty or zero, with a warning. A value that is none of its type is a <see cref="ZplException"/> with its line.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ConfigurationCall
{
    private readonly ZplNode _section;
    private readonly ILogger _logger;
    private readonly List<string> _methods = [];

    internal ConfigurationCall(ZplNode section, ILogger logger)
    {
        _section = section;
        _logger = logger;
    }

    /// <summary>Whether the section has a name; case and separators do not count.</summary>
    /// <param name="name">The name.</param>
    public bool IsNamed(string name)
    {
        _methods.Add(name);
        return AreSame(_section.Name, name);
    }

    /// <summary>The names that it was asked for: where it is none of them, those of all methods.</summary>
    internal IReadOnlyCollection<string> Methods => _methods;

    /// <summary>An argument that is text.</summary>
    /// <param name="argument">Its name.</param>
    public string Text(string argument) => Find(argument)?.Value ?? "";

    /// <summary>An argument that is an <c>int</c>.</summary>
    /// <param name="argument">Its name.</param>
    /// <exception cref="ZplException">The value is none.</exception>
    public int Integer(string argument)
        => Find(argument) is not { } node ? 0
            : int.TryParse(node.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number
            : throw Wrong(node, "a whole number of 32 bits");

    /// <summary>An argument that is a number without a sign.</summary>
    /// <param name="argument">Its name.</param>
    /// <param name="most">The greatest that it can be.</param>
    /// <exception cref="ZplException">The value is none.</exception>
    public ulong Number(string argument, ulong most)
        => Find(argument) is not { } node ? 0
            : ulong.TryParse(node.Value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number <= most ? number
            : throw Wrong(node, $"a whole number from 0 to {most}");

    /// <summary>An argument that is a UUID.</summary>
    /// <param name="argument">Its name.</param>
    /// <exception cref="ZplException">The value is none.</exception>
    public Guid Uuid(string argument)
        => Find(argument) is not { } node ? Guid.Empty
            : Guid.TryParse(node.Value, out Guid uuid) ? uuid
            : throw Wrong(node, "a UUID");

    /// <summary>An argument that is bytes: those of the text in UTF-8.</summary>
    /// <param name="argument">Its name.</param>
    /// <param name="size">How many there are, or 0 for any number.</param>
    /// <exception cref="ZplException">There are more or fewer, though the key is there.</exception>
    public ReadOnlyMemory<byte> Bytes(string argument, int size = 0)
    {
        if (Find(argument) is not { } node)
            return default;
        byte[] bytes = Encoding.UTF8.GetBytes(node.Value ?? "");
        return size == 0 || bytes.Length == size
            ? bytes
            : throw new ZplException(new ZplError(node.Line, 0, $"The value of '{node.Name}' is {bytes.Length} bytes in UTF-8, not {size}."));
    }

    /// <summary>An argument that is a list of texts: the values of all keys of its name.</summary>
    /// <param name="argument">Its name.</param>
    public IReadOnlyList<string> Strings(string argument)
        => Find(argument) is null ? [] : [.. _section.Children.Where(node => AreSame(node.Name, argument)).Select(node => node.Value ?? "")];

    /// <summary>An argument that is a table of texts: the keys and values in its section. Of two with one key the last counts.</summary>
    /// <param name="argument">Its name.</param>
    public IReadOnlyDictionary<string, string> Hash(string argument)
    {
        var table = new Dictionary<string, string>();
        foreach (ZplNode node in Find(argument)?.Children ?? [])
            table[node.Name] = node.Value ?? "";
        return table;
    }

    /// <summary>An argument that is frames: one for each key of its name, in UTF-8.</summary>
    /// <param name="argument">Its name.</param>
    public FrameList Frames(string argument)
    {
        var frames = new FrameList();
        foreach (string text in Strings(argument))
            frames.Add(Encoding.UTF8.GetBytes(text));
        return frames;
    }

    /// <summary>Whether two names are one: case and separators do not count, as in models.</summary>
    internal static bool AreSame(string name, string other) => Key(name) == Key(other);

    private static string Key(string name)
        => string.Join('_', new string([.. name.Select(c => char.IsLetterOrDigit(c) ? char.ToUpperInvariant(c) : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static ZplException Wrong(ZplNode node, string what)
        => new(new ZplError(node.Line, 0, $"The value of '{node.Name}' is '{node.Value}', which is not {what}."));

    private ZplNode? Find(string argument)
    {
        ZplNode? found = _section.Children.FirstOrDefault(node => AreSame(node.Name, argument));
        if (found is null)
            _logger.MissingArgument(_section.Line, _section.Name, argument);
        return found;
    }
}
