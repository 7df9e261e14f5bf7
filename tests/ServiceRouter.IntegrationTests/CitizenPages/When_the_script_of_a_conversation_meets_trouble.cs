using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.CitizenPages;

/// <summary>Double clicks, browsers that keep nothing, nodes that hang, balancers that answer for them, a second tab: nothing is lost, and nothing is said that is not so.</summary>
public sealed class When_the_script_of_a_conversation_meets_trouble(CitizenBrowser people) : IClassFixture<CitizenBrowser>
{
    private const string ForbidsStorage = "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError'); } });";

    [Fact]
    public async Task A_double_click_on_an_answer_answers_nothing_else()
    {
        var page = await people.NewPersonAsync();
        await page.GotoAsync("/chat");
        await page.WritesAsync("mon chèque énergie est perdu");
        await Expect(page.Locator(".by-assistant").Last).ToContainTextAsync("Est-ce que cela répond à votre question");
        var no = page.GetByRole(AriaRole.Button, new() { Name = "Non", Exact = true });

        await no.DblClickAsync();

        await Expect(page.Locator(".by-assistant").Last).ToContainTextAsync("Voulez-vous en parler avec un conseiller");
        // What was pressed a second time would stand before what is written now.
        await page.WritesAsync("je ne sais pas");
        await Expect(page.Locator(".by-citizen").Last).ToContainTextAsync("je ne sais pas");
        await Expect(page.Locator(".by-citizen")).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task A_page_whose_script_did_not_come_shows_the_way_to_the_answers()
    {
        var page = await people.NewPersonAsync();
        await page.RouteAsync("**/js/chat.js", route => route.AbortAsync());

        await page.AsksForHumanAsync();

        await Expect(Indirect(page)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_that_hears_by_itself_needs_no_such_way_until_it_hears_nothing()
    {
        var page = await people.NewPersonAsync();
        await page.AsksForHumanAsync();
        await Expect(Indirect(page)).ToBeHiddenAsync();
        await page.RouteAsync("**/direct*", route => route.FulfillAsync(new() { Status = 429 }));
        await page.ReloadAsync();

        await Expect(Indirect(page)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_browser_that_keeps_nothing_for_this_site_hears_and_writes_all_the_same()
    {
        var page = await people.NewPersonAsync();
        await page.AddInitScriptAsync(ForbidsStorage);
        var receipt = await page.AsksForHumanAsync();
        var desk = await people.CounsellorTakesAsync(receipt);
        await desk.SaysAsync(receipt, "Bonjour, je vous lis.");

        await Expect(page.GetByText("Bonjour, je vous lis.")).ToBeVisibleAsync();
        await page.WritesAsync("Merci, me voici");
        await Expect(page.GetByText("Merci, me voici")).ToHaveCountAsync(1);
        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync("");
        await Expect(page.Locator("#lien")).ToBeEmptyAsync();
    }

    [Fact]
    public async Task A_page_that_has_heard_what_a_restored_database_does_not_hold_is_loaded_anew_and_hears_again()
    {
        const string Kept = "Le mot d'avant la copie";
        const string Lost = "Le mot d'après la copie";
        var page = await people.NewPersonAsync();
        var receipt = await page.AsksForHumanAsync();
        var desk = await people.CounsellorTakesAsync(receipt);
        await desk.SaysAsync(receipt, Kept);
        await desk.SaysAsync(receipt, Lost);
        await Expect(page.GetByText(Lost)).ToBeVisibleAsync();
        await people.App.TamperAsync(async db =>
        {
            var lost = await db.Activities.SingleAsync(a => a.Text == Lost);
            await db.Activities.Where(a => a.ConversationId == lost.ConversationId && a.Number >= lost.Number).ExecuteDeleteAsync();
            await db.Conversations.Where(c => c.Id == lost.ConversationId).ExecuteUpdateAsync(s => s.SetProperty(c => c.LastActivity, lost.Number - 1));
        });

        // As when its node comes back: the page asks again, with the number that it has.
        await page.Context.SetOfflineAsync(true);
        await page.Context.SetOfflineAsync(false);

        await Expect(page.GetByText(Lost)).ToHaveCountAsync(0);
        await desk.SaysAsync(receipt, "Le mot d'après le retour");
        await Expect(page.GetByText("Le mot d'après le retour")).ToBeVisibleAsync();
        await Expect(page.GetByText(Kept)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_a_balancer_answers_for_a_node_that_is_gone_is_sent_again_by_itself()
    {
        var page = await people.NewPersonAsync();
        await page.GotoAsync("/chat");
        var times = 0;
        await page.RouteAsync("**/chat", route => route.Request.Method == "POST" && times++ == 0
            ? route.FulfillAsync(new() { Status = 502, ContentType = "text/html", Body = "<h1>502 Bad Gateway</h1>" })
            : route.ContinueAsync());

        await page.WritesAsync("zzz qqq");

        await Expect(page.Locator(".by-citizen")).ToHaveCountAsync(1);
        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync("");
        times.Should().Be(2);
    }

    [Fact]
    public async Task A_node_that_hangs_is_noticed_while_a_message_is_on_its_way_and_the_message_goes_again()
    {
        var page = await people.NewPersonAsync();
        await page.Clock.InstallAsync();
        await page.GotoAsync("/chat");
        var held = new TaskCompletionSource();
        await page.RouteAsync("**/chat", route => route.Request.Method == "POST" && held.TrySetResult() ? Task.CompletedTask : route.ContinueAsync());
        await page.WritesAsync("zzz qqq");
        await held.Task.WaitAsync(TestContext.Current.CancellationToken);

        await page.Clock.RunForAsync(21_000);
        await Expect(page.Locator("#lien")).ToContainTextAsync("Votre message est gardé");
        await page.Clock.RunForAsync(3_000);

        await Expect(page.Locator(".by-citizen")).ToHaveCountAsync(1);
        await Expect(page.Locator("#lien")).ToBeEmptyAsync();
    }

    [Fact]
    public async Task A_stream_on_which_nothing_comes_any_more_is_opened_anew()
    {
        var page = await people.NewPersonAsync();
        await page.Clock.InstallAsync();
        var (opened, seen) = (0, new TaskCompletionSource());
        await page.RouteAsync("**/direct*", async route =>
        {
            if (opened++ == 0) return;
            await seen.Task;
            await route.ContinueAsync();
        });
        await page.AsksForHumanAsync();
        await Expect(page.Locator("#lien")).ToBeEmptyAsync();

        await page.Clock.RunForAsync(30_000);
        await Expect(page.Locator("#lien")).ToContainTextAsync("Connexion perdue");
        await Expect(Indirect(page)).ToBeVisibleAsync();
        seen.SetResult();

        await Expect(page.Locator("#lien")).ToBeEmptyAsync();
        await Expect(Indirect(page)).ToBeHiddenAsync();
        opened.Should().BeGreaterThan(1);
    }

    [Fact]
    public async Task A_stream_that_is_opened_and_held_back_on_the_way_is_nothing_heard()
    {
        var page = await people.NewPersonAsync();
        await page.RouteAsync("**/direct*", route => route.FulfillAsync(new() { Status = 200, ContentType = "text/event-stream", Body = ":\n\n" }));

        await page.AsksForHumanAsync();

        await Expect(page.Locator("#lien")).ToContainTextAsync("Connexion perdue");
        await Expect(Indirect(page)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_stood_in_the_field_when_a_human_was_asked_for_waits_in_the_field_of_the_request()
    {
        var page = await people.NewPersonAsync();
        await page.GotoAsync("/chat");
        await page.GetByLabel("Votre message").FillAsync("Mon loyer n'est plus payé");

        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Parler à un conseiller" }).First.ClickAsync();

        await Expect(page.Locator(".receipt .code")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync("Mon loyer n'est plus payé");
        await page.GetByRole(AriaRole.Button, new() { Name = "Envoyer" }).ClickAsync();
        await Expect(page.Locator(".by-citizen")).ToHaveCountAsync(1);
        await page.GotoAsync("/chat");
        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync("", new() { Timeout = 5_000 });
    }

    [Theory]
    [InlineData("/chat")]
    [InlineData("/demande/")]
    public async Task Another_tab_shows_and_holds_nothing_of_whom_the_device_has_forgotten(string path)
    {
        var first = await people.NewPersonAsync();
        var receipt = await first.AsksForHumanAsync();
        await first.GotoAsync(path == "/chat" ? path : path + receipt);
        await first.WritesAsync("les mots de la première");
        await Expect(first.Locator(".by-citizen")).ToHaveCountAsync(1);
        await first.GetByLabel("Votre message").FillAsync("pas encore envoyé");

        await ForgetsAsync(first);

        await Expect(first.GetByRole(AriaRole.Heading, new() { Name = "Cet appareil ne garde aucune conversation" })).ToBeVisibleAsync();
        await first.GotoAsync("/chat");
        await Expect(first.GetByText("les mots de la première")).ToHaveCountAsync(0);
        await Expect(first.GetByLabel("Votre message")).ToHaveValueAsync("");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tab_that_was_not_told_is_taken_to_the_conversation_of_who_writes(bool hasBegun)
    {
        var first = await people.NewPersonAsync();
        await first.AddInitScriptAsync("addEventListener('storage', event => event.stopImmediatePropagation());");
        await first.GotoAsync("/chat");
        await first.WritesAsync("les mots de la première");
        await Expect(first.Locator(".by-citizen")).ToHaveCountAsync(1);
        await first.ReloadAsync();
        var second = await ForgetsAsync(first);
        if (hasBegun)
        {
            await second.GotoAsync("/chat");
            await second.WritesAsync("le début de la suivante");
            await Expect(second.Locator(".by-citizen")).ToHaveCountAsync(1);
        }

        await first.WritesAsync("les mots de la suivante");

        await Expect(first.GetByText("les mots de la première")).ToHaveCountAsync(0);
        await Expect(first.GetByText("les mots de la suivante")).ToHaveCountAsync(1);
        await Expect(first.GetByLabel("Votre message")).ToHaveValueAsync("");
    }

    private static async Task<IPage> ForgetsAsync(IPage first)
    {
        var second = await first.Context.NewPageAsync();
        await second.GotoAsync("/appareil");
        await second.GetByRole(AriaRole.Button, new() { Name = "Oublier sur cet appareil" }).ClickAsync();
        await Expect(second.GetByRole(AriaRole.Heading, new() { Name = "Cet appareil ne garde aucune conversation" })).ToBeVisibleAsync();
        return second;
    }

    private static ILocator Indirect(IPage page) => page.Locator("#sans-direct a");
}
