using Microsoft.Extensions.DependencyInjection;

namespace ServiceRouter.Platform.Parts;

/// <summary>Knows how the parts of this node stand.</summary>
public static class PartsModule
{
    /// <summary>Call it after everything that is looked at has been added: it looks when that has started.</summary>
    public static IServiceCollection AddParts(this IServiceCollection services) =>
        services.AddSingleton<NodeParts>().AddHostedService<LookAtParts>().AddHostedService<PartGauges>();
}
