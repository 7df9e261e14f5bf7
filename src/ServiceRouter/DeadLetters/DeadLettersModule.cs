using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServiceRouter.Platform;
using ServiceRouter.Platform.DeadLetters;

namespace ServiceRouter.DeadLetters;

/// <summary>Messages that failed for good, in the hands of people (G9).</summary>
public static class DeadLettersModule
{
    public static IServiceCollection AddDeadLetters(this IServiceCollection services)
    {
        services.AddOptions<DeadLettersOptions>().BindConfiguration("DeadLetters", binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeadLettersOptions>, DeadLettersOptionsValidator>();
        services.AddSingleton<IDeadLetterBox, KeepDeadLetter>();
        services.AddSingleton<ReadDeadLetters>().AddSingleton<TakeDeadLetter>().AddSingleton<CloseDeadLetter>();
        services.AddCountedGauge<ReadDeadLetters>(
            "sr.dead_letters.open", "Messages that failed for good and wait for a person; 0 is the normal state", async (letters, ct) => (await letters.CountAsync(ct)).Count);
        return services;
    }
}
