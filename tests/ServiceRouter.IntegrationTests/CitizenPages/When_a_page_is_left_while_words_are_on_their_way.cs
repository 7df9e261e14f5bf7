using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.CitizenPages;

/// <summary>The page is loaded again, or a human is asked for, while a message is on its way: it is said once, or stands in the field.</summary>
public sealed class When_a_page_is_left_while_words_are_on_their_way(CitizenBrowser people) : IClassFixture<CitizenBrowser>
{
    [Fact]
    public async Task Words_that_arrived_while_the_page_was_loaded_again_are_said_once_and_stand_in_no_field()
    {
        var page = await people.NewPersonAsync();
        await page.GotoAsync("/chat");
        await page.WritesAsync("zzz qqq");
        await Expect(page.Locator(".by-citizen")).ToHaveCountAsync(1);
        var (arrived, answered) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/chat", async route =>
        {
            if (route.Request.Method != "POST" || arrived.Task.IsCompleted)
            {
                await route.ContinueAsync();
                return;
            }
            // It is done, and its answer comes to nobody.
            await route.FetchAsync();
            arrived.SetResult();
            await answered.Task;
            await route.AbortAsync();
        });
        await page.WritesAsync("Mon loyer n'est plus payé");
        await arrived.Task.WaitAsync(TestContext.Current.CancellationToken);

        await page.ReloadAsync();
        answered.SetResult();

        await Expect(page.Locator(".by-citizen").Filter(new() { HasText = "Mon loyer n'est plus payé" })).ToHaveCountAsync(1);
        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync("");
        await page.ReloadAsync();
        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync("");
        await Expect(page.Locator(".by-citizen")).ToHaveCountAsync(2);
    }

    /// <summary>Its cookie has not come: the page that is loaded again has a key of another conversation.</summary>
    [Fact]
    public async Task First_words_that_arrived_while_the_page_was_loaded_again_begin_one_conversation()
    {
        const string First = "Ma première question, avant tout cookie";
        var page = await people.NewPersonAsync();
        await page.GotoAsync("/chat");
        var (arrived, answered) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync("**/chat", async route =>
        {
            if (route.Request.Method != "POST" || arrived.Task.IsCompleted)
            {
                await route.ContinueAsync();
                return;
            }
            using var elsewhere = new HttpClient();
            elsewhere.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
            using var form = new StringContent(route.Request.PostData!, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
            using var done = await elsewhere.PostAsync(new Uri(route.Request.Url), form, TestContext.Current.CancellationToken);
            arrived.SetResult();
            await answered.Task;
            await route.AbortAsync();
        });
        await page.WritesAsync(First);
        await arrived.Task.WaitAsync(TestContext.Current.CancellationToken);

        await page.ReloadAsync();
        answered.SetResult();

        await Expect(page.Locator(".by-citizen").Filter(new() { HasText = First })).ToHaveCountAsync(1);
        (await people.App.LookAsync(db => db.Activities.CountAsync(a => a.Text == First))).Should().Be(1);
        await page.AsksForHumanAsync();
        await Expect(page.Locator(".by-citizen").Filter(new() { HasText = First })).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Words_on_their_way_when_a_human_is_asked_for_are_said_or_stand_in_the_field_of_the_request(bool arrive)
    {
        var page = await people.NewPersonAsync();
        await page.GotoAsync("/chat");
        await page.WritesAsync("zzz qqq");
        await Expect(page.Locator(".by-citizen")).ToHaveCountAsync(1);
        var held = new TaskCompletionSource();
        await page.RouteAsync("**/chat", async route =>
        {
            if (route.Request.Method != "POST" || held.Task.IsCompleted)
            {
                await route.ContinueAsync();
                return;
            }
            if (arrive) await route.FetchAsync();
            held.SetResult();
        });
        await page.WritesAsync("Mon loyer n'est plus payé");
        await held.Task.WaitAsync(TestContext.Current.CancellationToken);

        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Parler à un conseiller" }).First.ClickAsync();

        await Expect(page.Locator(".receipt .code")).ToBeVisibleAsync();
        await Expect(page.Locator(".by-citizen").Filter(new() { HasText = "Mon loyer" })).ToHaveCountAsync(arrive ? 1 : 0);
        await Expect(page.GetByLabel("Votre message")).ToHaveValueAsync(arrive ? "" : "Mon loyer n'est plus payé");
    }
}
