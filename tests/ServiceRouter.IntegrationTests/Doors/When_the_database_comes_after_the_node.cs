using System.Net;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>A node starts while its database is away, and keeps the way to a person open (docs/adr/0016).</summary>
public sealed class When_the_database_comes_after_the_node
{
    [Fact]
    public async Task Pages_answer_and_a_request_is_taken_and_it_is_in_the_queue_once_the_database_is_there()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.EmbeddedNotMigrated(), clock: null, ClosableDatabase.PutClosed, "--Doors:DatabaseTimeout=00:00:00.500", "--Doors:LookAgainInterval=00:00:00.100", RouterApp.WithJobs);
        using var citizen = new CitizenHttp(app);

        (await citizen.OpensAsync("/humain")).Status.Should().Be(HttpStatusCode.OK);
        var receipt = await citizen.AsksForHumanAsync();
        (await citizen.OpensAsync($"/demande/{receipt}")).Page.Should().Contain("Demande enregistrée, en cours de transmission");
        var before = await citizen.OpensAsync("/health/ready");
        app.Get<ClosableDatabase>().Open();

        before.Status.Should().Be(HttpStatusCode.OK, "the journal's door is open: a balancer must not shut it from outside");
        before.Page.Should().Contain("\"status\":\"degraded\"").And.Contain("\"database\":{\"state\":\"away\"");
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<SchemaSeen>().IsSeen), "the node finds its database by itself");
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<AskJournal>().Count == 0), "the journal is taken");
        var desk = await app.CounsellorComesAsync();
        (await desk.SeesOfferAsync()).Receipt.Should().Be(receipt, "the demo counsellors and the queue are there");
        await Eventually.HoldsAsync(async () => !(await citizen.OpensAsync("/health/ready")).Page.Contains("\"away\""), "readiness says that it is back");
    }

    [Fact]
    public async Task A_database_at_another_version_keeps_the_node_from_being_ready_and_not_from_taking_requests()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.EmbeddedNotMigrated(), clock: null, ClosableDatabase.PutClosed,
            "--environment=Production", "--Roles=Front", "--Doors:DatabaseTimeout=00:00:00.500");
        using var citizen = new CitizenHttp(app);
        app.Get<ClosableDatabase>().Open();
        await Eventually.HoldsAsync(async () => (await citizen.OpensAsync("/health/ready")).Page.Contains("pending"), "readiness tells of the version");

        var receipt = await citizen.AsksForHumanAsync();

        app.Get<SchemaSeen>().IsSeen.Should().BeFalse();
        app.Get<AskJournal>().Count.Should().Be(1);
        await app.TamperAsync(db => db.Database.MigrateAsync());
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<AskJournal>().Count == 0), "migrated by somebody else, it is used without a restart");
        (await citizen.OpensAsync($"/demande/{receipt}")).Page.Should().Contain("Votre demande attend un conseiller");
    }
}
