using Microsoft.AspNetCore.Components.Server.Circuits;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.DeadLetters;
using ServiceRouter.Desk.Api;
using ServiceRouter.Host.Components;
using ServiceRouter.Host.Desk;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Platform;

namespace ServiceRouter.Host.Composition;

/// <summary>What counsellors reach, on processes with the role Desk only.</summary>
internal static class DeskWeb
{
    public static void AddDeskWeb(this WebApplicationBuilder builder)
    {
        if (!IsServed(builder.Configuration)) return;
        builder.Services.AddDeskApi();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddScoped<DeskSession>().AddScoped<DeskView>().AddScoped<DeskSignIn>().AddScoped<SendDraft>().AddScoped<AddDraftedNote>().AddScoped<DeskCircuit>().AddScoped<CircuitHandler>(circuit => circuit.GetRequiredService<DeskCircuit>());
        builder.Services.AddSingleton<DeskWords>();
    }

    public static void MapDeskWeb(this WebApplication app)
    {
        if (!IsServed(app.Configuration)) return;
        var desk = app.MapGroup("/api/desk").RequireAuthorization(Policies.Counsellor);
        desk.MapDeskApi();
        desk.MapDeadLettersApi();
        desk.MapLineApi();
        app.MapRazorComponents<StaffApp>().AddInteractiveServerRenderMode();
    }

    private static bool IsServed(IConfiguration configuration) => RolesSetting.Read(configuration).HasFlag(Roles.Desk);
}
