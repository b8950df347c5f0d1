using Microsoft.Extensions.Options;

namespace ZProto.Hosting;

/// <summary>Configures and validates the options that an engine has already, as the container does with those it creates.</summary>
internal sealed class EngineOptionsFactory<TOptions>(
    TOptions options,
    IEnumerable<IConfigureOptions<TOptions>> setups,
    IEnumerable<IPostConfigureOptions<TOptions>> postConfigures,
    IEnumerable<IValidateOptions<TOptions>> validations) : OptionsFactory<TOptions>(setups, postConfigures, validations)
    where TOptions : EngineOptions
{
    protected override TOptions CreateInstance(string name) => options;
}
