using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Exercises;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Commands;
using ServiceRouter.Host.Composition;
using ServiceRouter.Host.Exercises;
using ServiceRouter.IntegrationTests.Phone;
using ServiceRouter.IntegrationTests.Steering;
using ServiceRouter.Platform.DeadLetters;
using ServiceRouter.Platform.Faults;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Exercises;

/// <summary>A protection is away, for real: the exercise must say so.</summary>
public sealed class When_the_promise_does_not_hold
{
    [Fact]
    public async Task A_journal_that_nobody_replays_is_named_with_its_receipts()
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Doors:LookAgainInterval=00:01:00", "--Exercises:Patience=00:00:02");

        var report = await app.DrillAsync(ExerciseKind.Database);

        report.Exercise.Outcome.Should().Be(ExerciseOutcome.NotKept);
        report.Account.Missing.Should().BeEquivalentTo(report.Citizens.Select(c => c.Receipt));
        report.AsJson().Should().Contain("\"askedEqualsAccounted\": false");
        report.InWords().Should().Contain("introuvables").And.Contain(report.Account.Missing[0]);
    }

    [Theory]
    [InlineData(ExerciseKind.Counsellor, "la perte du conseiller n'a pas pu être jouée")]
    [InlineData(ExerciseKind.Broker, "n'a été servie à aucun bureau")]
    public async Task A_request_that_nobody_took_is_not_lost_and_the_exercise_did_not_come_to_its_end(ExerciseKind kind, string what)
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Roles=Front", "--Exercises:Patience=00:00:02");
        await app.MatchesNoMoreAsync();

        var report = await app.DrillAsync(kind);

        report.Account.Agrees.Should().BeTrue();
        report.Account.Open.Should().BePositive();
        report.Exercise.Outcome.Should().Be(ExerciseOutcome.NotKept);
        report.Steps.Should().Contain(s => s.What.Contains(what, StringComparison.Ordinal));
        report.InWords().Should().Contain("L'exercice ne s'est pas déroulé comme prévu");
    }

    [Fact]
    public async Task One_that_was_closed_while_its_runner_was_silent_stays_broken_off_and_plays_nothing_more()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var (id, _) = await app.Get<BeginExercise>().RunAsync(ExerciseKind.All, BeginExercise.Operator, TestContext.Current.CancellationToken);
        await app.TamperAsync(db => db.Exercises.ExecuteUpdateAsync(s => s.SetProperty(e => e.AliveUntil, e => e.StartedAt)));
        (await app.Get<CloseExercise>().RunAsync(id!.Value, "responsable1", TestContext.Current.CancellationToken)).Should().BeNull();

        await app.Get<RunExercise>().RunAsync(id.Value, _ => { }, TestContext.Current.CancellationToken);

        var report = (await app.Get<ReadExercises>().FindAsync(id.Value, TestContext.Current.CancellationToken))!;
        report.Exercise.Should().BeEquivalentTo(new { Outcome = ExerciseOutcome.BrokenOff, ClosedBy = "responsable1" });
        report.Citizens.Should().OnlyContain(c => c.AskedAt == null, "the next exercise may have begun");
        report.Steps.Should().BeEmpty();
        (await app.LookAsync(db => db.Counsellors.Where(c => c.Territory == SealedTerritory.Code).ToListAsync())).Should().OnlyContain(c => c.Presence == Presence.Offline);
    }

    [Fact]
    public async Task A_node_that_takes_long_to_start_is_no_dead_runner()
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Exercises:RunnerLease=00:00:05");
        var nodes = new SlowNodes(async _ =>
        {
            var until = (await app.LookAsync(db => db.Exercises.SingleAsync())).AliveUntil;
            await app.BecomesAsync(db => db.Exercises.AnyAsync(e => e.AliveUntil > until));
            throw new InvalidOperationException("This is as far as the test goes");
        });
        var run = Run(app, nodes);
        var (id, _) = await app.Get<BeginExercise>().RunAsync(ExerciseKind.Node, BeginExercise.Operator, TestContext.Current.CancellationToken);

        await run.RunAsync(id!.Value, _ => { }, TestContext.Current.CancellationToken);

        var report = (await app.Get<ReadExercises>().FindAsync(id.Value, TestContext.Current.CancellationToken))!;
        report.Steps.Should().Contain(s => s.What.Contains(nameof(InvalidOperationException), StringComparison.Ordinal), "a sign of life came while the node was starting");
    }

    [Fact]
    public async Task A_node_whose_lines_were_not_cut_proves_nothing()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var (id, _) = await app.Get<BeginExercise>().RunAsync(ExerciseKind.Node, BeginExercise.Operator, TestContext.Current.CancellationToken);

        await Run(app, new UncutNode(app.Get<ICitizenWindow>())).RunAsync(id!.Value, _ => { }, TestContext.Current.CancellationToken);

        var report = (await app.Get<ReadExercises>().FindAsync(id.Value, TestContext.Current.CancellationToken))!;
        report.Account.Agrees.Should().BeTrue();
        report.Exercise.Outcome.Should().Be(ExerciseOutcome.NotKept, report.InWords().Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        report.Steps.Count(s => s.What.Contains("cette panne n'a pas eu lieu", StringComparison.Ordinal)).Should().Be(2, "both citizens in the dark were seen by the database");
    }

    [Fact]
    public async Task A_database_that_was_not_away_proves_nothing()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var (id, _) = await app.Get<BeginExercise>().RunAsync(ExerciseKind.Database, BeginExercise.Operator, TestContext.Current.CancellationToken);
        var run = Run(app, new UncutNode(app.Get<ICitizenWindow>()), new NothingAway(app.Get<ICitizenWindow>()));

        await run.RunAsync(id!.Value, _ => { }, TestContext.Current.CancellationToken);

        var report = (await app.Get<ReadExercises>().FindAsync(id.Value, TestContext.Current.CancellationToken))!;
        report.Citizens.Should().OnlyContain(c => c.Door == "Database");
        report.Exercise.Outcome.Should().Be(ExerciseOutcome.NotKept);
    }

    [Fact]
    public async Task A_door_that_took_none_of_its_requests_was_not_shown()
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Doors:LookAgainInterval=00:00:00.200");

        // As where the seam of the broker is broken: without it, it takes them all the same.
        var report = await PlayAsync(app, ExerciseKind.Database, new DoorTold(app.Get<ICitizenWindow>(), nameof(Door.Broker)));

        report.Account.Agrees.Should().BeTrue();
        report.Exercise.Outcome.Should().Be(ExerciseOutcome.NotKept);
        report.Steps.Count(s => s.What.Contains("devait passer par le journal de ce nœud", StringComparison.Ordinal)).Should().Be(4, "this set-up has no second door");
    }

    [Fact]
    public async Task A_message_of_it_that_failed_for_good_is_named()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var failed = false;

        var report = await PlayAsync(app, ExerciseKind.Broker, new Pressing(app.Get<ICitizenWindow>(), async page =>
        {
            if (failed) return;
            failed = true;
            var handoff = await app.LookAsync(db => db.HandoffOfAsync(page.Receipt, TestContext.Current.CancellationToken));
            await app.Get<IDeadLetterBox>().KeepAsync(new FailedMessage(MassTransit.NewId.NextGuid(), FailedBy.NoConsumer, "sr-played", null, null, "{}", handoff!.Id, DateTimeOffset.UnixEpoch), TestContext.Current.CancellationToken);
        }));

        report.Account.Agrees.Should().BeTrue();
        report.Exercise.Outcome.Should().Be(ExerciseOutcome.NotKept);
        report.Steps.Should().ContainSingle(s => s.What.Contains("message en échec définitif : sr-played", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_of_it_that_fails_for_good_after_its_end_is_named_by_its_report()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var report = await app.DrillAsync(ExerciseKind.Broker);
        report.ShouldBeKept();
        report.FailedForGood.Should().BeEmpty();
        var handoff = await app.LookAsync(db => db.HandoffOfAsync(report.Citizens[0].Receipt, TestContext.Current.CancellationToken));

        // As a row that the broker does not take: it is given up after minutes.
        await app.Get<IDeadLetterBox>().KeepAsync(new FailedMessage(MassTransit.NewId.NextGuid(), FailedBy.Sending, "outbox", null, null, "{}", handoff!.Id, DateTimeOffset.UnixEpoch), TestContext.Current.CancellationToken);

        var since = (await app.Get<ReadExercises>().FindAsync(report.Exercise.Id, TestContext.Current.CancellationToken))!;
        since.FailedForGood.Should().ContainSingle().Which.What.Should().Be("outbox, sans détail");
        since.InWords().Should().Contain("Message de l'exercice en échec définitif à").And.Contain("outbox");
        since.AsJson().Should().Contain("\"failedForGood\"").And.Contain("\"outbox, sans détail\"");
    }

    [Fact]
    public async Task A_press_under_way_comes_to_its_end_when_the_exercise_is_told_to_end()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var told = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var (id, _) = await app.Get<BeginExercise>().RunAsync(ExerciseKind.Broker, BeginExercise.Operator, TestContext.Current.CancellationToken);
        var window = new Pressing(app.Get<ICitizenWindow>(), _ => Task.CompletedTask, before: () => told.CancelAsync());

        var run = () => Run(app, new UncutNode(window), window).RunAsync(id!.Value, _ => { }, told.Token);

        await run.Should().ThrowAsync<OperationCanceledException>();
        var report = (await app.Get<ReadExercises>().FindAsync(id!.Value, TestContext.Current.CancellationToken))!;
        report.IsBrokenOff.Should().BeTrue();
        report.Account.Should().BeEquivalentTo(new { Pressed = 1, Asked = 1, Accounted = 1, Extra = 0 }, report.InWords().Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        report.Account.Agrees.Should().BeTrue("the page was there to be shown: the runner cut it off");
    }

    [Fact]
    public async Task One_that_is_told_to_end_while_its_node_starts_says_so()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        using var told = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var nodes = new SlowNodes(async _ =>
        {
            await told.CancelAsync();
            throw new InvalidOperationException("It did not come up");
        });
        var (id, _) = await app.Get<BeginExercise>().RunAsync(ExerciseKind.Node, BeginExercise.Operator, TestContext.Current.CancellationToken);

        var run = () => Run(app, nodes).RunAsync(id!.Value, _ => { }, told.Token);

        await run.Should().ThrowAsync<OperationCanceledException>("the command knows this end by it");
        var report = (await app.Get<ReadExercises>().FindAsync(id!.Value, TestContext.Current.CancellationToken))!;
        report.IsBrokenOff.Should().BeTrue("a manager may close it at once");
        report.Steps.Should().ContainSingle(s => s.What.StartsWith("est interrompu", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_that_is_away_for_a_moment_as_its_counsellor_leaves_is_asked_again()
    {
        var away = new FailsOnceAtADesk();
        await using var app = await RouterApp.StartAsync(RouterSetUp.Embedded(), clock: null, services => services.ConfigureDbContext<SqliteRouterDbContext>(options => options.AddInterceptors(away)));
        var (id, _) = await app.Get<BeginExercise>().RunAsync(ExerciseKind.Broker, BeginExercise.Operator, TestContext.Current.CancellationToken);

        await app.Get<RunExercise>().RunAsync(id!.Value, Hear, TestContext.Current.CancellationToken);

        away.HasFailed.Should().BeTrue();
        (await app.Get<ReadExercises>().FindAsync(id.Value, TestContext.Current.CancellationToken))!.ShouldBeKept();

        void Hear(string line)
        {
            if (line.Contains("regarde sa demande à la fin", StringComparison.Ordinal)) away.Arm();
        }
    }

    [Fact]
    public async Task Nobody_presses_on_behind_the_back_of_a_drill_that_broke_off()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var (clock, pressed) = (new FailsOnce(), 0);
        // The runner fails while the second citizen presses; the press itself comes to its end.
        var window = new Pressing(app.Get<ICitizenWindow>(), _ => Task.CompletedTask, before: () => Interlocked.Increment(ref pressed) == 2 ? clock.FailAsync() : Task.CompletedTask);

        var report = await PlayAsync(app, ExerciseKind.Broker, window, clock);

        report.Exercise.Outcome.Should().Be(ExerciseOutcome.NotKept);
        report.Steps.Should().ContainSingle(s => s.What.Contains("n'a pas pu aller jusqu'au bout", StringComparison.Ordinal));
        pressed.Should().Be(2);
        report.Account.Should().BeEquivalentTo(new { Pressed = 2, Asked = 2, Accounted = 2, Extra = 0 }, report.InWords().Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        report.Account.Agrees.Should().BeTrue("nothing is said of the service");
    }

    [Theory]
    [InlineData(ExerciseKind.Model, "l'assistant n'a été demandé par personne")]
    [InlineData(ExerciseKind.Broker, "le courtier de messages n'a été demandé par personne")]
    public async Task What_was_never_asked_for_was_not_taken_away(ExerciseKind kind, string what)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();

        var report = await PlayAsync(app, kind, new NothingAway(app.Get<ICitizenWindow>()));

        report.Account.Agrees.Should().BeTrue();
        report.Exercise.Outcome.Should().Be(ExerciseOutcome.NotKept);
        report.Steps.Should().ContainSingle(s => s.What.Contains(what, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(500, "a vu une page en erreur (500)")]
    [InlineData(503, "a vu une page en erreur (503)")]
    [InlineData(404, "a lu que son récépissé est inconnu")]
    public async Task A_page_that_no_citizen_may_see_is_named(int status, string what)
    {
        await using var app = await RouterApp.StartEmbeddedAsync();

        var report = await PlayAsync(app, ExerciseKind.Broker, new Changed(app.Get<ICitizenWindow>(), page => page with { Status = status }));

        report.Account.Agrees.Should().BeTrue("each was served all the same");
        report.Exercise.Outcome.Should().Be(ExerciseOutcome.NotKept);
        report.Steps.Should().Contain(s => s.What.Contains(what, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_citizen_who_was_not_told_of_the_loss_is_named()
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Desk:Lease=00:00:03");

        var report = await PlayAsync(app, ExerciseKind.Counsellor, new Changed(app.Get<ICitizenWindow>(), page => page with { Sentence = "En attente." }));

        report.Account.Agrees.Should().BeTrue();
        report.Exercise.Outcome.Should().Be(ExerciseOutcome.NotKept);
        report.Steps.Should().ContainSingle(s => s.What.Contains("n'a pas lu que son conseiller est perdu", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_citizen_who_was_kept_for_longer_than_the_lease_is_named()
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Desk:Lease=00:00:03");

        var report = await PlayAsync(app, ExerciseKind.Counsellor, app.Get<ICitizenWindow>(), new FastWatch());

        report.Account.Agrees.Should().BeTrue();
        report.Exercise.Outcome.Should().Be(ExerciseOutcome.NotKept);
        report.Steps.Should().ContainSingle(s => s.What.Contains("n'est revenu dans la file qu'après", StringComparison.Ordinal) && s.What.Contains("le bail est de 3 s", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ExerciseKind.Counsellor)]
    [InlineData(ExerciseKind.Broker)]
    public async Task What_an_exercise_before_has_left_open_is_not_taken_for_the_own(ExerciseKind kind)
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Desk:Lease=00:00:03");
        var left = await LeftOpenAsync(app);

        var report = await app.DrillAsync(kind);

        report.ShouldBeKept();
        report.Steps.Should().Contain(s => s.What.Contains($"{left}, restée ouverte d'avant", StringComparison.Ordinal));
        (await app.LookAsync(db => db.Handoffs.SingleAsync(h => h.Receipt == left.Replace("-", "", StringComparison.Ordinal)))).IsOpen.Should().BeTrue("only a manager closes it");
    }

    [Fact]
    public async Task Whoever_was_played_in_a_drill_that_broke_off_leaves_the_desk()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var (id, _) = await app.Get<BeginExercise>().RunAsync(ExerciseKind.Node, BeginExercise.Operator, TestContext.Current.CancellationToken);

        await Run(app, new SlowNodes(_ => throw new InvalidOperationException("It does not come up"))).RunAsync(id!.Value, _ => { }, TestContext.Current.CancellationToken);

        var played = await app.LookAsync(db => db.Counsellors.Where(c => c.Territory == SealedTerritory.Code).ToListAsync());
        played.Should().ContainSingle().Which.Presence.Should().Be(Presence.Offline);
    }

    [Fact]
    public async Task Receipts_that_came_back_after_the_end_are_not_missing_for_ever_and_can_be_closed()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var report = await app.DrillAsync(ExerciseKind.Broker);
        var lost = await app.LookAsync(db => db.Handoffs.FirstAsync());
        await app.TamperAsync(async db =>
        {
            await db.Handoffs.Where(h => h.Id == lost.Id).ExecuteDeleteAsync();
            // As it ends while a dead node still has them in its journal.
            var account = await ExerciseAccount.OfAsync(db, report.Exercise.Id, TestContext.Current.CancellationToken);
            var exercise = await db.Exercises.AsTracking().SingleAsync(e => e.Id == report.Exercise.Id);
            exercise.End(exercise.EndedAt!.Value, ExerciseOutcome.NotKept, account);
            await db.SaveChangesAsync();
        });
        (await FindAsync()).Account.Missing.Should().ContainSingle();

        await app.TamperAsync(async db =>
        {
            db.Handoffs.Add(lost);
            await db.SaveChangesAsync();
            // Nobody has served it there.
            await db.Handoffs.Where(h => h.Id == lost.Id).ExecuteUpdateAsync(s => s.SetProperty(h => h.State, HandoffState.Waiting).SetProperty(h => h.EndedAt, (DateTimeOffset?)null));
        });

        var now = await FindAsync();
        now.Account.Should().BeEquivalentTo(new { Open = 1, Missing = Array.Empty<string>() });
        ExerciseWords.Since(now.Exercise.ReadAccount(), now.Account).Should().Be("Récépissés introuvables à la fin de l'exercice : 1. Retrouvés depuis : 1.");
        (await app.Get<CloseExercise>().RunAsync(report.Exercise.Id, "responsable1", TestContext.Current.CancellationToken)).Should().BeNull();
        var tidied = await FindAsync();
        tidied.Account.Should().BeEquivalentTo(new { Open = 0, Withdrawn = 1 });
        ExerciseWords.Outcome(tidied.Exercise, isBrokenOff: false).Should().Be("La promesse n'a pas tenu", "what the page asks to tidy up was missing at the end");
        ExerciseWords.Since(tidied.Exercise.ReadAccount(), tidied.Account).Should().Be("Récépissés introuvables à la fin de l'exercice : 1. Retrouvés depuis : 1.");
        tidied.AsJson().Should().Contain("\"askedEqualsAccounted\": false").And.Contain("\"withdrawn\": 1", "both accounts are told");
        tidied.InWords().Should().Contain("La promesse n'a pas tenu").And.Contain("Retrouvés depuis : 1.");

        async Task<ExerciseReport> FindAsync() => (await app.Get<ReadExercises>().FindAsync(report.Exercise.Id, TestContext.Current.CancellationToken))!;
    }

    private static RunExercise Run(RouterApp app, IExerciseNodes nodes, ICitizenWindow? window = null, TimeProvider? clock = null) => new(
        app.Get<Transactions>(), app.Get<DeskActs>(), window ?? app.Get<ICitizenWindow>(), nodes, app.Get<BrokerDoor>(), app.Get<IOptions<ExercisesOptions>>(), clock ?? TimeProvider.System, NullLogger<RunExercise>.Instance);

    private static async Task<ExerciseReport> PlayAsync(RouterApp app, ExerciseKind kind, ICitizenWindow window, TimeProvider? clock = null)
    {
        var (id, _) = await app.Get<BeginExercise>().RunAsync(kind, BeginExercise.Operator, TestContext.Current.CancellationToken);
        await Run(app, new UncutNode(window), window, clock).RunAsync(id!.Value, _ => { }, TestContext.Current.CancellationToken);
        return (await app.Get<ReadExercises>().FindAsync(id.Value, TestContext.Current.CancellationToken))!;
    }

    [Fact]
    public async Task A_citizen_without_a_receipt_is_counted()
    {
        // Too small for one asking: the third door is shut.
        await using var app = await RouterApp.StartEmbeddedAsync("--Doors:JournalBytes=1024", "--Doors:JournalFileBytes=1024", "--Doors:LookAgainInterval=00:01:00", "--Exercises:Patience=00:00:02");

        var report = await app.DrillAsync(ExerciseKind.Database);

        report.Exercise.Outcome.Should().Be(ExerciseOutcome.NotKept);
        report.Account.Pressed.Should().BeGreaterThan(report.Account.Asked);
        report.Steps.Should().Contain(s => s.Status == 503 && s.What.Contains("ne reçoit pas de récépissé", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_that_vanished_is_missing()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var report = await app.DrillAsync(ExerciseKind.Broker);
        await app.TamperAsync(async db => await db.Handoffs.Take(1).ExecuteDeleteAsync());

        var account = await app.LookAsync(db => ExerciseAccount.OfAsync(db, report.Exercise.Id, TestContext.Current.CancellationToken));

        account.Missing.Should().ContainSingle();
        account.Agrees.Should().BeFalse();
    }

    [Fact]
    public async Task The_command_ends_with_one_and_prints_the_report()
    {
        using var setUp = new Kept(RouterSetUp.Embedded());
        using var output = new StringWriter();
        using var log = new StringWriter();

        var code = await DrillCommand.RunAsync(
            ["database", "--format", "json", "--environment=Demo", "--Doors:LookAgainInterval=00:01:00", "--Exercises:Patience=00:00:02", .. setUp.Settings], output, log);

        code.Should().Be(1, log.ToString());
        output.ToString().Should().StartWith("{").And.Contain("\"outcome\": \"NotKept\"");
        log.ToString().Should().Contain("Usager 1 appuie sur");
    }

    [Fact]
    public async Task The_command_ends_with_zero_when_it_holds_and_with_two_when_it_cannot_begin()
    {
        using var setUp = new Kept(RouterSetUp.Embedded());
        using var output = new StringWriter();
        using var log = new StringWriter();
        string[] settings = ["--environment=Demo", .. setUp.Settings];

        (await DrillCommand.RunAsync(["broker", .. settings], output, log)).Should().Be(0, log.ToString());
        output.ToString().Should().Contain("demandé = retrouvé");
        (await DrillCommand.RunAsync(["earthquake", .. settings], output, log)).Should().Be(2);
        await using var app = await RouterApp.StartAsync(setUp.SetUp);
        await app.Get<BeginExercise>().RunAsync(ExerciseKind.Model, "responsable1", TestContext.Current.CancellationToken);
        (await DrillCommand.RunAsync(["broker", .. settings], output, log)).Should().Be(2, "one is running");
    }

    [Fact]
    public async Task The_command_ends_when_it_is_told_to_and_the_exercise_is_broken_off()
    {
        using var setUp = new Kept(RouterSetUp.Embedded());
        using var output = new StringWriter();
        await using var app = ServiceRouterApp.BuildCommand(["--environment=Demo", "--urls=http://127.0.0.1:0", "--Roles=Front,Router", "--Logging:LogLevel:Default=None", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=None", .. setUp.Settings]);
        await ServiceRouterApp.StartAsync(app, TestContext.Current.CancellationToken);
        using var log = new ToldToEnd(app, "regarde sa demande pendant l'échange");

        // Somebody would wait for the lease otherwise, which is 45 s.
        var code = await DrillCommand.RunAsync(app, ExerciseKind.Counsellor, output, log);

        code.Should().Be(1, log.ToString());
        log.ToString().Should().Contain("L'exercice est interrompu");
        var (exercise, isBrokenOff) = (await app.Services.GetRequiredService<ReadExercises>().LatestAsync(TestContext.Current.CancellationToken)).Single();
        exercise.EndedAt.Should().BeNull();
        isBrokenOff.Should().BeTrue("a manager may close it at once");
        var report = (await app.Services.GetRequiredService<ReadExercises>().FindAsync(exercise.Id, TestContext.Current.CancellationToken))!;
        report.Steps.Should().ContainSingle(s => s.What.StartsWith("est interrompu", StringComparison.Ordinal));
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_command_has_no_hand_in_what_is_sent_to_citizens()
    {
        using var setUp = new Kept(RouterSetUp.Embedded());
        using var output = new StringWriter();
        using var log = new StringWriter();
        var provider = new TcpListener(IPAddress.Loopback, 0);
        provider.Start();
        var app = await RouterApp.StartAsync(setUp.SetUp, clock: null, "--Roles=Desk");
        var handoff = await (await app.CitizenComesAsync(asksNow: true)).HandoffAsync();
        await app.TamperAsync(async db =>
        {
            db.SmsThreads.Add(new SmsThread { Number = PhoneStory.Citizen, ConversationId = handoff.ConversationId, StartedAt = handoff.AskedAt });
            await db.SaveChangesAsync();
        });
        await app.StopAsync();

        var code = await DrillCommand.RunAsync(
            [
                "broker", "--environment=Demo", .. setUp.Settings, "--Twilio:AccountSid=AC00000000000000000000000000000001", "--Twilio:AuthToken=0123456789abcdef0123", $"--Twilio:ApiUrl=http://{provider.LocalEndpoint}",
                "--Twilio:PublicUrl=http://127.0.0.1", $"--Twilio:VoiceNumber={PhoneStory.Number}", $"--Twilio:SmsNumber={PhoneStory.SmsNumber}",
            ],
            output, log);

        code.Should().Be(0, log.ToString());
        provider.Pending().Should().BeFalse("words for a citizen would be in the hands of a process that ends with the exercise");
        provider.Stop();
        await using var after = await RouterApp.StartAsync(setUp.SetUp, clock: null, "--Roles=Desk");
        (await after.LookAsync(db => db.SmsThreads.SingleAsync())).SentUpTo.Should().Be(0);
    }

    /// <summary>As an exercise leaves it that ended while nobody took it.</summary>
    private static async Task<string> LeftOpenAsync(RouterApp app)
    {
        var key = ConversationKey.New();
        await app.TamperAsync(async db =>
        {
            db.Conversations.Add(new Conversation { Id = key.ConversationId, Channel = "web", Language = "fr", KeyHash = key.Hash, StartedAt = TimeProvider.System.GetUtcNow(), Territory = SealedTerritory.Code });
            await db.SaveChangesAsync();
        });
        return (await app.Get<ICitizenWindow>().SendAsync(key, "/humain", new Dictionary<string, string>(), TestContext.Current.CancellationToken)).Receipt!;
    }

    /// <summary>Twenty seconds pass in one.</summary>
    private sealed class FastWatch : TimeProvider
    {
        public override long TimestampFrequency => base.TimestampFrequency / 20;
    }

    /// <summary>The runner's next look at the hour fails, and those after it do not.</summary>
    private sealed class FailsOnce : TimeProvider
    {
        private TaskCompletionSource? failing;

        /// <summary>Ends when somebody met it.</summary>
        public Task FailAsync()
        {
            var fails = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            failing = fails;
            return fails.Task;
        }

        public override DateTimeOffset GetUtcNow()
        {
            if (Interlocked.Exchange(ref failing, null) is not { } fails) return base.GetUtcNow();
            fails.SetResult();
            throw new InvalidOperationException("the test lets the runner fail");
        }
    }

    /// <summary>The next write of a counsellor's row after it was armed for the first time finds no database.</summary>
    private sealed class FailsOnceAtADesk : DbCommandInterceptor
    {
        private int armed;

        public bool HasFailed { get; private set; }

        public void Arm()
        {
            if (!HasFailed) Interlocked.Exchange(ref armed, 1);
        }

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            if (!command.CommandText.Contains("UPDATE \"counsellors\"", StringComparison.Ordinal) || Interlocked.Exchange(ref armed, 0) == 0) return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
            HasFailed = true;
            throw new TimeoutException("the test has no database for this act");
        }
    }

    /// <summary>Notes another door than that which took what was asked.</summary>
    private sealed class DoorTold(ICitizenWindow pages, string door) : ICitizenWindow
    {
        public Task<SeenPage> OpenAsync(ConversationKey key, string path, CancellationToken ct) => pages.OpenAsync(key, path, ct);

        public async Task<SeenPage> SendAsync(ConversationKey key, string path, IReadOnlyDictionary<string, string> form, CancellationToken ct)
        {
            var page = await pages.SendAsync(key, path, form, ct);
            ExerciseScope.Current?.Note(door);
            return page;
        }
    }

    /// <summary>Something happens before each press, and once it was answered.</summary>
    private sealed class Pressing(ICitizenWindow pages, Func<SeenPage, Task> after, Func<Task>? before = null) : ICitizenWindow
    {
        public Task<SeenPage> OpenAsync(ConversationKey key, string path, CancellationToken ct) => pages.OpenAsync(key, path, ct);

        public async Task<SeenPage> SendAsync(ConversationKey key, string path, IReadOnlyDictionary<string, string> form, CancellationToken ct)
        {
            if (before is not null) await before();
            var page = await pages.SendAsync(key, path, form, ct);
            await after(page);
            return page;
        }
    }

    /// <summary>The terminal of somebody who presses Ctrl-C when a line says these words.</summary>
    private sealed class ToldToEnd(WebApplication app, string words) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains(words, StringComparison.Ordinal) == true) app.Lifetime.StopApplication();
        }
    }

    /// <summary>A node that does not come up before the test has seen what it wants.</summary>
    private sealed class SlowNodes(Func<CancellationToken, Task> starting) : IExerciseNodes, IExerciseNode
    {
        public string? WhyNone => null;

        public ICitizenWindow Window => throw new InvalidOperationException("It never comes up");

        public IExerciseNode New(Guid exerciseId) => this;

        public Task StartAsync(CancellationToken ct) => starting(ct);

        public void CutLines()
        {
        }

        public void MendLines()
        {
        }

        public Task KillAsync() => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>Says that its lines are cut, and nothing is: its pages are those of the node that runs the exercise.</summary>
    private sealed class UncutNode(ICitizenWindow window) : IExerciseNodes, IExerciseNode
    {
        public string? WhyNone => null;

        public ICitizenWindow Window => window;

        public IExerciseNode New(Guid exerciseId) => this;

        public Task StartAsync(CancellationToken ct) => Task.CompletedTask;

        public void CutLines()
        {
        }

        public void MendLines()
        {
        }

        public Task KillAsync() => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>Opens the pages with everything there, and notes the door that took what was asked.</summary>
    private sealed class NothingAway(ICitizenWindow pages) : ICitizenWindow
    {
        public Task<SeenPage> OpenAsync(ConversationKey key, string path, CancellationToken ct) => WithEverythingAsync(() => pages.OpenAsync(key, path, ct));

        public Task<SeenPage> SendAsync(ConversationKey key, string path, IReadOnlyDictionary<string, string> form, CancellationToken ct) => WithEverythingAsync(() => pages.SendAsync(key, path, form, ct));

        private static async Task<SeenPage> WithEverythingAsync(Func<Task<SeenPage>> act)
        {
            var outer = ExerciseScope.Current;
            using var scope = ExerciseScope.Open(TakenAway.None);
            var page = await act();
            if (scope.DoorOpened is { } door) outer?.Note(door);
            return page;
        }
    }

    /// <summary>Shows the page of a request otherwise than it is.</summary>
    private sealed class Changed(ICitizenWindow pages, Func<SeenPage, SeenPage> change) : ICitizenWindow
    {
        public async Task<SeenPage> OpenAsync(ConversationKey key, string path, CancellationToken ct) => change(await pages.OpenAsync(key, path, ct));

        public Task<SeenPage> SendAsync(ConversationKey key, string path, IReadOnlyDictionary<string, string> form, CancellationToken ct) => pages.SendAsync(key, path, form, ct);
    }

    private sealed class Kept(RouterSetUp setUp) : IDisposable
    {
        public RouterSetUp SetUp => setUp;

        public string[] Settings => setUp.Settings;

        public void Dispose()
        {
            if (Directory.Exists(setUp.Settings[0].Split('=')[1])) setUp.Forget();
        }
    }
}
