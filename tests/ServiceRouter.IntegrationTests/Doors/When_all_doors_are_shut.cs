using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Doors;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>Nothing is promised, and the citizen is told where people are (G3).</summary>
public sealed partial class When_all_doors_are_shut
{
    private const string SmallJournal = "--Doors:JournalBytes=1024";

    [Fact]
    public async Task The_page_gives_no_receipt_but_phone_numbers_and_the_nearest_spaces_with_their_hours()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put, SmallJournal, "--Doors:LookAgainInterval=00:00:00.100");
        app.Get<ClosableDatabase>().Close();
        var accepted = await OthersFillTheJournalAsync(app);
        using var citizen = new CitizenHttp(app);

        var (status, page, goes) = await citizen.SendsAsync("/humain", ("lieu", "23000"));

        (status, goes).Should().Be((HttpStatusCode.ServiceUnavailable, null));
        page.Should().Contain("Votre demande n'a pas pu être enregistrée").And.Contain("Aucun récépissé n'a été donné").And.NotContain("aucune demande n'est en attente")
            .And.Contain("tel:3939").And.Contain("à certaines heures").And.NotContain("Joindre une personne maintenant").And.Contain("tel:112").And.Contain("class=\"space\"").And.Contain("class=\"hours\"").And.MatchRegex("23\\d{3} ").And.Contain("action=\"/espaces\"").And.Contain("action=\"/humain\"");
        page.Should().NotContain("class=\"code\"").And.NotContain("   at ");
        citizen.Cookies.Count.Should().Be(0);

        app.Get<ClosableDatabase>().Open();
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<AskJournal>().Count == 0), "the doors are open again");
        await citizen.AsksForHumanAsync();
        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(accepted + 1, "the refused askings made none");
    }

    [Fact]
    public async Task A_citizen_who_said_no_place_can_look_for_one_there()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put, SmallJournal);
        app.Get<ClosableDatabase>().Close();
        await OthersFillTheJournalAsync(app);
        using var citizen = new CitizenHttp(app);

        (await citizen.SendsAsync("/humain")).Status.Should().Be(HttpStatusCode.ServiceUnavailable);

        var (status, page) = await citizen.OpensAsync("/espaces?lieu=23000");
        status.Should().Be(HttpStatusCode.OK);
        page.Should().Contain("class=\"hours\"");
    }

    [Fact]
    public async Task Whoever_has_a_request_hears_that_it_is_kept_and_the_next_try_belongs_to_it()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put, SmallJournal, "--Doors:LookAgainInterval=00:00:00.100");
        using var owner = new CitizenHttp(app);
        var receipt = await owner.AsksForHumanAsync();
        app.Get<ClosableDatabase>().Close();
        var others = await OthersFillTheJournalAsync(app);
        // From another device, where no key is kept.
        using var elsewhere = new CitizenHttp(app);

        var (_, page, _) = await elsewhere.SendsAsync("/humain", ("recepisse", receipt), ("lieu", "23000"));

        page.Should().Contain("Si vous aviez déjà fait une demande, elle est gardée avec sa place");
        var tries = HumanForm().Matches(page);
        tries.Should().HaveCount(2, "the button of every page, and the one to try again").And.OnlyContain(form => form.Value.Contains($"name=\"recepisse\" value=\"{receipt}\"") && form.Value.Contains("name=\"lieu\" value=\"23000\""));
        app.Get<ClosableDatabase>().Open();
        await Eventually.HoldsAsync(() => Task.FromResult(app.Get<AskJournal>().Count == 0), "the doors are open again");
        (await elsewhere.AsksForHumanAsync(("recepisse", receipt), ("lieu", "23000"))).Should().Be(receipt);
        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(others + 1);
    }

    [Fact]
    public async Task A_receipt_that_another_site_sends_is_not_carried_on()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var owner = new CitizenHttp(app);
        var receipt = await owner.AsksForHumanAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Url) };
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("recepisse", receipt)]);

        using var answer = await http.PostAsync("/humain", form, TestContext.Current.CancellationToken);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Should().Contain("action=\"/humain\"").And.NotContain(receipt);
    }

    [GeneratedRegex("<form class=\"human\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex HumanForm();

    private static async Task<int> OthersFillTheJournalAsync(RouterApp app)
    {
        for (var accepted = 0; ; accepted++)
        {
            using var other = new CitizenHttp(app);
            if ((await other.SendsAsync("/humain")).Status == HttpStatusCode.ServiceUnavailable) return accepted;
        }
    }
}
