using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Routing.Spaces;

/// <summary>The directory of France Services spaces.</summary>
public static class SpacesModule
{
    /// <summary>Registers <see cref="SpaceDirectory"/>; options in section <c>Spaces</c>, imported list under <c>Storage:Directory</c> (default <c>.data</c>).</summary>
    public static IServiceCollection AddSpaces(this IServiceCollection services)
    {
        services.AddOptions<SpacesOptions>()
            .BindConfiguration(SpacesOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SpacesOptions>, SpacesOptionsValidator>());
        services.TryAddSingleton<SpacesInForce>();
        services.TryAddSingleton(provider => provider.GetRequiredService<SpacesInForce>().Load(
            provider.GetRequiredService<IOptions<SpacesOptions>>().Value.File,
            StorageModule.DirectoryOf(provider.GetRequiredService<IConfiguration>())));
        return services;
    }
}
