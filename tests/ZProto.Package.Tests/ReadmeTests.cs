using ZProto.Package.Tests.Harness;

namespace ZProto.Package.Tests;

/// <summary>The first commands of README.md, followed to the letter.</summary>
[Collection("packages")]
public sealed class ReadmeTests(Feed feed)
{
    private readonly Page _page = new("README.md");

    [NewProjectFact]
    public void Three_commands_of_the_readme_make_and_run_a_server_and_a_client()
    {
        Assert.Equal(3, _page.Steps.Count);
        _page.Follow(feed.NewWorkspace());
        Assert.NotEmpty(_page.Steps[^1].Text);
    }
}
