using System.Net;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Commands;
using ServiceRouter.IntegrationTests.Doors;
using ServiceRouter.IntegrationTests.Servers;

namespace ServiceRouter.IntegrationTests.Journeys;

public abstract class When_a_citizen_says_how_to_be_spoken_with : Journey
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_counsellor_sees_it_with_the_offer_and_during_the_talk()
    {
        var app = await StartAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = (await citizen.HandoffAsync()).Receipt;
        (await app.Get<TellNeed>().RunAsync(receipt, AccessNeed.Written, Token)).Should().BeNull();
        var desk = await app.CounsellorComesAsync();
        var offer = await desk.SeesOfferAsync();

        (await app.Get<ReadDesk>().OffersAsync("conseiller1", Token)).Should().ContainSingle().Which.Handoff.Need.Should().Be(AccessNeed.Written);

        (await app.Get<AcceptOffer>().RunAsync("conseiller1", offer.Id, Token)).Should().BeNull();
        var told = await ChangesToldAsync(app);
        (await app.Get<TellNeed>().RunAsync(receipt, AccessNeed.MoreTime, Token)).Should().BeNull();
        (await ChangesToldAsync(app)).Should().Be(told + 1);
        (await app.Get<ReadDesk>().HandoffAsync("conseiller1", receipt, before: null, Token))!.Handoff.Need.Should().Be(AccessNeed.MoreTime);
    }

    [Fact]
    public async Task It_changes_neither_the_place_nor_the_proof()
    {
        var app = await StartAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var before = await citizen.HandoffAsync();

        (await app.Get<TellNeed>().RunAsync(before.Receipt, AccessNeed.SignLanguage, Token)).Should().BeNull();

        (await citizen.HandoffAsync()).Should().BeEquivalentTo(before, but => but.Excluding(h => h.Need));
        (await app.LookAsync(db => db.HandoffLog.AnyAsync(e => e.Facts.Contains("SignLanguage") || e.Facts.Contains("signLanguage")))).Should().BeFalse("the log can never forget it");
        (await VerifyLogCommand.RunAsync(app.Get<IServiceProvider>(), TextWriter.Null, TextWriter.Null, Token)).Should().Be(0);
    }

    [Fact]
    public async Task It_can_be_said_until_the_request_ends_and_taken_back_at_any_time()
    {
        var app = await StartAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var receipt = (await citizen.HandoffAsync()).Receipt;
        (await app.Get<TellNeed>().RunAsync(receipt, AccessNeed.PlainWords, Token)).Should().BeNull();
        (await app.Get<TellNeed>().RunAsync(receipt, null, Token)).Should().BeNull();
        (await citizen.HandoffAsync()).Need.Should().BeNull();
        (await app.Get<TellNeed>().RunAsync(receipt, AccessNeed.MoreTime, Token)).Should().BeNull();
        await citizen.WithdrawsAsync();

        (await app.Get<TellNeed>().RunAsync(receipt, AccessNeed.PlainWords, Token))!.Code.Should().Be("need-too-late");
        (await app.Get<TellNeed>().RunAsync(receipt, null, Token)).Should().BeNull();
        (await app.LookAsync(db => db.Handoffs.SingleAsync())).Need.Should().BeNull();
    }

    /// <summary>The form was open when the request ended.</summary>
    [Fact]
    public async Task The_page_of_an_ended_request_says_why_it_is_not_taken_and_lets_it_be_taken_back()
    {
        var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        var page = $"/demande/{await citizen.AsksForHumanAsync()}";
        await citizen.SendsAsync($"{page}?handler=Besoin", ("besoin", "Written"));
        await citizen.SendsAsync($"{page}/retirer");

        var refused = await citizen.SendsAsync($"{page}?handler=Besoin", ("besoin", "SignLanguage"));
        refused.Status.Should().Be(HttpStatusCode.BadRequest);
        refused.Page.Should().Contain("ce besoin ne peut plus être transmis").And.Contain("Effacer ce choix");
        (await citizen.SendsAsync($"{page}?handler=Lieu", ("code", "1"))).Page.Should().Contain("class=\"problem\"");

        (await citizen.SendsAsync($"{page}?handler=Besoin", ("besoin", ""))).Status.Should().Be(HttpStatusCode.Found);
        (await citizen.OpensAsync(page)).Page.Should().NotContain("Effacer ce choix").And.NotContain("class=\"problem\"");
    }

    [Fact]
    public async Task The_page_of_the_request_takes_it_without_script()
    {
        var app = await StartAsync();
        using var citizen = new CitizenHttp(app);
        var page = $"/demande/{await citizen.AsksForHumanAsync()}";

        (await citizen.SendsAsync($"{page}?handler=Besoin", ("besoin", "Written"))).Status.Should().Be(HttpStatusCode.Found);
        (await citizen.OpensAsync(page)).Page.Should().MatchRegex("value=\"Written\"[^>]*selected").And.Contain("Le conseiller verra");
        (await citizen.SendsAsync($"{page}?handler=Besoin", ("besoin", "Anything"))).Page.Should().Contain("Ce choix n");
        (await citizen.SendsAsync($"{page}?handler=Besoin", ("besoin", ""))).Status.Should().Be(HttpStatusCode.Found);
        (await citizen.OpensAsync(page)).Page.Should().NotContain("Le conseiller verra");
    }

    private static Task<int> ChangesToldAsync(RouterApp app) => app.LookAsync(db => db.DeskEvents.CountAsync(e => e.Kind == DeskEventKind.HandoffChanged));
}

public sealed class When_a_citizen_says_embedded_how_to_be_spoken_with : When_a_citizen_says_how_to_be_spoken_with
{
    protected override Task<RouterSetUp> NewSetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
}

public sealed class When_a_citizen_says_in_production_how_to_be_spoken_with(TestServersFixture fixture) : When_a_citizen_says_how_to_be_spoken_with
{
    protected override async Task<RouterSetUp> NewSetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);
}
