using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ZProto.Configuration;

namespace ZProto.Runtime.Tests.Configuration;

public class ZplPropertyTests
{
    // Weighted towards what is special in ZPL and in its escape: plain letters break nothing.
    private static readonly Gen<char> Chars = Gen.Frequency(
        (6, Gen.Elements(" \t\"'#=%/u0Aa\uFEFF\uD83D\uDE00\u00A0\u0085\u2028\r\n\0".ToCharArray())),
        (1, Gen.Choose(0, char.MaxValue).Select(c => (char)c)));

    private static readonly Gen<string> Strings = Chars.ArrayOf().Select(chars => new string(chars));

    // Tokens rather than characters, so that many texts get past the first rule.
    private static readonly Gen<string> Texts = Gen.Frequency(
            (12, Gen.Elements("a", "b.c", " ", "    ", "\n", "\n    ", "\n        ", "\r\n", " = ", "=", "\"", "'", "%\"", "%0A", "%u", "#", "\t", "\0")),
            (1, Strings))
        .ArrayOf().Select(string.Concat);

    private static readonly FsCheck.Config Many = FsCheck.Config.QuickThrowOnFailure.WithMaxTest(3_000);

    [Fact]
    public void Any_tree_comes_back_from_its_text()
        => Prop.ForAll(Trees().ToArbitrary(), tree => tree.ContentEquals(ZplReader.Parse(ZplWriter.Write(tree)))).Check(Many);

    [Fact]
    public void Any_tree_comes_back_from_the_bytes_of_its_text()
        => Prop.ForAll(Trees().ToArbitrary(), tree =>
        {
            byte[] bytes = Encoding.UTF8.GetBytes(ZplWriter.Write(tree));
            return tree.ContentEquals(ZplReader.Parse(Encoding.UTF8.GetString(bytes)));
        }).Check(Many);

    [Fact]
    public void Any_text_is_a_tree_or_an_error_with_its_place()
        => Prop.ForAll(Texts.ToArbitrary(), text =>
        {
            if (ZplReader.TryParse(text, out ZplNode? root, out ZplError? error))
                return root.ContentEquals(ZplReader.Parse(root.ToString()));
            string[] lines = text.Split(["\r\n", "\n", "\r"], StringSplitOptions.None);
            return error.Line >= 1 && error.Line <= lines.Length && error.Column >= 1 && error.Column <= lines[error.Line - 1].Length + 1;
        }).Check(Many);

    [Fact]
    public void Any_string_is_found_by_the_path_it_was_set_at()
        => Prop.ForAll(Trees().ToArbitrary(), Strings.ToArbitrary(), (tree, path) =>
        {
            ZplNode node = tree.Set(path, "value");
            return ReferenceEquals(node, tree.Find(path)) && ReferenceEquals(node, tree.FindAll(path)[0]);
        }).Check(Many);

    private static Gen<ZplNode> Trees() => Gen.Sized(size => Nodes(size).Select(fill =>
    {
        var root = new ZplNode();
        fill(root);
        return root;
    }));

    /// <summary>A generator of what adds children to a node, since a node has no way to take in a whole tree.</summary>
    private static Gen<Action<ZplNode>> Nodes(int size)
    {
        if (size <= 1)
            return Gen.Constant<Action<ZplNode>>(_ => { });
        Gen<Action<ZplNode>> one =
            from name in Strings
            from value in Strings.OrNull()
            from children in Nodes(size / 3)
            select (Action<ZplNode>)(parent => children(parent.Add(name, value)));
        return
            from count in Gen.Choose(0, 4)
            from all in one.ArrayOf(count)
            select (Action<ZplNode>)(parent => Array.ForEach(all, add => add(parent)));
    }
}
