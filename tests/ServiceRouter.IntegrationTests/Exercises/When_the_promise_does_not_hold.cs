using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ServiceRouter.Exercises;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Commands;
using ServiceRouter.IntegrationTests.Steering;
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
        report.InWords().Should().Contain("L'exercice n'est pas allé au bout");
    }

    [Fact]
    public async Task One_that_was_closed_while_its_runner_was_silent_stays_broken_off()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var (id, _) = await app.Get<BeginExercise>().RunAsync(ExerciseKind.Model, BeginExercise.Operator, TestContext.Current.CancellationToken);
        await app.TamperAsync(db => db.Exercises.ExecuteUpdateAsync(s => s.SetProperty(e => e.AliveUntil, e => e.StartedAt)));
        (await app.Get<CloseExercise>().RunAsync(id!.Value, "responsable1", TestContext.Current.CancellationToken)).Should().BeNull();

        await app.Get<RunExercise>().RunAsync(id.Value, _ => { }, TestContext.Current.CancellationToken);

        var report = (await app.Get<ReadExercises>().FindAsync(id.Value, TestContext.Current.CancellationToken))!;
        report.Exercise.Should().BeEquivalentTo(new { Outcome = ExerciseOutcome.BrokenOff, ClosedBy = "responsable1" });
        report.Account.Served.Should().Be(2, "what it did all the same is told");
    }

    [Fact]
    public async Task A_node_that_takes_long_to_start_is_no_dead_runner()
    {
        await using var app = await RouterApp.StartEmbeddedAsync("--Exercises:RunnerLease=00:00:05");
        var nodes = new SlowNodes(async () =>
        {
            var until = (await app.LookAsync(db => db.Exercises.SingleAsync())).AliveUntil;
            await app.BecomesAsync(db => db.Exercises.AnyAsync(e => e.AliveUntil > until));
            throw new InvalidOperationException("This is as far as the test goes");
        });
        var run = new RunExercise(
            app.Get<Transactions>(), app.Get<DeskActs>(), app.Get<ICitizenWindow>(), nodes, app.Get<IOptions<ExercisesOptions>>(), TimeProvider.System, NullLogger<RunExercise>.Instance);
        var (id, _) = await app.Get<BeginExercise>().RunAsync(ExerciseKind.Node, BeginExercise.Operator, TestContext.Current.CancellationToken);

        await run.RunAsync(id!.Value, _ => { }, TestContext.Current.CancellationToken);

        var report = (await app.Get<ReadExercises>().FindAsync(id.Value, TestContext.Current.CancellationToken))!;
        report.Steps.Should().Contain(s => s.What.Contains(nameof(InvalidOperationException), StringComparison.Ordinal), "a sign of life came while the node was starting");
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

    /// <summary>A node that does not come up before the test has seen what it wants.</summary>
    private sealed class SlowNodes(Func<Task> starting) : IExerciseNodes, IExerciseNode
    {
        public string? WhyNone => null;

        public ICitizenWindow Window => throw new InvalidOperationException("It never comes up");

        public IExerciseNode New(Guid exerciseId) => this;

        public Task StartAsync(CancellationToken ct) => starting();

        public void CutLines()
        {
        }

        public void MendLines()
        {
        }

        public Task KillAsync() => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
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
