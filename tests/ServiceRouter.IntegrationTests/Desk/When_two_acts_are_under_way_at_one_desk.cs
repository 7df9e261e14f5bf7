using System.Data.Common;
using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Desk;
using ServiceRouter.Host.Desk;
using ServiceRouter.Host.SignIn;
using ServiceRouter.Platform;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>While the lists are read again after an act, the counsellor works on in another conversation: what became of the first is told by itself, and its words are not erased.</summary>
public sealed class When_two_acts_are_under_way_at_one_desk
{
    private static readonly Refusal Refused = Refusal.TooLate("refused", "Pas maintenant.");

    [Fact]
    public async Task Words_that_were_refused_stand_in_the_box_though_another_act_succeeded_meanwhile()
    {
        var reading = new WaitsOnce();
        await using var app = await StartAsync(reading);
        await using var scope = app.Get<IServiceScopeFactory>().CreateAsyncScope();
        var session = await OpenAsync(app, scope.ServiceProvider);
        var talk = new Talk("K7PR-2XW-9AD-FM47") { Draft = "Votre dossier est complet." };

        reading.Arm();
        var first = scope.ServiceProvider.GetRequiredService<SendDraft>().RunAsync(talk);
        await reading.Waits;
        (await session.ActAsync(_ => Task.FromResult<Refusal?>(null))).Should().BeTrue();
        reading.GoOn();

        (await first).Should().BeFalse();
        talk.Draft.Should().Be("Votre dossier est complet.");
    }

    [Fact]
    public async Task A_conversation_whose_end_was_refused_is_not_on_its_way_out_though_the_message_was_closed()
    {
        var reading = new WaitsOnce();
        await using var app = await StartAsync(reading);
        await using var scope = app.Get<IServiceScopeFactory>().CreateAsyncScope();
        var session = await OpenAsync(app, scope.ServiceProvider);
        var talk = new Talk("K7PR-2XW-9AD-FM47");

        reading.Arm();
        var first = session.ActAsync(_ => Task.FromResult<Refusal?>(Refused), leaving: talk);
        await reading.Waits;
        session.Problem.Should().Be(Refused.Text, "it is shown while the lists are read");
        session.ForgetProblem();
        talk.Leaving.Should().BeFalse("should it go by itself now, the counsellor is told");
        reading.GoOn();

        (await first).Should().BeFalse();
    }

    /// <summary>While it stands they get no request, and it says what to do about it.</summary>
    [Fact]
    public async Task Who_was_set_away_by_the_service_is_told_so_until_they_have_chosen()
    {
        await using var app = await StartAsync(new WaitsOnce());
        await using var scope = app.Get<IServiceScopeFactory>().CreateAsyncScope();
        var session = await OpenAsync(app, scope.ServiceProvider);
        await session.ActAsync(_ => Task.FromResult<Refusal?>(null));
        await app.TamperAsync(db => db.Counsellors.Where(c => c.Id == "conseiller1").ExecuteUpdateAsync(set => set.SetProperty(c => c.Presence, Presence.Away)));

        await session.ActAsync(_ => Task.FromResult<Refusal?>(null));
        session.SetBySystem.Should().Be(Presence.Away);
        await session.ChooseAsync(_ => Task.FromResult<Refusal?>(Refused));
        session.SetBySystem.Should().Be(Presence.Away, "nothing came of the press");
        await session.ChooseAsync(id => app.Get<SetPresence>().RunAsync(id, Presence.Available, null, Token));

        session.SetBySystem.Should().BeNull();
    }

    [Fact]
    public async Task A_desk_that_is_back_renews_its_lease_at_once()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await RouterApp.StartAsync(RouterSetUp.EmbeddedInMemory(), clock, "--Desk:Lease=00:00:45");
        await using var scope = app.Get<IServiceScopeFactory>().CreateAsyncScope();
        var session = await OpenAsync(app, scope.ServiceProvider);
        var circuit = scope.ServiceProvider.GetRequiredService<DeskCircuit>();
        using var end = new CancellationTokenSource();
        var keeps = session.KeepAliveAsync(end.Token);
        await circuit.OnConnectionDownAsync(null!, Token);
        clock.Advance(TimeSpan.FromSeconds(14));

        await circuit.OnConnectionUpAsync(null!, Token);

        await Eventually.HoldsAsync(async () => await app.LookAsync(db => db.Counsellors.Where(c => c.Id == "conseiller1").Select(c => c.LeaseUntil).SingleAsync()) > clock.GetUtcNow().AddSeconds(40), "though its interval is not over yet");
        await end.CancelAsync();
        await keeps.Invoking(k => k).Should().ThrowAsync<OperationCanceledException>();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Task<RouterApp> StartAsync(WaitsOnce reading) =>
        RouterApp.StartAsync(RouterSetUp.EmbeddedInMemory(), clock: null, services => services.ConfigureDbContext<SqliteRouterDbContext>(options => options.AddInterceptors(reading)), "--Desk:Lease=00:05:00");

    /// <summary>A desk as a circuit opens it, of somebody who is signed in.</summary>
    private static async Task<DeskSession> OpenAsync(RouterApp app, IServiceProvider circuit)
    {
        await app.CounsellorComesAsync();
        var until = TimeProvider.System.GetUtcNow().AddHours(1);
        var person = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "conseiller1"), new(ClaimTypes.Name, "Nadia Bertholet"), new(ClaimTypes.Role, StaffRoles.Counsellor)], "test"));
        var properties = new AuthenticationProperties { ExpiresUtc = until };
        properties.Items["sr.ends-at"] = until.ToString("O", CultureInfo.InvariantCulture);
        var files = app.Get<SessionFiles>();
        var request = new DefaultHttpContext();
        await files.RetrieveAsync(await files.StoreAsync(new AuthenticationTicket(person, properties, CookieAuthenticationDefaults.AuthenticationScheme)), request, TestContext.Current.CancellationToken);
        ((ClaimsIdentity)person.Identity!).AddClaim(new Claim(SessionCookie.SessionClaim, SessionFiles.NameFor(request)!));
        var session = circuit.GetRequiredService<DeskSession>();
        session.Begin(person);
        return session;
    }

    /// <summary>The next reading of the lists of a desk waits for the test.</summary>
    private sealed class WaitsOnce : DbCommandInterceptor
    {
        private readonly TaskCompletionSource waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int armed;

        public Task Waits => waits.Task.WaitAsync(TestContext.Current.CancellationToken);

        public void Arm() => armed = 1;

        public void GoOn() => goesOn.SetResult();

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            // One of the lists: what this counsellor has closed.
            if (command.CommandText.Contains("\"ended_at\" DESC", StringComparison.OrdinalIgnoreCase) && Interlocked.Exchange(ref armed, 0) == 1)
            {
                waits.SetResult();
                await goesOn.Task.WaitAsync(cancellationToken);
            }
            return await base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }
    }
}
