using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Globalization;

namespace ZProto.Configuration;

/// <summary>A property of a ZPL tree: a name, a value if it has one, and the properties in it, in order.</summary>
/// <remarks>
/// <para>
/// Source: ZeroMQ RFC 4, https://rfc.zeromq.org/spec/4. The root of a tree stands for the text as a whole; its children are the
/// properties that are not indented. Several children may have the same name.
/// </para>
/// <para>
/// A path such as <c>server/timeout</c> consists of the names of nested properties, from a child of the node that is asked, joined by
/// <c>/</c>. As RFC 4 allows <c>/</c> in names, a line <c>server/timeout = 5000</c> is found by it
/// just as <c>timeout = 5000</c> in a section <c>server</c> is. One <c>/</c> before a path is ignored. Names are compared by their characters.
/// </para>
/// <para>A tree is not safe for several threads at once if one of them changes it.</para>
/// </remarks>
[DebuggerDisplay("{Name,nq} = {Value} ({Children.Count} children)")]
public sealed class ZplNode
{
    /// <summary>How many levels of properties a tree has at most, the root not counted.</summary>
    /// <remarks>The limit keeps every tree safe to traverse.</remarks>
    public const int MaxDepth = 100;

    private readonly List<ZplNode> _children = [];
    private readonly ReadOnlyCollection<ZplNode> _readOnlyChildren;

    /// <summary>Creates a node without parent and children, usually a root.</summary>
    /// <param name="name">The name; that of a root is not part of its text.</param>
    /// <param name="value">The value, or null for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public ZplNode(string name = "root", string? value = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        Value = value;
        _readOnlyChildren = _children.AsReadOnly();
    }

    /// <summary>The name; any string, though RFC 4 knows only letters, digits and <c>$-_@.&amp;+/</c>.</summary>
    public string Name { get; }

    /// <summary>The value; null, not empty, if the property is a name alone.</summary>
    public string? Value { get; set; }

    /// <summary>The line this node came from, from 1; 0 if it came from no text.</summary>
    public int Line { get; private init; }

    /// <summary>The node this is a child of; null for a root and after <see cref="Remove"/>.</summary>
    public ZplNode? Parent { get; private set; }

    /// <summary>The properties in this one, in their order; a view that follows every change.</summary>
    public IReadOnlyList<ZplNode> Children => _readOnlyChildren;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <returns>The root.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="ZplException">The file is not ZPL, or not UTF-8; the message names file and line.</exception>
    public static ZplNode Load(string path) => ZplFile.Load(path);

    /// <summary>Writes the tree to a file, all of it or nothing: a reader sees the old file or the new one, never a part.</summary>
    /// <param name="path">
    /// The file. One that exists is replaced, keeping its Unix permissions; where it is a symbolic link, the file it leads to.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="IOException">The file cannot be written; an existing one stays unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written; an existing one stays unchanged.</exception>
    public void Save(string path) => ZplFile.Save(path, ZplWriter.Write(this));

    /// <summary>Finds the first property with a path.</summary>
    /// <param name="path">The path, from this node.</param>
    /// <returns>The property that comes first in the text; null if there is none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    public ZplNode? Find(string path) => FindFirst(Trim(path));

    /// <summary>Finds all properties with a path, such as the several <c>bind</c> of a socket.</summary>
    /// <param name="path">The path, from this node.</param>
    /// <returns>The properties in the order of the text, as they are now.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    public IReadOnlyList<ZplNode> FindAll(string path)
    {
        var found = new List<ZplNode>();
        FindAll(Trim(path), found);
        return found;
    }

    /// <summary>The value of the first property with a path.</summary>
    /// <param name="path">The path, from this node.</param>
    /// <param name="defaultValue">What to return if there is no such property, or it has no value.</param>
    /// <returns>The value, or the default.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> or <paramref name="defaultValue"/> is null.</exception>
    public string GetString(string path, string defaultValue)
    {
        ArgumentNullException.ThrowIfNull(defaultValue);
        return Find(path)?.Value ?? defaultValue;
    }

    /// <summary>The value of the first property with a path, as a whole number.</summary>
    /// <param name="path">The path, from this node.</param>
    /// <param name="defaultValue">What to return if there is no such property, or it has no value.</param>
    /// <returns>The number, or the default.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ZplException">There is a value, and it is no whole number of 64 bits; the message names its line.</exception>
    public long GetInt64(string path, long defaultValue)
    {
        if (Find(path) is not { Value: { } value } node)
            return defaultValue;
        return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new ZplException(new ZplError(node.Line, 0, $"The value of '{path}' is '{value}', which is not a whole number."));
    }

    /// <summary>Sets the value of the first property with a path, and makes the property, and those around it, where missing.</summary>
    /// <param name="path">The path, from this node; what is missing is made of its parts between <c>/</c>.</param>
    /// <param name="value">The value, or null for none.</param>
    /// <returns>The property.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The tree would be deeper than <see cref="MaxDepth"/>.</exception>
    public ZplNode Set(string path, string? value)
    {
        ReadOnlySpan<char> names = Trim(path);
        ZplNode? node = FindFirst(names);
        int end = names.Length;
        while (node is null)
        {
            end = names[..end].LastIndexOf('/');
            node = end < 0 ? this : FindFirst(names[..end]);
        }

        // What is found ends at a '/' or is this node itself; what is left has not been there.
        if (end < names.Length)
            node = node.Make(names[(end + 1)..]);
        node.Value = value;
        return node;
    }

    /// <summary>Adds a child after the others, also if there is one of this name.</summary>
    /// <param name="name">The name; any string, a <c>/</c> in it is a part of it.</param>
    /// <param name="value">The value, or null for none.</param>
    /// <returns>The child.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The tree would be deeper than <see cref="MaxDepth"/>.</exception>
    public ZplNode Add(string name, string? value = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        RequireRoomFor(1);
        return Append(name, value, line: 0);
    }

    /// <summary>Removes this node, with all in it, from its parent; has no effect on a root.</summary>
    public void Remove()
    {
        Parent?._children.Remove(this);
        Parent = null;
    }

    /// <summary>Copies this node and all in it.</summary>
    /// <returns>The copy, which is a root of its own; lines are copied too.</returns>
    public ZplNode Clone()
    {
        var copy = new ZplNode(Name, Value) { Line = Line };
        CopyChildrenTo(copy);
        return copy;
    }

    /// <summary>True if both have the same name and value, and children for which this is true, in the same order.</summary>
    /// <param name="other">The node to compare with. Their lines are not compared.</param>
    /// <returns>False also if <paramref name="other"/> is null.</returns>
    public bool ContentEquals(ZplNode? other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other is null || Name != other.Name || Value != other.Value || _children.Count != other._children.Count)
            return false;
        for (int i = 0; i < _children.Count; i++)
        {
            if (!_children[i].ContentEquals(other._children[i]))
                return false;
        }

        return true;
    }

    /// <summary>The tree as text, as <see cref="ZplWriter.Write"/> writes it.</summary>
    public override string ToString() => ZplWriter.Write(this);

    /// <summary>Adds a child from a text, or one whose depth has been looked at.</summary>
    internal ZplNode Append(string name, string? value, int line)
    {
        var child = new ZplNode(name, value) { Line = line, Parent = this };
        _children.Add(child);
        return child;
    }

    private static ReadOnlySpan<char> Trim(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.AsSpan(path.StartsWith('/') ? 1 : 0);
    }

    private ZplNode? FindFirst(ReadOnlySpan<char> path)
    {
        foreach (ZplNode child in _children)
        {
            if (path.SequenceEqual(child.Name))
                return child;
            if (child.IsAbove(path) && child.FindFirst(path[(child.Name.Length + 1)..]) is { } found)
                return found;
        }

        return null;
    }

    private void FindAll(ReadOnlySpan<char> path, List<ZplNode> found)
    {
        foreach (ZplNode child in _children)
        {
            if (path.SequenceEqual(child.Name))
                found.Add(child);
            else if (child.IsAbove(path))
                child.FindAll(path[(child.Name.Length + 1)..], found);
        }
    }

    private bool IsAbove(ReadOnlySpan<char> path)
        => path.Length > Name.Length && path[Name.Length] == '/' && path.StartsWith(Name);

    /// <summary>Makes a node for each name of the path, each in the one before: all of them or none.</summary>
    private ZplNode Make(ReadOnlySpan<char> path)
    {
        RequireRoomFor(path.Count('/') + 1);
        ZplNode node = this;
        foreach (string name in path.ToString().Split('/'))
            node = node.Append(name, value: null, line: 0);
        return node;
    }

    private void RequireRoomFor(int levels)
    {
        for (ZplNode? node = Parent; node is not null; node = node.Parent)
            levels++;
        if (levels > MaxDepth)
            throw new InvalidOperationException($"A ZPL tree has at most {MaxDepth} levels; this would be level {levels}.");
    }

    private void CopyChildrenTo(ZplNode copy)
    {
        foreach (ZplNode child in _children)
            child.CopyChildrenTo(copy.Append(child.Name, child.Value, child.Line));
    }
}
