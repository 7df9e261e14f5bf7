using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Exercises;
using ServiceRouter.Handoffs;
using ServiceRouter.IntegrationTests.Phone;
using ServiceRouter.Platform.Parts;

namespace ServiceRouter.IntegrationTests.Exercises;

public abstract class When_something_is_taken_away
{
    [Theory]
    [InlineData(ExerciseKind.Model)]
    [InlineData(ExerciseKind.Broker)]
    [InlineData(ExerciseKind.Database)]
    [InlineData(ExerciseKind.Counsellor)]
    public async Task Everyone_who_asks_has_a_receipt_and_is_served(ExerciseKind kind)
    {
        await using var app = await RouterApp.StartAsync(await SetUpAsync(), clock: null, kind == ExerciseKind.Counsellor ? "--Desk:Lease=00:00:03" : "--Desk:Lease=00:00:45", "--Doors:LookAgainInterval=00:00:00.200",
            // On a busy machine the second door would be too slow to be shown.
            "--Doors:BrokerTimeout=00:00:20");

        var report = await app.DrillAsync(kind);

        report.ShouldBeKept();
        report.Account.Served.Should().Be(report.Account.Asked);
        report.Steps.Where(s => s.What.StartsWith("appuie", StringComparison.Ordinal)).Should().HaveCount(report.Account.Pressed)
            .And.OnlyContain(s => s.Path!.StartsWith("/demande/", StringComparison.Ordinal), "the pages are really opened")
            // Without the database this page may only be able to say that the register does not answer: with the receipt, and as 503.
            .And.OnlyContain(s => s.Status == 200 || (kind == ExerciseKind.Database && s.Status == 503), "none of them is an error");
        (await app.LookAsync(db => db.Handoffs.CountAsync(h => h.Territory != SealedTerritory.Code))).Should().Be(0);
        var log = await app.LookAsync(db => db.HandoffLog.Where(e => e.Move == HandoffMove.Ask).ToListAsync());
        log.Should().HaveCount(report.Account.Asked).And.OnlyContain(e => e.Actor == HandoffRecord.Exercise && e.ComputeHash() == e.Hash, "it is marked inside the chain");
    }

    [Fact]
    public async Task The_lost_counsellor_s_citizen_is_told_and_keeps_the_age()
    {
        await using var app = await RouterApp.StartAsync(await SetUpAsync(), clock: null, "--Desk:Lease=00:00:03");

        var report = await app.DrillAsync(ExerciseKind.Counsellor);

        report.Steps.Should().Contain(s => s.What.Contains("en tête, son ancienneté gardée", StringComparison.Ordinal), report.InWords());
        report.Steps.Should().Contain(s => s.What.Contains("après la perte", StringComparison.Ordinal) && s.Sentence!.Contains("repart en tête de file", StringComparison.Ordinal), report.InWords());
    }

    [Fact]
    public async Task The_report_says_which_door_took_each_request()
    {
        await using var app = await RouterApp.StartAsync(await SetUpAsync(), clock: null, "--Doors:BrokerTimeout=00:00:20", "--Doors:LookAgainInterval=00:00:02");

        var report = await app.DrillAsync(ExerciseKind.Database);

        report.Citizens.Select(c => c.Door).Should().Equal(Doors);
        report.Steps.Where(s => s.What.Contains("pendant la panne", StringComparison.Ordinal)).Should().HaveCount(4)
            // The second when it was taken over already: this node then knows no more than the register, which is away for the one who looks.
            .And.OnlyContain(s => s.Sentence!.StartsWith("Demande enregistrée, en cours de transmission", StringComparison.Ordinal) || s.Sentence.StartsWith("Le registre des demandes ne répond pas", StringComparison.Ordinal), report.InWords());
        app.Get<NodeParts>()[Part.Database].State.Should().Be(PartState.Works, "only the exercise's own door was shut");
    }

    protected abstract IEnumerable<string> Doors { get; }

    protected abstract Task<RouterSetUp> SetUpAsync();
}

public sealed class When_something_is_taken_away_embedded : When_something_is_taken_away
{
    protected override IEnumerable<string> Doors => ["Journal", "Journal", "Journal", "Journal"];

    [Fact]
    public async Task The_node_cannot_be_killed_and_the_report_says_why()
    {
        await using var app = await RouterApp.StartAsync(await SetUpAsync());

        var report = await app.DrillAsync(ExerciseKind.Node);

        report.Exercise.Outcome.Should().Be(ExerciseOutcome.NotKept);
        report.Steps.Should().ContainSingle().Which.What.Should().Contain("un seul processus");
    }

    protected override Task<RouterSetUp> SetUpAsync() => Task.FromResult(RouterSetUp.Embedded());
}

public sealed class When_something_is_taken_away_in_production(TestServersFixture fixture) : When_something_is_taken_away
{
    protected override IEnumerable<string> Doors => ["Broker", "Broker", "Journal", "Journal"];

    [Fact]
    public async Task A_node_is_killed_with_requests_in_its_journal()
    {
        await using var app = await RouterApp.StartAsync(await SetUpAsync());

        var report = await app.DrillAsync(ExerciseKind.Node);

        report.ShouldBeKept();
        report.Steps.Should().Contain(s => s.What.Contains("kill -9", StringComparison.Ordinal));
        report.Steps.Should().Contain(s => s.What.Contains("sur ce nœud, pendant la panne", StringComparison.Ordinal) && s.Sentence!.StartsWith("Demande enregistrée, en cours de transmission", StringComparison.Ordinal), report.InWords());
    }

    [Fact]
    public async Task A_node_is_killed_whose_database_is_named_with_a_standby_beside_it()
    {
        var servers = await fixture.Servers;
        var address = new Npgsql.NpgsqlConnectionStringBuilder(servers.Postgres.AdminConnectionString);
        await using var app = await RouterApp.StartAsync(await RouterSetUp.ProductionAsync(servers, $";Host={address.Host}:{address.Port},{address.Host}:{address.Port};Target Session Attributes=primary"));

        var report = await app.DrillAsync(ExerciseKind.Node);

        report.ShouldBeKept();
        report.Steps.Should().Contain(s => s.What.Contains("kill -9", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_node_that_is_killed_has_no_hand_in_what_is_sent_to_citizens()
    {
        var provider = new TcpListener(IPAddress.Loopback, 0);
        provider.Start();
        // A node at which desks are, and which sends no text messages itself.
        await using var app = await RouterApp.StartAsync(
            await SetUpAsync(), clock: null, "--Roles=Desk", "--Twilio:AccountSid=AC00000000000000000000000000000001", "--Twilio:AuthToken=0123456789abcdef0123", $"--Twilio:ApiUrl=http://{provider.LocalEndpoint}",
            "--Twilio:PublicUrl=http://127.0.0.1", $"--Twilio:VoiceNumber={PhoneStory.Number}", $"--Twilio:SmsNumber={PhoneStory.SmsNumber}");
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var handoff = await citizen.HandoffAsync();
        await app.TamperAsync(async db =>
        {
            db.SmsThreads.Add(new SmsThread { Number = PhoneStory.Citizen, ConversationId = handoff.ConversationId, StartedAt = handoff.AskedAt });
            await db.SaveChangesAsync();
        });

        var report = await app.DrillAsync(ExerciseKind.Node);

        report.Steps.Should().Contain(s => s.What.Contains("kill -9", StringComparison.Ordinal), report.InWords());
        provider.Pending().Should().BeFalse("words for a citizen would be lost with the node");
        (await app.LookAsync(db => db.SmsThreads.SingleAsync())).SentUpTo.Should().Be(0);
        provider.Stop();
    }

    protected override async Task<RouterSetUp> SetUpAsync() => await RouterSetUp.ProductionAsync(await fixture.Servers);
}
