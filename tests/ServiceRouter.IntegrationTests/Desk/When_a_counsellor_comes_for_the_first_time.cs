using System.Security.Claims;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.Desk;

public sealed class When_a_counsellor_comes_for_the_first_time
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sign_in_gives_one_row_also_when_two_windows_open_at_once()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var person = SignedInCounsellor.From(new ClaimsPrincipal(new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, "zoe.martel@example.org"), new(ClaimTypes.Name, "Zoé Martel"),
                new(SignedInCounsellor.TerritoryClaim, "23"), new(SignedInCounsellor.SpaceClaim, "France services Boussac"),
            ], "test")));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.Get<EnsureCounsellor>().RunAsync(person, Token)));

        var row = await app.LookAsync(db => Task.FromResult(db.Counsellors.Single(c => c.Id == person.Id)));
        (row.ShownName, row.Territory, row.SpaceName, row.Presence).Should().Be(("Zoé Martel", "23", "France services Boussac", Presence.Offline));
    }

    [Fact]
    public async Task The_new_counsellor_is_offered_requests()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var person = SignedInCounsellor.From(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "zoe.martel@example.org")], "test")));
        await app.Get<EnsureCounsellor>().RunAsync(person, Token);
        var desk = await app.CounsellorComesAsync(person.Id);

        var citizen = await app.CitizenComesAsync(asksNow: true);

        (await desk.SeesOfferAsync()).Receipt.Should().Be(ReceiptCodeOf(await citizen.HandoffAsync()));
    }

    private static string ReceiptCodeOf(Handoff handoff) => ReceiptCode.Print(handoff.Receipt);
}
