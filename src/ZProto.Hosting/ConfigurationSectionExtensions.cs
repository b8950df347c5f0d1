using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using ZProto.Transports;

namespace ZProto.Hosting;

/// <summary>Finds misspelt settings, which a binder ignores: a limit that does not apply should not go unseen.</summary>
internal static class ConfigurationSectionExtensions
{
    /// <summary>Logs each key of an engine's section that none of its options has.</summary>
    public static void LogUnknownSettings(this IConfigurationSection section, ILogger logger, params Type[] options)
    {
        LogUnknown(section, logger, options);
        LogUnknown(section.GetSection(nameof(EngineOptions.Socket)), logger, [typeof(SocketOptions)]);
    }

    private static void LogUnknown(IConfigurationSection section, ILogger logger, Type[] options)
    {
        string[] names = [.. options.SelectMany(type => type.GetProperties()).Select(property => property.Name).Distinct()];
        foreach (IConfigurationSection setting in section.GetChildren())
        {
            if (names.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
                continue;
            string? nearest = SpellingSuggester.Find(setting.Key, names);
            logger.UnknownSetting(setting.Path, nearest is null ? "" : $"; did you mean '{nearest}'?");
        }
    }
}
