using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Host.Composition;

namespace ServiceRouter.Tests.Host;

public sealed class When_the_service_is_told_to_stop
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task It_ends_once_every_part_has_stopped()
    {
        var part = new Part();
        var (app, ended) = await StartedAsync(part);

        app.Lifetime.StopApplication();
        await part.Asked.Task;
        ended.IsCompleted.Should().BeFalse();
        part.Stopped.SetResult();

        (await ended).Should().BeTrue();
    }

    [Fact]
    public async Task It_leaves_a_part_behind_that_does_not_stop()
    {
        var part = new Part();
        var (app, ended) = await StartedAsync(part);

        app.Lifetime.StopApplication();
        await part.Asked.Task;
        // The wait begins on another thread: turn the clock until it has been seen.
        while (!ended.IsCompleted)
        {
            clock.Advance(EndInTime.Limit);
            await Task.Yield();
        }

        (await ended).Should().BeFalse();
        part.Stopped.SetResult();
    }

    private async Task<(WebApplication App, Task<bool> Ended)> StartedAsync(Part part)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IServer>(new NoServer());
        builder.Services.AddSingleton<IHostedService>(part);
        var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return (app, EndInTime.RunAsync(app, clock, TestContext.Current.CancellationToken));
    }

    private sealed class Part : IHostedService
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Asked.SetResult();
            return Stopped.Task;
        }
    }

    private sealed class NoServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
