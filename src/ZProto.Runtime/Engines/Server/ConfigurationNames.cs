using ZProto.Codec;
using ZProto.Configuration;
using ZProto.Shared;

namespace ZProto.Engines.Server;

/// <summary>Finds the names in a server's configuration that nothing reads, most of them spelled wrong.</summary>
/// <param name="serverName">The name of the server's own section.</param>
/// <param name="isUsers">Whether user code reads the configuration too, so that only a name near to a known one is a mistake.</param>
internal sealed class ConfigurationNames(string serverName, bool isUsers)
{
    private const string ServerSection = "server";

    private static readonly string[] s_settings = ["timeout", "heartbeat", "idle", "verbose", "background", "workdir"];
    private static readonly string[] s_bind = ["endpoint"];
    private static readonly string[] s_security = ["mechanism", "domain", "certificate"];
    private static readonly string[] s_sections = ["echo", "bind", "security"];

    /// <summary>The names that nothing reads, each with the known one near to it, or null.</summary>
    /// <param name="tree">The configuration.</param>
    /// <param name="methods">The methods that sections can call.</param>
    public IEnumerable<(ZplNode Node, string? Near)> FindUnknown(ZplNode tree, IReadOnlyCollection<string> methods)
    {
        foreach (ZplNode node in tree.Children)
        {
            if (node.Name == ServerSection)
            {
                foreach (var unknown in Among(node, s_settings, isOurs: true))
                    yield return unknown;
            }
            else if (ConfigurationCall.AreSame(node.Name, serverName))
            {
                foreach (var unknown in Among(node, [.. s_sections, .. methods], isOurs: !isUsers))
                    yield return unknown;
                foreach (var unknown in node.Children.Where(child => child.Name == "bind").SelectMany(bind => Among(bind, s_bind, isOurs: true)))
                    yield return unknown;
                foreach (var unknown in node.Children.Where(child => child.Name == "security").SelectMany(security => Among(security, s_security, isOurs: true)))
                    yield return unknown;
            }
            else if (node.Name.StartsWith(ServerSection + "/", StringComparison.Ordinal))
            {
                string setting = node.Name[(ServerSection.Length + 1)..];
                if (!s_settings.Contains(setting))
                    yield return (node, SpellingSuggester.Find(setting, s_settings) is { } near ? $"{ServerSection}/{near}" : null);
            }
            // Other sections are the program's, unless they look like one of these.
            else if (!methods.Any(method => ConfigurationCall.AreSame(node.Name, method))
                && SpellingSuggester.Find(node.Name, [ServerSection, serverName, .. methods]) is { } near)
            {
                yield return (node, near);
            }
        }
    }

    private static IEnumerable<(ZplNode Node, string? Near)> Among(ZplNode section, string[] known, bool isOurs)
        => from node in section.Children
           where !node.Name.Contains('/', StringComparison.Ordinal) && !known.Any(name => ConfigurationCall.AreSame(node.Name, name))
           let near = SpellingSuggester.Find(node.Name, known)
           where isOurs || near is not null
           select (node, near);
}
