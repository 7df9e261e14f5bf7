using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.SignIn;
using ServiceRouter.Platform.Jobs;
using ServiceRouter.Platform.Looks;
using ServiceRouter.Retention;

namespace ServiceRouter.IntegrationTests.Desk;

/// <summary>A receipt that a citizen says at any counter opens the request there; the lists tell nobody how others have to be spoken with, and a reading leaves a trace.</summary>
public sealed class When_a_counsellor_reads_what_is_not_theirs
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_lists_tell_the_receipt_of_ones_own_citizens_only_and_how_to_speak_with_them()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var first = await DeskProgram.SignInAsync(app, "conseiller1");
        using var second = await DeskProgram.SignInAsync(app, "conseiller2");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = ReceiptCode.Print((await citizen.HandoffAsync()).Receipt);
        (await app.Get<TellNeed>().RunAsync(receipt, AccessNeed.SignLanguage, Token)).Should().BeNull();

        foreach (var list in (string[])["handoffs", "handoffs?state=waiting"])
        {
            var row = (await second.GetAsync(list)).Body.EnumerateArray().Single();
            (row.GetProperty("receipt").ValueKind, row.GetProperty("need").ValueKind).Should().Be((JsonValueKind.Null, JsonValueKind.Null));
            row.GetRawText().Should().NotContain(receipt, "nowhere in it").And.NotContain(ReceiptCode.Parse(receipt), "nor without its dashes");
            row.GetProperty("reason").GetString().Should().NotBeEmpty("that somebody waits, and for what, is everybody's");
        }

        await first.ComesAsync();
        await using (var listener = await first.ListenAsync())
        {
            var offer = await listener.HearsAsync("offer");
            await first.PostAsync($"offers/{offer.Text("id")}/decline", new { reason = "en entretien" });
        }
        var offered = (await first.GetAsync("handoffs?state=waiting")).Body.EnumerateArray().Single();
        (offered.GetProperty("receipt").GetString(), offered.GetProperty("need").GetString()).Should().Be((receipt, "signLanguage"), "it was offered here");
        (await second.GetAsync("handoffs?state=waiting")).Body.EnumerateArray().Single().GetProperty("need").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task What_a_list_names_is_read_by_its_id_and_that_is_recorded()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var handoff = await citizen.HandoffAsync();
        using var other = await DeskProgram.SignInAsync(app, "conseiller2");
        var id = (await other.GetAsync("handoffs?state=waiting")).Body.EnumerateArray().Single().GetProperty("id").GetString();

        var read = await other.GetAsync($"handoffs/{id}");

        read.Body.GetProperty("handoff").GetProperty("receipt").GetString().Should().Be(ReceiptCode.Print(handoff.Receipt));
        (await app.Get<RecordLooks>().ListAsync(Token)).Should().ContainSingle(l => l.Person == "conseiller2" && l.HandoffId == handoff.Id);
        (await other.GetAsync($"handoffs/{MassTransit.NewId.NextGuid()}")).ShouldBeProblem(404, "handoff-unknown");
        using var anybody = new Doors.CitizenHttp(app);
        (await anybody.OpensAsync($"/demande/{id}")).Status.Should().Be(System.Net.HttpStatusCode.NotFound, "no page of the citizen's opens by it");
    }

    [Fact]
    public async Task A_reading_by_whoever_neither_has_it_nor_was_offered_it_is_recorded_each_time()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var holder = await app.CounsellorComesAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = await holder.TakesNextAsync();
        var handoff = await citizen.HandoffAsync();
        using var held = await DeskProgram.SignInAsync(app, "conseiller1");
        using var other = await DeskProgram.SignInAsync(app, "conseiller2");

        (await held.GetAsync($"handoffs/{receipt}")).Status.Should().Be(200);
        (await app.Get<RecordLooks>().ListAsync(Token)).Should().BeEmpty("it is in their hands");
        (await other.GetAsync($"handoffs/{receipt}")).Body.GetProperty("handoff").GetProperty("receipt").GetString().Should().Be(receipt, "the citizen says it at any counter");
        (await other.GetAsync($"handoffs/{receipt}")).Status.Should().Be(200);
        (await holder.ClosesAsync(receipt)).Should().BeNull();
        (await held.GetAsync($"handoffs/{receipt}")).Status.Should().Be(200);
        (await other.GetAsync("handoffs/K7PR-2XW-9AD-FM4H")).ShouldBeProblem(404, "handoff-unknown");

        var looks = await app.Get<RecordLooks>().ListAsync(Token);
        looks.Should().HaveCount(2).And.OnlyContain(l => l.Person == "conseiller2" && l.Kind == LookKind.Handoff && l.HandoffId == handoff.Id);
    }

    [Fact]
    public async Task A_manager_sees_that_it_was_read_by_whom_and_not_what()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var receipt = ReceiptCode.Print((await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync()).Receipt);
        using var other = await DeskProgram.SignInAsync(app, "conseiller2");
        await other.GetAsync($"handoffs/{receipt}");
        using var manager = new Browser(new Uri(app.Url));
        await DemoPage.TakeAsync(manager, "responsable1");

        (await manager.GetAsync("/pilotage")).Body.Should().Contain("1 lecture de demandes").And.NotContain("conseiller2");
        var list = await manager.GetAsync("/api/steering/looks");
        JsonDocument.Parse(list.Body).RootElement.EnumerateArray().Single().GetProperty("person").GetString().Should().Be("conseiller2");
        list.Body.Should().NotContain(receipt).And.NotContain(ReceiptCode.Parse(receipt));
    }

    [Fact]
    public async Task An_export_and_who_read_one_request_are_found_among_any_number_of_readings()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);
        var handoff = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await app.Get<RecordLooks>().ExportAsync("responsable1", handoffId: null, "2026-11-01..2026-11-23", Token);
        await app.Get<RecordLooks>().HandoffAsync("conseiller2", handoff.Id, Token);
        clock.Advance(TimeSpan.FromDays(1));
        await app.TamperAsync(async db =>
        {
            for (var i = 0; i < 1_001; i++) db.Looks.Add(new RecordedLook { Id = MassTransit.NewId.NextGuid(), At = clock.GetUtcNow(), Person = "conseiller1", Kind = LookKind.Handoff, HandoffId = MassTransit.NewId.NextGuid() });
            await db.SaveChangesAsync(Token);
        });
        using var manager = new Browser(new Uri(app.Url));
        await DemoPage.TakeAsync(manager, "responsable1");

        var newest = await ListAsync("");
        newest.Should().HaveCount(1_000).And.OnlyContain(l => l.GetProperty("person").GetString() == "conseiller1");
        var rest = await ListAsync($"?after={newest[^1].GetProperty("id").GetString()}");
        rest.Select(l => l.GetProperty("person").GetString()).Should().BeEquivalentTo("conseiller1", "conseiller2", "responsable1");
        rest.Concat(newest).Select(l => l.GetProperty("id").GetString()).Should().OnlyHaveUniqueItems("a page begins where the one before it ends");
        (await ListAsync("?kind=export")).Should().ContainSingle().Which.GetProperty("scope").GetString().Should().Be("2026-11-01..2026-11-23");
        (await ListAsync($"?receipt={ReceiptCode.Print(handoff.Receipt)}")).Should().ContainSingle().Which.GetProperty("person").GetString().Should().Be("conseiller2");
        (await ListAsync("?person=conseiller2")).Should().ContainSingle();
        (await ListAsync("?from=2026-11-24&to=2026-11-24")).Should().HaveCount(2);
        foreach (var wrong in (string[])["?kind=reading", "?kind=1", "?from=hier", "?from=0001-01-01", "?to=9999-12-31", "?after=1", $"?after={Guid.Empty}"])
            (await manager.GetAsync($"/api/steering/looks{wrong}")).Status.Should().Be(System.Net.HttpStatusCode.BadRequest, wrong);
        (await manager.GetAsync("/api/steering/looks?receipt=K7PR-2XW-9AD-FM4H")).Status.Should().Be(System.Net.HttpStatusCode.NotFound);
        (await manager.GetAsync("/pilotage")).Body.Should().Contain("2026-11-01..2026-11-23").And.NotContain("conseiller1</td>");

        async Task<List<JsonElement>> ListAsync(string query) => [.. JsonDocument.Parse((await manager.GetAsync($"/api/steering/looks{query}")).Body).RootElement.EnumerateArray()];
    }

    [Fact]
    public async Task The_record_is_erased_after_its_time()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);
        await app.Get<RecordLooks>().HandoffAsync("conseiller1", Guid.Empty, Token);
        clock.Advance(new JobsOptions().LooksKept - TimeSpan.FromMinutes(1));
        await app.Get<DropTraces>().RunAsync(Token);
        (await app.LookAsync(db => db.Looks.CountAsync())).Should().Be(1);

        clock.Advance(TimeSpan.FromMinutes(2));
        await app.Get<DropTraces>().RunAsync(Token);

        (await app.LookAsync(db => db.Looks.CountAsync())).Should().Be(0);
    }
}
