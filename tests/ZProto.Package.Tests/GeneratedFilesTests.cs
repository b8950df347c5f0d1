using ZProto.Package.Tests.Harness;

namespace ZProto.Package.Tests;

/// <summary>docs/generated-files.md, followed to the letter.</summary>
[Collection("packages")]
public sealed class GeneratedFilesTests(Feed feed)
{
    [NewProjectFact]
    public void Who_follows_the_page_has_the_generated_code_in_git_and_sees_it_change_with_its_model()
        => new Page("docs/generated-files.md").Follow(feed.NewWorkspace());
}
