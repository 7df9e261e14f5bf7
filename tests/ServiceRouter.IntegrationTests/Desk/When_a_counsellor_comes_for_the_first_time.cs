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
    public async Task A_name_that_the_provider_has_corrected_is_read_by_citizens_from_the_next_sign_in_on()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await app.Get<EnsureCounsellor>().RunAsync(Named("Nadia Bertholet"), Token);

        await app.Get<EnsureCounsellor>().RunAsync(Named("Nadia Martel"), Token);

        (await NameAsync(app)).Should().Be("Nadia Martel");
        await app.Get<EnsureCounsellor>().RunAsync(Named(null), Token);
        (await NameAsync(app)).Should().Be("Nadia Martel", "a program's token that tells no name changes none");
        await app.Get<EnsureCounsellor>().RunAsync(Named("Nadia Bertholet"), Token);
        (await NameAsync(app)).Should().Be("Nadia Martel", "a session of before is still open beside it");
    }

    private static SignedInCounsellor Named(string? name) =>
        SignedInCounsellor.From(new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "nadia@example.org"), .. name is null ? [] : (Claim[])[new(ClaimTypes.Name, name)]], "test")));

    private static Task<string> NameAsync(RouterApp app) => app.LookAsync(db => Task.FromResult(db.Counsellors.Single(c => c.Id == "nadia@example.org").ShownName));

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
