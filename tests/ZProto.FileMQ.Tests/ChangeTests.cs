namespace ZProto.FileMQ.Tests;

public sealed class ChangeTests : IAsyncLifetime
{
    private readonly FileHost _host = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_file_that_is_dropped_changed_and_deleted_is_so_in_the_other_folder()
    {
        await StartAsync();
        _host.Write("cat.txt", "meow");
        Assert.Equal("Received /cat.txt", await _host.NextAsync());
        Assert.Equal("meow", _host.Read("cat.txt"));

        _host.Write("cat.txt", "purr, purr");
        Assert.Equal("Received /cat.txt", await _host.NextAsync());
        Assert.Equal("purr, purr", _host.Read("cat.txt"));

        File.Delete(Path.Combine(_host.From, "cat.txt"));
        Assert.Equal("Deleted /cat.txt", await _host.NextAsync());
        Assert.False(File.Exists(Path.Combine(_host.To, "cat.txt")));
    }

    [Fact]
    public async Task Files_in_new_folders_come_too_and_a_folder_goes_with_its_last_file()
    {
        await StartAsync();
        Directory.CreateDirectory(Path.Combine(_host.From, "a", "b"));
        _host.Write("a/b/empty", "");
        Assert.Equal("Received /a/b/empty", await _host.NextAsync());
        Assert.Equal("", _host.Read("a/b/empty"));

        Directory.Delete(Path.Combine(_host.From, "a"), recursive: true);
        Assert.Equal("Deleted /a/b/empty", await _host.NextAsync());
        Assert.False(Directory.Exists(Path.Combine(_host.To, "a")));
    }

    [Fact]
    public void A_file_is_published_when_it_was_the_same_for_a_second()
    {
        using Folder folder = NewFolder();
        folder.Look();
        _host.Write("log", "1");
        Assert.Empty(folder.Look());
        _host.Clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Empty(folder.Look());
        _host.Write("log", "1, 2");
        Assert.Empty(folder.Look());
        _host.Clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Empty(folder.Look());
        _host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal([new Change("/log", ChangeKind.Created)], folder.Look());
        Assert.Empty(folder.Look());
    }

    [Fact]
    public void What_was_there_is_told_from_what_is_new_and_deletions_come_first()
    {
        _host.Write("name", "a file");
        using Folder folder = NewFolder();
        folder.Look();
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([new Change("/name", ChangeKind.Found)], folder.Look());

        File.Delete(Path.Combine(_host.From, "name"));
        Directory.CreateDirectory(Path.Combine(_host.From, "name"));
        _host.Write("name/of", "a file in a folder");
        Assert.Equal([new Change("/name", ChangeKind.Deleted)], folder.Look());
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([new Change("/name/of", ChangeKind.Created)], folder.Look());
    }

    [Fact]
    public void A_folder_that_is_quiet_is_not_looked_at_until_the_system_reports_a_change()
    {
        using Folder folder = NewFolder();
        folder.Look();
        Assert.False(folder.IsDue);
        _host.Write("cat.txt", "meow");
        Assert.True(SpinWait.SpinUntil(() => folder.IsDue, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Who_does_not_ask_for_RESYNC_gets_only_what_changes()
    {
        _host.Write("old.txt", "old");
        await _host.StartServerAsync();
        await _host.StartMirrorAsync(resync: false);
        await _host.WaitForChangesAsync(1);
        _host.Write("new.txt", "new");
        Assert.Equal("Received /new.txt", await _host.NextAsync());
        Assert.False(File.Exists(Path.Combine(_host.To, "old.txt")));
    }

    [Fact]
    public async Task Only_what_is_below_the_path_comes()
    {
        Directory.CreateDirectory(Path.Combine(_host.From, "photos"));
        Directory.CreateDirectory(Path.Combine(_host.From, "photos2"));
        _host.Write("photos2/1", "1");
        _host.Write("2", "2");
        _host.Write("photos/3", "3");
        await _host.StartServerAsync();
        await _host.StartMirrorAsync("/photos");
        Assert.Equal("Received /photos/3", await _host.NextAsync());
        Assert.Equal("3", _host.Read("3"));
        Assert.Single(Directory.GetFiles(_host.To));
    }

    private Folder NewFolder() => new(_host.From, "/", _host.Clock);

    private async Task StartAsync()
    {
        await _host.StartServerAsync();
        await _host.StartMirrorAsync();
    }
}
