namespace ZProto.Model;

/// <summary>The addresses of the diagnostics' pages.</summary>
public static class DiagnosticPages
{
    private const string Folder = "https://github.com/zproto/zproto-dotnet/blob/main/docs/diagnostics/";

    /// <summary>The address of the page of a diagnostic: what it means, an example, and how to fix it.</summary>
    /// <param name="id">The diagnostic's id, <c>ZP</c> and four digits.</param>
    public static string GetUrl(string id) => $"{Folder}{id}.md";
}
