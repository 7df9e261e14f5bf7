namespace ServiceRouter.Host.Exercises;

/// <summary>The whole request pipeline of this process, from its first middleware on, for requests that no network carries.</summary>
internal sealed class OwnPipeline : IStartupFilter
{
    private RequestDelegate? first;

    /// <exception cref="InvalidOperationException">The service was not started.</exception>
    public RequestDelegate First => first ?? throw new InvalidOperationException("The pipeline is built when the service starts");

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(inner =>
        {
            first = inner;
            return inner;
        });
        next(app);
    };
}
