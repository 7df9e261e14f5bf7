using Microsoft.EntityFrameworkCore;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.Journeys;

/// <summary>Whoever says a receipt is told where its request stands, and nothing of what was never given to anybody (docs/adr/0075).</summary>
public sealed class When_a_receipt_is_said
{
    private const string BeingPassedOn = "en cours de transmission";

    [Fact]
    public async Task The_answer_follows_the_request_from_the_queue_to_its_end()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var asked = await app.CitizenComesAsync(asksNow: true);
        var receipt = ReceiptCode.Print((await asked.HandoffAsync()).Receipt);

        (await SayAsync(app, receipt)).Should().Contain($"Votre demande {receipt} attend un conseiller.");
        var desk = await app.CounsellorComesAsync();
        await desk.TakesNextAsync();
        (await SayAsync(app, receipt)).Should().Contain($"Un conseiller s'occupe de votre demande {receipt}").And.Contain("Nadia Bertholet");
        (await desk.ClosesAsync(receipt)).Should().BeNull();
        (await SayAsync(app, receipt)).Should().Contain($"Votre demande {receipt} est terminée depuis le");
    }

    [Fact]
    public async Task One_that_is_ours_and_has_no_row_yet_is_being_passed_on()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var receipt = ReceiptCode.Print(app.Get<ReceiptSeal>().New());

        (await SayAsync(app, receipt)).Should().Contain($"Votre demande {receipt} est enregistrée, {BeingPassedOn}");
    }

    [Fact]
    public async Task Fourteen_signs_that_nobody_was_given_are_words_like_others()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var seal = app.Get<ReceiptSeal>();
        var strange = Enumerable.Range(0, 1_000).Select(number => ReceiptCode.New(_ => (ulong)number)).First(code => !seal.IsOurs(code));

        (await SayAsync(app, ReceiptCode.Print(strange))).Should().NotContain(BeingPassedOn).And.NotContain("Votre demande");
    }

    [Fact]
    public async Task Nobody_hears_of_a_request_of_an_exercise()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var played = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await app.TamperAsync(db => db.Handoffs.ExecuteUpdateAsync(set => set.SetProperty(h => h.Territory, SealedTerritory.Code)));

        (await SayAsync(app, ReceiptCode.Print(played.Receipt))).Should().NotContain("Votre demande");
    }

    [Fact]
    public async Task Whoever_sends_a_list_is_not_answered_for_all_of_it()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var receipt = ReceiptCode.Print((await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync()).Receipt);
        var strange = Enumerable.Range(0, 1_000).Select(number => ReceiptCode.New(_ => (ulong)number)).Where(code => !app.Get<ReceiptSeal>().IsOurs(code)).Take(4).Select(ReceiptCode.Print).ToList();

        (await SayAsync(app, $"{string.Join(", ", strange.Take(3))}, {receipt}")).Should().Contain("attend un conseiller");
        (await SayAsync(app, $"{string.Join(", ", strange)}, {receipt}")).Should().NotContain("attend un conseiller");
    }

    // Somebody else's conversation: the receipt is all that they have in common.
    private static async Task<string> SayAsync(RouterApp app, string receipt)
    {
        var citizen = await app.CitizenComesAsync();
        var before = (await citizen.ReadsAsync()).Count;
        await citizen.SaysAsync($"Bonjour, où en est {receipt} ?");
        return string.Join('\n', (await citizen.ReadsAsync()).Skip(before).Where(said => said.Author != Conversations.Author.Citizen).Select(said => said.Text));
    }
}
