using System.Net;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>A receipt proves by itself that it is ours: no node denies what another has promised (docs/adr/0014).</summary>
public sealed class When_another_node_took_the_request
{
    private const string UnderWay = "Demande enregistrée, en cours de transmission";

    // Its check sign is right, and its proof is not.
    private const string Invented = "K7PR-2XW-9AD-FM47";

    [Fact]
    public async Task A_node_that_knows_nothing_of_it_says_that_it_is_recorded()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var citizen = new CitizenHttp(app);
        var receipt = GivenByAnotherNode(app);

        var (status, page) = await citizen.OpensAsync($"/demande/{receipt}");

        status.Should().Be(HttpStatusCode.OK);
        page.Should().Contain(UnderWay).And.Contain(receipt).And.Contain("bien l'un des nôtres").And.Contain("tel:3939").And.NotContain("enregistrée depuis le");
    }

    [Fact]
    public async Task A_code_that_nobody_gave_is_not_found()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var citizen = new CitizenHttp(app);

        var (status, page) = await citizen.OpensAsync($"/demande/{Invented}");

        status.Should().Be(HttpStatusCode.NotFound);
        page.Should().Contain("Demande introuvable").And.NotContain(UnderWay);
        (await citizen.SendsAsync("/demande", ("recepisse", Invented))).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Typed_into_the_form_it_leads_to_its_page()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var citizen = new CitizenHttp(app);
        var receipt = GivenByAnotherNode(app);

        var (status, _, goes) = await citizen.SendsAsync("/demande", ("recepisse", receipt.ToLowerInvariant().Replace('-', ' ')));

        (status, goes).Should().Be((HttpStatusCode.Found, $"/demande/{receipt}"));
    }

    [Fact]
    public async Task A_message_to_it_is_not_taken_and_not_denied()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var citizen = new CitizenHttp(app);

        var (status, page, _) = await citizen.SendsAsync($"/demande/{GivenByAnotherNode(app)}", ("texte", "Bonjour, encore moi."));

        status.Should().Be(HttpStatusCode.ServiceUnavailable);
        page.Should().Contain("Bonjour, encore moi.").And.Contain(UnderWay);
    }

    [Fact]
    public async Task Without_the_database_it_is_still_known_as_ours()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put);
        app.Get<ClosableDatabase>().Close();
        using var citizen = new CitizenHttp(app);

        var (status, ours) = await citizen.OpensAsync($"/demande/{GivenByAnotherNode(app)}");
        var (_, invented) = await citizen.OpensAsync($"/demande/{Invented}");

        status.Should().Be(HttpStatusCode.ServiceUnavailable);
        ours.Should().Contain("Le registre des demandes ne répond pas").And.Contain("bien l'un des nôtres");
        invented.Should().Contain("Le registre des demandes ne répond pas").And.NotContain("bien l'un des nôtres", "one of a former version has no proof, and may be good");
    }

    [Fact]
    public async Task A_receipt_of_a_former_version_is_found_by_its_row()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var citizen = new CitizenHttp(app);
        await citizen.AsksForHumanAsync();
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(s => s.SetProperty(h => h.Receipt, ReceiptCode.Parse(Invented))));

        var (status, page) = await citizen.OpensAsync($"/demande/{Invented}");

        status.Should().Be(HttpStatusCode.OK);
        page.Should().Contain("Votre demande attend un conseiller");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_citizens_who_drew_the_same_code_have_two_requests(bool receiptIsOut)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var first = AskingOf(app);
        var second = AskingOf(app) with { Receipt = first.Receipt };
        await app.Get<TakeAsked>().RunAsync(first, receiptIsOut: true, CancellationToken.None);

        var taken = await app.Get<TakeAsked>().RunAsync(second, receiptIsOut, CancellationToken.None);
        var again = await app.Get<TakeAsked>().RunAsync(second, receiptIsOut, CancellationToken.None);

        taken.Handoff.Receipt.Should().NotBe(first.Receipt);
        app.Get<ReceiptSeal>().IsOurs(taken.Handoff.Receipt).Should().BeTrue();
        again.Handoff.Receipt.Should().Be(taken.Handoff.Receipt);
        (await app.LookAsync(db => db.Handoffs.OrderBy(h => h.AskedAt).Select(h => h.Id).ToListAsync())).Should().Equal(first.HandoffId, second.HandoffId);
    }

    private static string GivenByAnotherNode(RouterApp app) => ReceiptCode.Print(app.Get<ReceiptSeal>().New());

    private static Contracts.Handoffs.HandoffAsked AskingOf(RouterApp app) =>
        Asking.By(ConversationKey.New()).Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow());
}
