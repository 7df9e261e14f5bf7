using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Pages.Citizens;
using ServiceRouter.Routing;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>Embedded: the request goes to the node's journal, and is one request in the end (G3).</summary>
public sealed partial class When_the_database_does_not_answer
{
    private const string UnderWay = "Demande enregistrée, en cours de transmission";

    [Fact]
    public async Task A_citizen_whose_first_act_is_the_asking_gets_a_receipt_that_stays_good()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        var database = app.Get<ClosableDatabase>();
        database.Close();

        var receipt = await citizen.AsksForHumanAsync();

        (await citizen.OpensAsync($"/demande/{receipt}")).Should().Match<(HttpStatusCode Status, string Page)>(
            answer => answer.Status == HttpStatusCode.OK && answer.Page.Contains(UnderWay) && answer.Page.Contains(receipt));
        database.Open();
        await IsInDatabaseAsync(app, receipt);
        (await citizen.OpensAsync($"/demande/{receipt}")).Page.Should().Contain("Votre demande attend un conseiller").And.NotContain(UnderWay);
        (await citizen.OpensAsync("/chat")).Page.Should().Contain(receipt, "the cookie that came with the receipt opens the conversation");
        var desk = await app.CounsellorComesAsync();
        (await desk.SeesOfferAsync()).Receipt.Should().Be(receipt);
        app.Get<AskJournal>().Count.Should().Be(0);
    }

    [Fact]
    public async Task A_commit_that_succeeded_after_all_and_the_journal_make_one_request()
    {
        await using var app = await StartAsync("--Doors:DatabaseTimeout=00:00:00.500");
        using var citizen = new CitizenHttp(app);
        var database = app.Get<ClosableDatabase>();
        database.CommitSilently();

        var receipt = await citizen.AsksForHumanAsync();

        app.Get<AskJournal>().Count.Should().Be(1, "the commit did not answer in time");
        database.Open();
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<AskJournal>().Count == 0), "the journal is replayed");
        (await app.LookAsync(db => db.Handoffs.Select(h => h.Receipt).ToListAsync())).Should().Equal(ReceiptCode.Parse(receipt));
        (await app.LookAsync(db => db.Activities.CountAsync())).Should().Be(1, "one notice for one request");
        (await app.LookAsync(db => db.ReceiptAliases.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task Whoever_has_an_open_request_keeps_it_and_the_new_receipt_leads_there()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        var first = await citizen.AsksForHumanAsync();
        var database = app.Get<ClosableDatabase>();
        database.Close();

        var second = await citizen.AsksForHumanAsync();
        var third = await citizen.AsksForHumanAsync(("recepisse", first));

        new[] { first, second, third }.Should().OnlyHaveUniqueItems();
        database.Open();
        foreach (var receipt in new[] { second, third })
        {
            await IsInDatabaseAsync(app, receipt);
            (await citizen.OpensAsync($"/demande/{receipt}")).Page.Should().Contain(first);
        }
        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task Two_clicks_make_one_request_and_both_receipts_are_good()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        var database = app.Get<ClosableDatabase>();
        database.Close();
        var key = (OwnConversation.KeyField, ConversationKey.New().ToString());

        var receipts = await Task.WhenAll(citizen.AsksForHumanAsync(key), citizen.AsksForHumanAsync(key));

        database.Open();
        foreach (var receipt in receipts) await IsInDatabaseAsync(app, receipt);
        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1);
    }

    [Fact]
    public async Task Whoever_writes_while_the_request_is_under_way_keeps_the_key_and_has_one_request()
    {
        var setUp = RouterSetUp.Embedded();
        var before = await RouterApp.StartAsync(setUp, clock: null, ClosableDatabase.Put, "--Doors:LookAgainInterval=00:01:00");
        using var citizen = new CitizenHttp(before);
        before.Get<ClosableDatabase>().Close();
        var first = await citizen.AsksForHumanAsync();
        before.Get<ClosableDatabase>().Open();

        // The database answers again, and does not know the request yet.
        (await citizen.SendsAsync("/chat", ("texte", "Bonjour"), ("envoi", "one"))).Goes.Should().Be("/chat#reponse");
        before.Get<AskJournal>().Count.Should().Be(1, "the journal was not replayed in between");
        var second = await citizen.AsksForHumanAsync();
        await before.StopAsync();

        await using var after = await RouterApp.StartAsync(setUp);
        foreach (var receipt in new[] { first, second }) await IsInDatabaseAsync(after, receipt);
        (await after.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1);
        (await after.LookAsync(db => db.Conversations.CountAsync())).Should().Be(1, "what was written belongs to the request");
    }

    [Fact]
    public async Task The_node_may_end_in_between_and_the_order_of_the_asking_is_kept()
    {
        var setUp = RouterSetUp.Embedded();
        var before = await RouterApp.StartAsync(setUp, clock: null, ClosableDatabase.Put, Soon);
        before.Get<ClosableDatabase>().Close();
        var receipts = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            using var citizen = new CitizenHttp(before);
            receipts.Add(await citizen.AsksForHumanAsync());
        }
        await before.StopAsync();

        await using var after = await RouterApp.StartAsync(setUp);

        foreach (var receipt in receipts) await IsInDatabaseAsync(after, receipt);
        (await after.LookAsync(db => db.Handoffs.OrderBy(h => h.AskedAt).Select(h => h.Receipt).ToListAsync()))
            .Should().Equal(receipts.Select(ReceiptCode.Parse));
        (await after.LookAsync(db => db.HandoffLog.OrderBy(e => e.At).Select(e => e.HandoffId).ToListAsync()))
            .Should().Equal(await after.LookAsync(db => db.Handoffs.OrderBy(h => h.AskedAt).Select(h => h.Id).ToListAsync()), "replayed in that order");
    }

    [Fact]
    public async Task A_call_back_is_promised_when_the_database_is_back()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        var database = app.Get<ClosableDatabase>();
        database.Close();

        var (status, _, goes) = await citizen.SendsAsync("/appel", ("numero", "01 99 00 12 34"), ("jour", Day), ("heure", "10:00"));

        status.Should().Be(HttpStatusCode.Found);
        (await citizen.OpensAsync(goes!)).Page.Should().Contain(UnderWay).And.Contain("Rappel demandé pour le");
        database.Open();
        var receipt = goes!["/demande/".Length..];
        await IsInDatabaseAsync(app, receipt);
        var handoff = await app.LookAsync(db => db.Handoffs.SingleAsync());
        (handoff.State, handoff.Commitment, handoff.Receipt).Should().Be((HandoffState.Promised, CommitmentKind.CallBack, ReceiptCode.Parse(receipt)!));
        (await app.LookAsync(db => db.Conversations.Select(c => c.CallBackNumber).SingleAsync())).Should().Be("0199001234");
    }

    [Fact]
    public async Task A_call_as_soon_as_possible_takes_another_door_and_keeps_the_place()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        app.Get<ClosableDatabase>().Close();

        var (status, _, goes) = await citizen.SendsAsync("/appel", ("numero", "01 99 00 12 34"), ("jour", ""), ("heure", ""));

        status.Should().Be(HttpStatusCode.Found);
        (await citizen.OpensAsync(goes!)).Page.Should().Contain(UnderWay).And.Contain("Rappel demandé dès que possible");
        app.Get<ClosableDatabase>().Open();
        await IsInDatabaseAsync(app, goes!["/demande/".Length..]);
        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Should().Match<Handoff>(h => h.IsOpen && h.DueAt == null && h.Reason == "rappel");
        (await app.LookAsync(db => db.Conversations.Select(c => c.CallBackNumber).SingleAsync())).Should().Be("0199001234");
    }

    [Theory]
    [InlineData("2027-03-26", "", "Choisissez aussi l'heure")]
    [InlineData("", "10:00", "Choisissez aussi le jour")]
    public async Task Half_a_moment_is_asked_for_and_guessed_by_nobody(string day, string time, string says)
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);

        var (status, page, _) = await citizen.SendsAsync("/appel", ("numero", "01 99 00 12 34"), ("jour", day), ("heure", time));

        (status, page.Contains(says, StringComparison.Ordinal), page.Contains("01 99 00 12 34", StringComparison.Ordinal)).Should().Be((HttpStatusCode.BadRequest, true, true));
        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task A_call_back_that_is_under_way_is_told_on_the_clock_it_was_chosen_on()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        app.Get<ClosableDatabase>().Close();

        var (_, _, goes) = await citizen.SendsAsync("/appel", ("numero", "01 99 00 12 34"), ("jour", DayIn("974")), ("heure", "14:00"), ("lieu", "974"));

        (await citizen.OpensAsync(goes!)).Page.Should().Contain(UnderWay).And.Contain("(heure de La Réunion)").And.NotContain("(heure de Paris)");
    }

    [Fact]
    public async Task A_call_back_asked_on_the_page_of_a_request_takes_another_door_and_is_promised_on_that_request()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        var first = await citizen.AsksForHumanAsync();
        var form = CallBackForm().Match((await citizen.OpensAsync($"/demande/{first}")).Page);
        form.Groups["receipt"].Value.Should().Be(first);
        app.Get<ClosableDatabase>().Close();
        // Elsewhere, without the browser's key: the receipt is all it takes.
        using var elsewhere = new CitizenHttp(app);

        var refused = await elsewhere.SendsAsync(form.Groups["address"].Value, ("numero", "12"), ("jour", Day), ("heure", "10:00"), ("recepisse", first));
        var (status, _, goes) = await elsewhere.SendsAsync(form.Groups["address"].Value, ("numero", "01 99 00 12 34"), ("jour", Day), ("heure", "10:00"), ("recepisse", first));

        refused.Status.Should().Be(HttpStatusCode.BadRequest);
        refused.Page.Should().Contain("Ce numéro n'est pas reconnu").And.Contain($"name=\"recepisse\" value=\"{first}\"").And.Contain($"href=\"/demande/{first}\"");
        status.Should().Be(HttpStatusCode.Found);
        (await elsewhere.OpensAsync(goes!)).Page.Should().Contain(UnderWay).And.Contain("Rappel demandé pour le").And.Contain("(heure de Paris)");
        app.Get<ClosableDatabase>().Open();
        await IsInDatabaseAsync(app, goes!["/demande/".Length..]);
        var handoff = await app.LookAsync(db => db.Handoffs.SingleAsync());
        (handoff.State, handoff.Receipt).Should().Be((HandoffState.Promised, ReceiptCode.Parse(first)!));
        (await app.LookAsync(db => db.Conversations.Select(c => c.CallBackNumber).SingleAsync())).Should().Be("0199001234");
    }

    [Fact]
    public async Task A_page_that_an_earlier_version_drew_sends_its_call_back_to_where_it_is_taken()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        var receipt = await citizen.AsksForHumanAsync();
        app.Get<ClosableDatabase>().Close();

        var (status, _, goes) = await citizen.SendsAsync($"/demande/{receipt}?handler=Rappel", ("numero", "01 99 00 12 34"), ("jour", Day), ("heure", "10:00"));
        status.Should().Be(HttpStatusCode.TemporaryRedirect, "the browser sends the same form again");

        (await citizen.SendsAsync(goes!, ("numero", "01 99 00 12 34"), ("jour", Day), ("heure", "10:00"))).Goes.Should().StartWith("/demande/");
    }

    [Fact]
    public async Task A_receipt_that_nobody_here_knows_gets_an_honest_answer()
    {
        await using var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        var receipt = await citizen.AsksForHumanAsync();
        app.Get<ClosableDatabase>().Close();

        var (status, page) = await citizen.OpensAsync($"/demande/{receipt}");

        status.Should().Be(HttpStatusCode.ServiceUnavailable);
        page.Should().Contain("Le registre des demandes ne répond pas en ce moment").And.Contain(receipt).And.Contain("tel:3939").And.Contain("/humain");
    }

    /// <summary>One of those that can be chosen.</summary>
    private static string Day => DayIn(null);

    // Each territory has holidays of its own.
    private static string DayIn(string? territory) => CallBackTimes.Days(territory, TimeProvider.System.GetUtcNow(), new ServiceHours(Options.Create(new ServiceHoursOptions())))[^1].Value;

    private const string Soon = "--Doors:LookAgainInterval=00:00:00.100";

    private static Task<RouterApp> StartAsync(params string[] settings) => RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put, [Soon, .. settings]);

    private static Task IsInDatabaseAsync(RouterApp app, string receipt) =>
        Eventually.HoldsAsync(async () => await app.Get<FollowHandoff>().RunAsync(receipt, CancellationToken.None) is not null, "the receipt leads to a request in the database");

    [GeneratedRegex("<form method=\"post\" action=\"(?<address>[^\"]+)\">(?:(?!</form>).)*name=\"recepisse\" value=\"(?<receipt>[^\"]+)\"(?:(?!</form>).)*name=\"numero\"", RegexOptions.Singleline)]
    private static partial Regex CallBackForm();
}
