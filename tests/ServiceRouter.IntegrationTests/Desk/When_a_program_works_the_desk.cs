namespace ServiceRouter.IntegrationTests.Desk;

public sealed class When_a_program_works_the_desk
{
    [Fact]
    public async Task A_request_goes_from_the_offer_to_its_end()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");
        await using var listener = await desk.ListenAsync();
        await desk.ComesAsync();
        var citizen = await app.CitizenComesAsync();
        var receipt = await citizen.AsksForHumanAsync();

        var offer = await listener.HearsAsync("offer");
        offer.Text("receipt").Should().Be(receipt);
        offer.Text("reason").Should().Be("demande_humain");
        offer.Json.GetProperty("expiresAt").GetDateTimeOffset().Should().BeAfter(offer.Json.GetProperty("askedAt").GetDateTimeOffset());
        (await desk.GetAsync("offers")).Body.EnumerateArray().Single().GetProperty("id").GetString().Should().Be(offer.Text("id"));
        (await desk.PostAsync($"offers/{offer.Text("id")}/accept")).Status.Should().Be(204);

        await citizen.SaysAsync("Bonjour, ma carte grise");
        (await listener.HearsAsync("activity")).Text("author").Should().Be("citizen");
        (await desk.PostAsync($"handoffs/{receipt}/messages", new { text = "Bonjour, je regarde.", draftId = "1" })).Status.Should().Be(204);
        (await desk.PostAsync($"handoffs/{receipt}/messages", new { text = "Bonjour, je regarde.", draftId = "1" })).Status.Should().Be(204);
        (await desk.PostAsync($"handoffs/{receipt}/notes", new { text = "dossier complet", draftId = "1" })).Status.Should().Be(204);
        (await desk.PostAsync($"handoffs/{receipt}/notes", new { text = "dossier complet", draftId = "1" })).Status.Should().Be(204);
        (await desk.PostAsync($"handoffs/{receipt}/notes", new { text = "dossier complet", draftId = new string('x', 101) })).ShouldBeProblem(400, "draft-id");

        var detail = (await desk.GetAsync($"handoffs/{receipt}")).Body;
        detail.GetProperty("handoff").GetProperty("state").GetString().Should().Be("withCounsellor");
        detail.GetProperty("transcript").EnumerateArray().Count(a => a.GetProperty("author").GetString() == "counsellor").Should().Be(1, "a draft sent twice is said once");
        detail.GetProperty("asked")[0].GetProperty("why").GetString().Should().NotBeEmpty();
        detail.GetProperty("notes").EnumerateArray().Select(n => n.GetProperty("text").GetString()).Should().Equal(["dossier complet"], "a note sent twice is there once");

        (await desk.PostAsync($"handoffs/{receipt}/close", new { outcome = "Served", code = "information" })).Status.Should().Be(204);
        (await desk.GetAsync("handoffs?state=SERVED")).Body.EnumerateArray().Single().GetProperty("receipt").GetString().Should().Be(receipt);
    }

    [Fact]
    public async Task A_letter_is_found_by_who_promised_it_and_done_before_its_date()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");
        using var other = await DeskProgram.SignInAsync(app, "conseiller2");
        await using var listener = await desk.ListenAsync();
        await desk.ComesAsync();
        var citizen = await app.CitizenComesAsync();
        var receipt = await citizen.AsksForHumanAsync();
        (await desk.PostAsync($"offers/{(await listener.HearsAsync("offer")).Text("id")}/accept")).Status.Should().Be(204);
        var told = app.Get<TimeProvider>().GetUtcNow().AddDays(20);
        (await desk.PostAsync($"handoffs/{receipt}/commit", new { kind = "letter", dueAt = told })).Status.Should().Be(204);

        var letter = (await desk.GetAsync("letters")).Body.EnumerateArray().Single();
        letter.GetProperty("receipt").GetString().Should().Be(receipt);
        letter.GetProperty("dueAt").GetDateTimeOffset().Should().BeCloseTo(told, TimeSpan.FromMilliseconds(1));
        (await other.GetAsync("letters")).Body.GetArrayLength().Should().Be(0);
        (await other.PostAsync($"handoffs/{receipt}/take-up")).ShouldBeProblem(409, "letter-of-colleague");
        (await desk.PostAsync($"handoffs/{receipt}/take-up")).Status.Should().Be(204);
        (await desk.PostAsync($"handoffs/{receipt}/take-up")).Status.Should().Be(204);

        (await desk.GetAsync("letters")).Body.GetArrayLength().Should().Be(0);
        (await desk.PostAsync($"handoffs/{receipt}/close", new { outcome = "served", code = "information" })).Status.Should().Be(204);
        (await desk.PostAsync($"handoffs/{receipt}/take-up")).ShouldBeProblem(409, "letter-not-promised");
    }

    [Fact]
    public async Task An_offer_declined_goes_to_the_next_counsellor()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var (first, second) = (await DeskProgram.SignInAsync(app, "conseiller1"), await DeskProgram.SignInAsync(app, "conseiller2"));
        using (first)
        using (second)
        {
            await first.ComesAsync();
            await using var firstListener = await first.ListenAsync();
            var citizen = await app.CitizenComesAsync();
            var receipt = await citizen.AsksForHumanAsync();
            var offer = await firstListener.HearsAsync("offer");
            await second.ComesAsync();
            await using var secondListener = await second.ListenAsync();

            (await first.PostAsync($"offers/{offer.Text("id")}/decline", new { reason = " " })).ShouldBeProblem(400, "decline-reason");
            (await first.PostAsync($"offers/{offer.Text("id")}/decline", new { reason = "en entretien" })).Status.Should().Be(204);

            (await firstListener.HearsAsync("offer-ended")).Text("outcome").Should().Be("declined");
            (await secondListener.HearsAsync("offer")).Text("receipt").Should().Be(receipt);
        }
    }

    [Fact]
    public async Task A_late_answer_to_an_old_offer_changes_nothing()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var (first, second) = (await DeskProgram.SignInAsync(app, "conseiller1"), await DeskProgram.SignInAsync(app, "conseiller2"));
        using (first)
        using (second)
        {
            await first.ComesAsync();
            await using var firstListener = await first.ListenAsync();
            var citizen = await app.CitizenComesAsync();
            await citizen.AsksForHumanAsync();
            var old = (await firstListener.HearsAsync("offer")).Text("id");
            await first.PostAsync($"offers/{old}/decline", new { reason = "en entretien" });
            await second.ComesAsync();
            await using var secondListener = await second.ListenAsync();
            var present = (await secondListener.HearsAsync("offer")).Text("id");

            (await first.PostAsync($"offers/{old}/accept")).ShouldBeProblem(409, "offer-over");
            (await first.PostAsync($"offers/{present}/accept")).ShouldBeProblem(404, "offer-unknown");
            (await second.PostAsync($"offers/{present}/accept")).Status.Should().Be(204);

            (await citizen.HandoffAsync()).CounsellorId.Should().Be("conseiller2");
        }
    }

    [Fact]
    public async Task A_desk_without_a_memory_sees_the_open_offer_and_only_that()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");
        await desk.ComesAsync();
        await using (var before = await desk.ListenAsync())
        {
            var done = await app.CitizenComesAsync(asksNow: true);
            await desk.PostAsync($"offers/{(await before.HearsAsync("offer")).Text("id")}/accept");
            await desk.PostAsync($"handoffs/{(await done.HandoffAsync()).Receipt}/close", new { outcome = "served", code = "information" });
            await app.CitizenComesAsync(asksNow: true);
            await before.HearsAsync("offer");
        }

        await using var fresh = await desk.ListenAsync();
        var waits = (await desk.GetAsync("offers")).Body.EnumerateArray().Single();
        var heard = await fresh.HearsAsync();
        (heard.Kind, heard.Text("id")).Should().Be(("offer", waits.GetProperty("id").GetString()!));
        await desk.PostAsync($"offers/{heard.Text("id")}/accept");
        var next = await fresh.HearsAsync();
        (next.Kind, next.Number).Should().Be(("offer-ended", heard.Number + 1), "nothing old comes after the open offers");
    }

    [Fact]
    public async Task Resuming_misses_nothing_and_repeats_nothing()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var desk = await DeskProgram.SignInAsync(app, "conseiller1");
        await desk.ComesAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        long last;
        await using (var first = await desk.ListenAsync())
        {
            var offer = await first.HearsAsync("offer");
            await desk.PostAsync($"offers/{offer.Text("id")}/accept");
            last = (await first.HearsAsync("handoff-changed")).Number;
        }

        foreach (var word in new[] { "un", "deux" }) await citizen.SaysAsync(word);
        await using var again = await desk.ListenAsync(last);
        await citizen.SaysAsync("trois");

        var heard = new List<HeardEvent>();
        while (heard.Count < 3) heard.Add(await again.HearsAsync());
        heard.Select(h => h.Number).Should().Equal(last + 1, last + 2, last + 3);
        heard.Select(h => h.Text("text")).Should().Equal("un", "deux", "trois");
    }

    [Fact]
    public async Task Its_calls_keep_the_lease()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var desk = await DeskProgram.SignInAsync(app, "conseiller4");
        var before = await LeaseAsync(app);

        await desk.GetAsync("offers");

        (await LeaseAsync(app)).Should().BeAfter(before);
    }

    [Fact]
    public async Task An_open_stream_keeps_the_lease()
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Desk:Lease=00:00:01");
        using var desk = await DeskProgram.SignInAsync(app, "conseiller4");
        await using var listener = await desk.ListenAsync();
        using var patience = Patience.New();

        // Opening is a call and renews once; what follows is the stream's own doing.
        var opened = await LeaseAsync(app);
        while (await LeaseAsync(app) == opened) patience.Token.ThrowIfCancellationRequested();
    }

    private static Task<DateTimeOffset> LeaseAsync(RouterApp app) => app.LookAsync(db => Task.FromResult(db.Counsellors.Single(c => c.Id == "conseiller4").LeaseUntil));
}
