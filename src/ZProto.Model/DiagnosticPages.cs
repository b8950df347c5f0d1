namespace ZProto.Model;

/// <summary>Where the pages of the diagnostics are read. The only place that knows where the project's documents stand.</summary>
public static class DiagnosticPages
{
    private const string Folder = "https://github.com/zproto/zproto-dotnet/blob/main/docs/diagnostics/";

    /// <summary>The address of the page of a diagnostic: what it means, a model that raises it, and the mend.</summary>
    /// <param name="id">The diagnostic's id, <c>ZP</c> and four digits.</param>
    public static string GetUrl(string id) => $"{Folder}{id}.md";
}
