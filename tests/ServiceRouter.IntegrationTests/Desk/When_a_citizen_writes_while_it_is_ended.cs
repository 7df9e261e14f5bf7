using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Journeys;
using ServiceRouter.Platform;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>A counsellor fills in a form that ends the conversation, and the citizen writes meanwhile: nothing ends over words that nobody has read (docs/adr/0094).</summary>
public abstract class When_a_citizen_writes_while_it_is_ended : Journey
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));

    public static TheoryData<string> Endings => ["served", "unreachable", "absent", "appointment"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task Words_that_came_since_are_read_first(string ending)
    {
        var app = await StartAsync(clock, "--Desk:AttemptsBeforeUnreachable=1");
        var desk = await app.CounsellorComesAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();
        (await desk.SaysAsync(receipt, "Bonjour")).Should().BeNull();
        var shown = (await citizen.ReadsAsync())[^1].Number;

        await citizen.SaysAsync("j'ai envie d'en finir");

        (await EndAsync(app, desk, receipt, ending, shown))!.Code.Should().Be("citizen-wrote");
        (await citizen.HandoffAsync()).Should().Match<Handoff>(h => h.State == HandoffState.WithCounsellor && h.Rank == HandoffRank.Distress);
        (await EndAsync(app, desk, receipt, ending, (await citizen.ReadsAsync())[^1].Number)).Should().BeNull("they have been read");
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task What_the_counsellor_and_the_service_said_since_is_no_news(string ending)
    {
        var app = await StartAsync(clock, "--Desk:AttemptsBeforeUnreachable=1");
        var desk = await app.CounsellorComesAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await desk.TakesNextAsync();
        var shown = (await citizen.ReadsAsync())[^1].Number;

        (await desk.SaysAsync(receipt, "Au revoir")).Should().BeNull();

        (await EndAsync(app, desk, receipt, ending, shown)).Should().BeNull();
    }

    private static Task<Refusal?> EndAsync(RouterApp app, DeskOf desk, string receipt, string ending, int seen) => ending switch
    {
        "served" => app.Get<CloseHandoff>().RunAsync(desk.Id, receipt, HandoffOutcome.Served, "information", null, seen, Token),
        "unreachable" => app.Get<CloseHandoff>().RunAsync(desk.Id, receipt, HandoffOutcome.Unreachable, "sans_reponse", null, seen, Token),
        "absent" => app.Get<RecordAbsence>().RunAsync(desk.Id, receipt, seen, Token),
        _ => app.Get<CommitHandoff>().RunAsync(desk.Id, receipt, CommitmentKind.Appointment, new DateTimeOffset(2027, 3, 12, 9, 0, 0, TimeSpan.Zero), null, null, seen, Token),
    };
}

public sealed class When_a_citizen_writes_while_it_is_ended_embedded : When_a_citizen_writes_while_it_is_ended
{
    protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.EmbeddedInMemory());
}

public sealed class When_a_citizen_writes_while_it_is_ended_in_production(TestServersFixture fixture) : When_a_citizen_writes_while_it_is_ended
{
    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.OnPostgresAsync(await fixture.Servers);
}
