using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Desk;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Exercises;

/// <summary>Exercises in the sealed territory. The host gives them its pages (<see cref="ICitizenWindow"/>) and its nodes (<see cref="IExerciseNodes"/>).</summary>
public static class ExercisesModule
{
    public static IServiceCollection AddExercises(this IServiceCollection services)
    {
        services.AddOptions<ExercisesOptions>().BindConfiguration("Exercises", binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ExercisesOptions>, ExercisesOptionsValidator>();
        services.AddSingleton<BeginExercise>().AddSingleton<CloseExercise>().AddSingleton<ReadExercises>().AddSingleton<DeskActs>();
        services.AddSingleton(sp => new RunExercise(
            sp.GetRequiredService<Transactions>(), sp.GetRequiredService<DeskActs>(), sp.GetRequiredService<ICitizenWindow>(), sp.GetRequiredService<IExerciseNodes>(), sp.GetRequiredService<BrokerDoor>(),
            sp.GetRequiredService<IOptions<ExercisesOptions>>(), sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<ILogger<RunExercise>>()));
        services.AddSingleton<ExerciseRuns>().AddHostedService(sp => sp.GetRequiredService<ExerciseRuns>());
        return services;
    }
}
