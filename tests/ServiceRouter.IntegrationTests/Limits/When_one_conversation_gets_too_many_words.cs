using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels;
using ServiceRouter.Dialogue;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Doors;

namespace ServiceRouter.IntegrationTests.Limits;

/// <summary>What somebody types without end is no longer stored; whatever leads to a person goes on (docs/adr/0089).</summary>
public sealed class When_one_conversation_gets_too_many_words
{
    private const string Enough = "Vous avez envoyé beaucoup de messages en peu de temps";

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Words_for_a_request_are_refused_in_words_until_an_hour_has_passed()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);
        using var citizen = new CitizenHttp(app);
        var receipt = await citizen.AsksForHumanAsync();
        await FillAsync(app);
        var stored = await CountAsync(app);

        foreach (var field in (string[])["texte", "choix"])
        {
            var (status, page, _) = await citizen.SendsAsync($"/demande/{receipt}", (field, "encore un mot"));
            (status, page).Should().Match<(HttpStatusCode Status, string Page)>(answer => answer.Status == HttpStatusCode.BadRequest && answer.Page.Contains(Enough) && answer.Page.Contains("un conseiller les lira"), field);
        }
        (await CountAsync(app)).Should().Be(stored);
        clock.Advance(TimeSpan.FromMinutes(61));

        (await citizen.SendsAsync($"/demande/{receipt}", ("texte", "encore un mot"))).Status.Should().Be(HttpStatusCode.Found);
        (await CountAsync(app)).Should().BeGreaterThan(stored);
    }

    [Fact]
    public async Task Where_nobody_was_asked_for_no_counsellor_is_said_to_read_them()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);
        using var citizen = new CitizenHttp(app);
        (await citizen.SendsAsync("/chat", ("texte", "Bonjour"))).Status.Should().Be(HttpStatusCode.Found);
        await FillAsync(app);

        var (status, page, _) = await citizen.SendsAsync("/chat", ("texte", "une carte grise perdue"));

        status.Should().Be(HttpStatusCode.BadRequest);
        page.Should().Contain(Enough).And.Contain("une carte grise perdue", "what was typed stays in its field").And.NotContain("les lira");
        (await citizen.SendsAsync("/chat", ("choix", ServiceChoices.Human))).Status.Should().Be(HttpStatusCode.Found);
        (await app.LookAsync(db => db.Handoffs.CountAsync(Token))).Should().Be(1);
    }

    [Fact]
    public async Task Every_way_to_a_person_stays_open()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock);
        using var citizen = new CitizenHttp(app);
        (await citizen.SendsAsync("/chat", ("texte", "Bonjour"))).Status.Should().Be(HttpStatusCode.Found);
        await FillAsync(app);

        (await citizen.SendsAsync("/chat", ("texte", "je veux parler à un conseiller"))).Status.Should().Be(HttpStatusCode.Found);
        var handoff = await app.LookAsync(db => db.Handoffs.SingleAsync(Token));
        var page = $"/demande/{ReceiptCode.Print(handoff.Receipt)}";
        (await citizen.SendsAsync(page, ("texte", "j'ai envie d'en finir"))).Status.Should().Be(HttpStatusCode.Found);
        (await app.LookAsync(db => db.Handoffs.Select(h => h.Rank).SingleAsync(Token))).Should().Be(HandoffRank.Distress);
        (await citizen.OpensAsync(page)).Page.Should().Contain("3114");
        (await citizen.AsksForHumanAsync()).Should().Be(ReceiptCode.Print(handoff.Receipt));
        (await app.Get<ReceiveActivity>().RunAsync(handoff.ConversationId, new CitizenActivity("un texto", null, null), Token)).Should().BeNull("by telephone and by text message nothing is refused");
        (await citizen.SendsAsync($"{page}/retirer")).Status.Should().Be(HttpStatusCode.Found);
        (await app.LookAsync(db => db.Handoffs.Select(h => h.State).SingleAsync(Token))).Should().Be(HandoffState.Withdrawn);
    }

    private static async Task FillAsync(RouterApp app) => await app.HasSaidAsync(await app.LookAsync(db => db.Conversations.Select(c => c.Id).SingleAsync(Token)), EnoughWords.MostInHour);

    private static Task<int> CountAsync(RouterApp app) => app.LookAsync(db => db.Activities.CountAsync(Token));
}
