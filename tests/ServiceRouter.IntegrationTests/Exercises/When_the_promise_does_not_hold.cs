using Microsoft.EntityFrameworkCore;
using ServiceRouter.Exercises;
using ServiceRouter.Handoffs;
using ServiceRouter.Host.Commands;

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
