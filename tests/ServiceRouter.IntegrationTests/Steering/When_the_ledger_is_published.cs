using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.SignIn;
using ServiceRouter.Platform;
using ServiceRouter.Steering;
using ServiceRouter.Steering.Anchoring;

namespace ServiceRouter.IntegrationTests.Steering;

public sealed partial class When_the_ledger_is_published
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_incident_is_public_without_the_receipt_and_counted_in_the_metrics()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var lost = await LoseOneAsync(app);
        await app.Get<CheckLedger>().RunAsync(Token);
        using var anyone = new Browser(new Uri(app.Url));

        var json = (await anyone.GetAsync("/registre.json")).Body;
        var incident = JsonSerializer.Deserialize<JsonElement>(json).GetProperty("incidents")[0];
        incident.GetProperty("cause").GetString().Should().Be("rowMissing");
        incident.GetProperty("handoffs").GetInt32().Should().Be(1);
        incident.GetProperty("closedAt").ValueKind.Should().Be(JsonValueKind.Null);
        var page = (await anyone.GetAsync("/registre")).Body;
        page.Should().Contain("Demande inscrite au journal et absente du compte");
        (json + page).Should().NotContain(lost.Receipt).And.NotContain(ReceiptCode.Print(lost.Receipt));
        await Eventually.HoldsAsync(
            async () => OpenIn((await anyone.GetAsync("/metrics")).Body, app) == "1", "the metrics of this node count the open incident");
    }

    [Fact]
    public async Task A_check_that_has_stopped_is_told_to_everybody_and_to_managers()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);
        await app.CitizenComesAsync(asksNow: true);
        using var anyone = new Browser(new Uri(app.Url));
        using var manager = new Browser(new Uri(app.Url));
        await DemoPage.TakeAsync(manager, "responsable1");
        (await anyone.GetAsync("/registre")).Body.Should().Contain("Aucun contrôle").And.NotContain("À chaque minute").And.NotContain("Aucun incident");
        (await manager.GetAsync("/pilotage")).Body.Should().Contain("pas contrôlé</h2>");

        await app.Get<CheckLedger>().RunAsync(Token);
        app.Get<ReadRegister>().Renew();
        (await anyone.GetAsync("/registre")).Body.Should().Contain("À chaque minute").And.Contain("Aucun incident").And.NotContain("en retard");
        (await CheckedAtAsync(anyone)).Should().Be(clock.GetUtcNow());
        (await manager.GetAsync("/pilotage")).Body.Should().NotContain("pas contrôlé</h2>").And.Contain("<dd>Juste</dd>");
        var last = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromMinutes(16));

        (await anyone.GetAsync("/registre")).Body.Should().Contain("Le contrôle est en retard").And.NotContain("À chaque minute").And.NotContain("Aucun incident").And.Contain("aucun incident n&#x27;avait été constaté");
        (await CheckedAtAsync(anyone)).Should().Be(last);
        (await manager.GetAsync("/pilotage")).Body.Should().Contain("pas contrôlé</h2>").And.Contain("<dd>Non contrôlé</dd>").And.Contain("rôle Jobs");
        (await app.Get<ReadAges>().OfCheckAsync(Token)).Should().Be(16 * 60);
    }

    [Fact]
    public async Task The_wait_until_a_date_that_was_chosen_is_said_to_count()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var anyone = new Browser(new Uri(app.Url));

        (await anyone.GetAsync("/registre")).Body.Should().Contain("y compris pour qui a choisi");
    }

    [Fact]
    public async Task An_entry_that_waits_for_its_anchor_has_an_age_and_a_silent_day_has_none()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);
        (await app.Get<ReadAges>().OfAnchorsAsync(Token)).Should().Be(0);
        (await app.Get<ReadAges>().OfCheckAsync(Token)).Should().Be(0, "there is nothing to check");
        await app.CitizenComesAsync(asksNow: true);
        clock.Advance(TimeSpan.FromDays(2));
        (await app.Get<ReadAges>().OfAnchorsAsync(Token)).Should().Be(2 * 24 * 3600);

        await app.Get<AnchorDays>().RunAsync(Token);

        (await app.Get<ReadAges>().OfAnchorsAsync(Token)).Should().Be(0);
        using var operators = new Browser(new Uri(app.Url));
        await Eventually.HoldsAsync(
            async () => (await operators.GetAsync("/metrics")).Body is var metrics && Regex.IsMatch(metrics, "^sr_ledger_check_age_seconds{", RegexOptions.Multiline) && Regex.IsMatch(metrics, "^sr_anchors_age_seconds{", RegexOptions.Multiline),
            "both ages are metrics");
    }

    [Fact]
    public async Task The_metrics_of_a_node_outlive_another_node_of_the_process()
    {
        var other = await RouterApp.StartEmbeddedAsync();
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var operators = new Browser(new Uri(app.Url));
        await Eventually.HoldsAsync(async () => OpenIn((await operators.GetAsync("/metrics")).Body, app) == "0", "it is counted");

        await other.DisposeAsync();
        await LoseOneAsync(app);
        await app.Get<CheckLedger>().RunAsync(Token);

        await Eventually.HoldsAsync(
            async () => OpenIn((await operators.GetAsync("/metrics")).Body, app) == "1", "the metrics of the node that is left count the open incident");
    }

    [Fact]
    public async Task A_manager_sees_the_incident_and_closes_it_by_a_check_once_it_is_mended()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var lost = await LoseOneAsync(app);
        using var manager = new Browser(new Uri(app.Url));
        await DemoPage.TakeAsync(manager, "responsable1");

        var found = await CheckAsync(manager);
        found.Should().Contain("<dd>Incident</dd>").And.Contain($"href=\"/demande/{ReceiptCode.Print(lost.Receipt)}\"").And.Contain("Les deux comptes");
        (await CheckAsync(manager)).Should().Contain("<dd>Incident</dd>", "a check does not mend anything");
        await app.TamperAsync(async db => { db.Handoffs.Add(lost); await db.SaveChangesAsync(); });

        (await CheckAsync(manager)).Should().Contain("<dd>Juste</dd>").And.Contain("par responsable1");
    }

    [Fact]
    public async Task Of_an_incident_that_lasts_the_newest_request_is_named_first()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var first = ReceiptCode.Print((await LoseOneAsync(app)).Receipt);
        using var manager = new Browser(new Uri(app.Url));
        await DemoPage.TakeAsync(manager, "responsable1");
        await CheckAsync(manager);
        var second = ReceiptCode.Print((await LoseOneAsync(app)).Receipt);

        var page = await CheckAsync(manager);

        page.IndexOf($"/demande/{second}\"", StringComparison.Ordinal).Should().BePositive().And.BeLessThan(page.IndexOf($"/demande/{first}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_check_leaves_the_manager_at_the_period_that_was_looked_at()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var manager = new Browser(new Uri(app.Url));
        await DemoPage.TakeAsync(manager, "responsable1");
        var page = (await manager.GetAsync("/pilotage?periode=week&direct=true")).Body;
        var address = CheckForm().Match(page).Groups[1].Value.Replace("&amp;", "&", StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = FormToken().Match(page).Groups[1].Value });

        var answer = await manager.PostAsync(address, form);

        answer.From.PathAndQuery.Should().Be("/pilotage?periode=week&direct=true");
    }

    [Fact]
    public async Task A_month_is_open_data_in_which_small_counts_are_hidden()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 10, 31, 22, 30, 0, TimeSpan.Zero));
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);
        for (var i = 0; i < 14; i++)
        {
            var citizen = await app.CitizenComesAsync();
            if (i < 8) await citizen.GivesPostcodeAsync(i < 2 ? "23000" : "75001");
            await citizen.AsksForHumanAsync();
        }
        clock.Advance(TimeSpan.FromHours(1));
        await app.CitizenComesAsync(asksNow: true);
        using var anyone = new Browser(new Uri(app.Url));

        (await anyone.GetAsync("/registre")).Body.Should().Contain("/registre/2026-10.csv").And.Contain("/registre/2026-11.csv");
        var october = await anyone.GetAsync("/registre/2026-10.csv");

        october.MediaType.Should().Be("text/csv");
        var rows = october.Body.TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(';')).ToList();
        rows.Should().OnlyContain(cells => cells.Length == rows[0].Length);
        rows[1][2..9].Should().Equal("ensemble", "", "14", "0", "0", "0", "14");
        var places = rows.Where(cells => cells[2] == "territoire").ToDictionary(cells => cells[3], cells => cells[4]);
        places["23"].Should().BeEmpty("two people asked there");
        places.Values.Count(asked => asked.Length == 0).Should().BeGreaterThan(1, "14 less the others would give the two away");
    }

    [Theory]
    [InlineData("2026-09")]
    [InlineData("2026-13")]
    [InlineData("2099-01")]
    public async Task A_month_that_is_none_is_not_found(string month)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await app.CitizenComesAsync(asksNow: true);
        using var anyone = new Browser(new Uri(app.Url));

        (await anyone.GetAsync($"/registre/{month}.csv")).Status.Should().Be(HttpStatusCode.NotFound);
    }

    private static async Task<Handoff> LoseOneAsync(RouterApp app)
    {
        await app.CitizenComesAsync(asksNow: true);
        var lost = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await app.TamperAsync(db => db.Handoffs.Where(h => h.Id == lost.Id).ExecuteDeleteAsync());
        return lost;
    }

    private static async Task<string> CheckAsync(Browser manager)
    {
        var token = FormToken().Match((await manager.GetAsync("/pilotage")).Body).Groups[1].Value;
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token });
        return (await manager.PostAsync("/pilotage?handler=Controle", form)).Body;
    }

    private static async Task<DateTimeOffset> CheckedAtAsync(Browser anyone) =>
        JsonSerializer.Deserialize<JsonElement>((await anyone.GetAsync("/registre.json")).Body).GetProperty("checkedAt").GetDateTimeOffset();

    private static string OpenIn(string metrics, RouterApp app) =>
        Regex.Match(metrics, $"^sr_ledger_incidents_open{{[^}}]*node=\"{app.Get<NodeName>().Value}\"[^}}]*}} (\\d+)", RegexOptions.Multiline).Groups[1].Value;

    [GeneratedRegex("action=\"([^\"]+handler=Controle[^\"]*)\"")]
    private static partial Regex CheckForm();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
