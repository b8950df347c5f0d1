using ZProto.Configuration;

namespace ZProto.Runtime.Tests.Configuration;

public sealed class ZplFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zpl");
    private readonly string _path;

    public ZplFileTests() => _path = Path.Combine(_folder.FullName, "server.cfg");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_is_saved_is_loaded()
    {
        var root = new ZplNode();
        root.Set("server/timeout", "10000");
        root.Add("größe \uD800", "\U0001F600\n");

        root.Save(_path);

        Assert.True(root.ContentEquals(ZplNode.Load(_path)));
        Assert.Equal((byte)'s', File.ReadAllBytes(_path)[0]);
    }

    [Fact]
    public void A_save_replaces_the_file_and_leaves_nothing_beside_it()
    {
        File.WriteAllText(_path, new string('#', 10_000));

        ZplReader.Parse("a = 1").Save(_path);

        Assert.Equal("a = 1\n", File.ReadAllText(_path));
        Assert.Equal([_path], Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void A_save_that_fails_leaves_all_as_it_was()
    {
        Directory.CreateDirectory(_path);

        Assert.ThrowsAny<SystemException>(() => ZplReader.Parse("a = 1").Save(_path));

        Assert.Equal([_path], Directory.GetFileSystemEntries(_folder.FullName));
    }

    [Fact]
    public void A_save_keeps_the_permissions_of_the_file()
    {
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite;
        File.WriteAllText(_path, "");
        File.SetUnixFileMode(_path, Mode);

        ZplReader.Parse("a = 1").Save(_path);

        Assert.Equal(Mode, File.GetUnixFileMode(_path));
    }

    [Fact]
    public void A_save_goes_to_the_file_a_symbolic_link_leads_to()
    {
        if (OperatingSystem.IsWindows())
            return;
        string target = Path.Combine(_folder.FullName, "target.cfg");
        File.WriteAllText(target, "");
        File.CreateSymbolicLink(_path, target);

        ZplReader.Parse("a = 1").Save(_path);

        Assert.Equal("a = 1\n", File.ReadAllText(target));
        Assert.NotNull(new FileInfo(_path).LinkTarget);
    }

    [Fact]
    public void A_byte_order_mark_in_a_file_is_skipped()
    {
        File.WriteAllBytes(_path, [0xEF, 0xBB, 0xBF, (byte)'a']);

        Assert.Equal("a", Assert.Single(ZplNode.Load(_path).Children).Name);
    }

    [Fact]
    public void An_error_in_a_file_names_the_file_and_the_line()
    {
        File.WriteAllText(_path, "a\n  b\n");

        var exception = Assert.Throws<ZplException>(() => ZplNode.Load(_path));

        Assert.Equal((_path, 2), (exception.Path, exception.Line));
        Assert.StartsWith($"{_path}: line 2, column 3: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_that_is_not_UTF_8_is_an_error_with_its_line()
    {
        File.WriteAllBytes(_path, [.. "a = 1\nö = "u8, 0xFF, .. "\nb"u8]);

        var exception = Assert.Throws<ZplException>(() => ZplNode.Load(_path));

        Assert.Equal((2, 5), (exception.Line, exception.Column));
        Assert.Contains("UTF-8", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_of_the_file_system()
        => Assert.Throws<FileNotFoundException>(() => ZplNode.Load(_path));
}
