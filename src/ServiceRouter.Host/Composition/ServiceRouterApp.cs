using Microsoft.Extensions.Options;
using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Exercises;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Host.Telephone;
using ServiceRouter.Platform.Time;

namespace ServiceRouter.Host.Composition;

/// <summary>Composes and runs the one binary.</summary>
internal static class ServiceRouterApp
{
    /// <summary>Runs until it is told to stop.</summary>
    /// <returns>1 when it may not start: every fault of the settings at once, or the one thing that is missing, without a stack trace.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter log, CancellationToken ct = default)
    {
        try
        {
            var builder = NewBuilder(args);
            var unreadable = SettingFaults.TakeUnreadable(builder.Configuration);
            DemoTelephone.AddTo(builder);
            var app = Compose(builder);
            if (await StartedAsync(app, unreadable, log, ct) is { } refused) return refused;
            if (!await EndInTime.RunAsync(app, TimeProvider.System, ct)) await log.WriteLineAsync($"ServiceRouter did not stop within {EndInTime.Limit} and ends without waiting longer; nothing promised is lost.");
            return 0;
        }
        // A directory that cannot be written, an address in use, a settings file that is no JSON.
        catch (Exception e) when (e is StartRefusedException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return await RefuseAsync(log, [e.Message]);
        }
    }

    private static async Task<int?> StartedAsync(WebApplication app, IEnumerable<string> unreadable, TextWriter log, CancellationToken ct)
    {
        var started = false;
        try
        {
            // Each of these is allowed by itself.
            var together = BusOfProduction.Faults(app.Configuration, app.Environment.IsProduction()).Concat(DoorsOfCalls.Faults(app.Configuration));
            if (unreadable.Concat(SettingFaults.Refused(app.Services)).Concat(together).Distinct().ToList() is { Count: > 0 } faults) return await RefuseAsync(log, faults);
            await StartAsync(app, ct);
            started = true;
            if (app.Services.GetRequiredService<SignInSetting>().Demo.Enabled) await log.WriteLineAsync(StartedAddresses.Block(app.Urls));
            return null;
        }
        finally
        {
            if (!started) await app.DisposeAsync();
        }
    }

    /// <summary>The service, composed but not started.</summary>
    /// <param name="args">Settings as on the command line.</param>
    /// <param name="replace">Parts that a test replaces, such as the clock.</param>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null) => Compose(NewBuilder(args), replace);

    /// <summary>The same for a command.</summary>
    /// <exception cref="StartRefusedException">Settings that cannot be read, or that nobody has: they would be passed over, and the command would work on another database.</exception>
    public static WebApplication BuildCommand(string[] settings)
    {
        var builder = NewBuilder(settings);
        if (SettingFaults.TakeUnreadable(builder.Configuration) is { Count: > 0 } faults) throw new StartRefusedException(string.Join(Environment.NewLine, faults));
        return Compose(builder);
    }

    /// <summary>The demonstration as it starts without a command: with its telephones.</summary>
    public static WebApplication BuildDemo(string[] args)
    {
        var builder = NewBuilder(args);
        DemoTelephone.AddTo(builder);
        return Compose(builder);
    }

    /// <summary>What the settings say, before anything is composed.</summary>
    public static IConfiguration Settings(string[] args) => NewBuilder(args).Configuration;

    private static WebApplicationBuilder NewBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Named, so that pages and assets are found also when a test is the entry.
            Args = args, ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(ServiceRouterApp).Assembly.GetName().Name,
        });
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSingleton(new OwnArguments(args));
        return builder;
    }

    private static WebApplication Compose(WebApplicationBuilder builder, Action<IServiceCollection>? replace = null)
    {
        replace?.Invoke(builder.Services);
        // First, because sign-in takes the clock that it finds.
        builder.Services.AddTime(builder.Configuration);
        builder.AddServiceRouterSignIn();
        builder.Services.AddServiceRouter(builder.Configuration);
        builder.Services.AddSingleton<IPostConfigureOptions<ReceiptsOptions>, ReceiptKeyFile>();
        builder.Services.AddSingleton<DatabaseAtStart>();
        builder.Services.AddHostedService(sp => sp.GetRequiredService<DatabaseAtStart>());
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = EndInTime.Drain;
            // One part that hangs must not keep the others, such as the loops that take offers back, at work.
            host.ServicesStopConcurrently = true;
        });
        builder.AddWeb();
        var app = builder.Build();
        app.MapWeb();
        return app;
    }

    private static async Task<int> RefuseAsync(TextWriter log, IReadOnlyList<string> faults)
    {
        await log.WriteLineAsync("ServiceRouter does not start:");
        foreach (var fault in faults) await log.WriteLineAsync($"  - {fault}");
        return 1;
    }

    /// <summary>Looks at the database, then starts everything; a database that is away is looked for again while the service runs.</summary>
    /// <exception cref="StartRefusedException">The database is there and refuses us, or migrations are pending outside demo mode.</exception>
    public static async Task StartAsync(WebApplication app, CancellationToken ct)
    {
        await app.Services.BeginTimeAsync(ct);
        // Flows, phrases and fiches need no database and take as long as it does.
        var texts = Task.Run(app.Services.ReadTexts, ct);
        await app.Services.GetRequiredService<DatabaseAtStart>().LookAsync(ct);
        await texts;
        await app.StartAsync(ct);
    }
}
