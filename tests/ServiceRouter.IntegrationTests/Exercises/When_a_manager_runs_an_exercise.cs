using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using ServiceRouter.Exercises;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Accessibility;
using ServiceRouter.IntegrationTests.Desk;
using ServiceRouter.IntegrationTests.Doors;
using ServiceRouter.IntegrationTests.Steering;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Storage;
using static Microsoft.Playwright.Assertions;

namespace ServiceRouter.IntegrationTests.Exercises;

public sealed class When_a_manager_runs_an_exercise(DeskBrowser browser) : IClassFixture<DeskBrowser>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_starts_it_by_the_keyboard_and_shows_its_report()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");
        await page.GotoAsync(app.Url + "/pilotage/exercices");
        await Expect(page.GetByText("Aucun exercice n'a encore eu lieu.")).ToBeVisibleAsync();
        var broken = await PageRules.BrokenOnAsync(page, "exercises-empty");

        // By arrows: letters make a word only when they come fast enough, and a busy machine chose another exercise.
        var kinds = page.GetByLabel("Ce qui tombe en panne");
        await kinds.FocusAsync();
        for (var pressed = 0; pressed < Enum.GetValues<ExerciseKind>().Length && await kinds.InputValueAsync() != nameof(ExerciseKind.Broker); pressed++) await page.Keyboard.PressAsync("ArrowDown");
        (await kinds.InputValueAsync()).Should().Be(nameof(ExerciseKind.Broker));
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Lancer l'exercice" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        // Says where it is instead, and why there.
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await Expect(page).ToHaveURLAsync(new Regex("/pilotage/exercices/[0-9a-f]{32}"));
        // Already over on a fast machine, it has no course to follow.
        var follow = page.GetByRole(AriaRole.Link, new() { Name = "Suivre en direct" });
        var over = page.GetByRole(AriaRole.Heading, new() { Name = "Rien n'a été perdu" });
        await Expect(follow.Or(over)).ToBeVisibleAsync();
        await Expect(page.Locator("meta[http-equiv=refresh]")).ToHaveCountAsync(0);
        if (await follow.CountAsync() > 0) await follow.ClickAsync();
        await app.BecomesAsync(db => db.Exercises.AnyAsync(e => e.EndedAt != null));

        // It looks again by itself, without script.
        await Expect(over).ToBeVisibleAsync();
        foreach (var width in (int[])[1280, 320])
        {
            await page.SetViewportSizeAsync(width, 900);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(width);
            broken = [.. broken, .. await PageRules.BrokenOnAsync(page, $"exercise-{width}")];
        }
        (await page.GetByText("appuie sur « Parler à un conseiller »").CountAsync()).Should().BePositive();
        (await page.GetByText("parle français").CountAsync()).Should().BePositive();
        (await page.GetByText("compétence general").CountAsync()).Should().Be(0, "the desk has words for it");
        await page.GetByRole(AriaRole.Link, new() { Name = "Exercices de panne" }).ClickAsync();
        broken = [.. broken, .. await PageRules.BrokenOnAsync(page, "exercises-320")];
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(320);
        broken.Should().BeEmpty();
        windows.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_second_one_waits_for_the_end_of_the_first()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var starts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => app.Get<BeginExercise>().RunAsync(ExerciseKind.Model, "responsable1", Token))));

        starts.Count(s => s.Id is not null).Should().Be(1);
        starts.Where(s => s.Id is null).Should().OnlyContain(s => s.Refusal!.Code == "exercise-running");
    }

    [Fact]
    public async Task One_whose_start_was_not_answered_is_started_once_by_the_second_press()
    {
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, ClosableDatabase.Put);
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");
        await page.GotoAsync(app.Url + "/pilotage/exercices");
        await page.GetByLabel("Ce qui tombe en panne").SelectOptionAsync(nameof(ExerciseKind.Broker));
        var number = await page.Locator("input[name=numero]").InputValueAsync();
        // Its commit was kept, and nobody heard of it.
        (await app.Get<BeginExercise>().RunAsync(ExerciseKind.Broker, "responsable1", Token, Guid.Parse(number))).Id.Should().Be(Guid.Parse(number));
        app.Get<ClosableDatabase>().Close();

        await page.GetByRole(AriaRole.Button, new() { Name = "Lancer l'exercice" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("s'il a commencé, il n'en commencera pas un second");
        (await page.GetByLabel("Ce qui tombe en panne").InputValueAsync()).Should().Be(nameof(ExerciseKind.Broker));
        app.Get<ClosableDatabase>().Open();
        await page.GetByRole(AriaRole.Button, new() { Name = "Lancer l'exercice" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex($"/pilotage/exercices/{number}"));
        app.Get<ExerciseRuns>().Take(Guid.Parse(number));
        await app.BecomesAsync(db => db.Exercises.AnyAsync(e => e.EndedAt != null));
        (await app.LookAsync(db => db.Exercises.SingleAsync())).Outcome.Should().Be(ExerciseOutcome.Kept);
        (await app.LookAsync(db => db.ExerciseCitizens.CountAsync())).Should().Be(3, "it was played once");
        (await app.Get<BeginExercise>().RunAsync(ExerciseKind.Broker, "responsable1", Token, Guid.Parse(number))).Refusal!.Code.Should().Be("exercise-over");
    }

    [Fact]
    public async Task One_whose_runner_died_is_closed_by_the_manager_and_by_nobody_else()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var open = Opened(app.Get<ReceiptSeal>().New());
        var report = await app.DrillAsync(ExerciseKind.Broker);
        var past = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        await app.TamperAsync(async db =>
        {
            // As a runner leaves it that dies while its citizens wait.
            await db.Exercises.ExecuteUpdateAsync(s => s.SetProperty(e => e.EndedAt, (DateTimeOffset?)null).SetProperty(e => e.Outcome, (ExerciseOutcome?)null)
                .SetProperty(e => e.Account, (string?)null).SetProperty(e => e.AliveUntil, past));
            Plays(db, report.Exercise.Id, open, ReceiptCode.Print(open.Receipt));
            await db.SaveChangesAsync();
        });
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");

        (await app.Get<BeginExercise>().RunAsync(ExerciseKind.Model, "responsable1", Token)).Refusal!.Code.Should().Be("exercise-broken-off");
        await page.GotoAsync($"{app.Url}/pilotage/exercices/{report.Exercise.Id:N}");
        (await app.LookAsync(db => db.Handoffs.SingleAsync(h => h.Id == open.Id))).IsOpen.Should().BeTrue("looking closes nothing");
        await page.GetByRole(AriaRole.Button, new() { Name = "Fermer les demandes restées ouvertes (1)" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Interrompu, fermé depuis" })).ToBeVisibleAsync();
        (await app.LookAsync(db => db.HandoffLog.Where(e => e.HandoffId == open.Id).OrderByDescending(e => e.Number).FirstAsync())).Actor.Should().Be("manager:responsable1");
        (await app.Get<BeginExercise>().RunAsync(ExerciseKind.Model, "responsable1", Token)).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task A_request_that_no_page_showed_the_receipt_of_is_closed_by_the_manager()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var open = Opened(app.Get<ReceiptSeal>().New());
        var report = await app.DrillAsync(ExerciseKind.Broker);
        await app.TamperAsync(async db =>
        {
            // As a page leaves it that failed after the commit, or a runner that was killed before it had written down what the page showed.
            Plays(db, report.Exercise.Id, open, receipt: null);
            await db.SaveChangesAsync();
        });
        await app.Get<IDeadLetterBox>().KeepAsync(new FailedMessage(MassTransit.NewId.NextGuid(), FailedBy.Sending, "outbox", null, null, "{}", open.Id, DateTimeOffset.UnixEpoch), Token);
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");

        await page.GotoAsync($"{app.Url}/pilotage/exercices/{report.Exercise.Id:N}");
        await Expect(page.GetByText("Message de l'exercice en échec définitif à")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Fermer les demandes restées ouvertes (1)" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Fermer les demandes restées ouvertes" })).ToHaveCountAsync(0);
        (await app.LookAsync(db => db.Handoffs.SingleAsync(h => h.Id == open.Id))).State.Should().Be(HandoffState.Withdrawn, "else it is offered in each exercise that follows");
    }

    [Theory]
    [InlineData("/pilotage/exercices")]
    [InlineData("/api/steering/exercises/00000000-0000-0000-0000-000000000001.json")]
    public async Task Nobody_but_a_manager_reaches_them(string path)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Nadia Bertholet");

        var answer = await page.APIRequest.GetAsync(app.Url + path);
        var sent = await page.APIRequest.PostAsync(app.Url + "/pilotage/exercices", new() { Form = page.APIRequest.CreateFormData() });

        answer.Status.Should().Be(403);
        sent.Status.Should().BeOneOf(400, 403);
        (await app.LookAsync(db => db.Exercises.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task A_form_without_its_token_starts_nothing()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        await using var windows = browser.On(app);
        var page = await windows.SignInAsync("Hélène Marchadier");
        var form = page.APIRequest.CreateFormData();
        form.Set("exercice", "Model");

        (await page.APIRequest.PostAsync(app.Url + "/pilotage/exercices", new() { Form = form })).Status.Should().Be(400);

        (await app.LookAsync(db => db.Exercises.CountAsync())).Should().Be(0);
    }

    private static void Plays(RouterDbContext db, Guid exerciseId, Handoff open, string? receipt)
    {
        db.Conversations.Add(new Conversations.Conversation { Id = open.ConversationId, Channel = "web", Language = "fr", KeyHash = "", StartedAt = open.AskedAt, Territory = SealedTerritory.Code });
        db.Handoffs.Add(open);
        db.ExerciseCitizens.Add(new ExerciseCitizen { ConversationId = open.ConversationId, ExerciseId = exerciseId, Number = 9, Drill = ExerciseKind.Broker, AskedAt = open.AskedAt, Receipt = receipt });
    }

    private static Handoff Opened(string receipt)
    {
        var handoff = new Handoff
        {
            Id = MassTransit.NewId.NextGuid(), Receipt = receipt, ConversationId = MassTransit.NewId.NextGuid(), Channel = "web", Language = "fr", Skill = "general",
            Reason = "demande_humain", Territory = SealedTerritory.Code, Rank = HandoffRank.Ordinary, AskedAt = TimeProvider.System.GetUtcNow(),
        };
        handoff.Ask(handoff.AskedAt);
        return handoff;
    }
}
