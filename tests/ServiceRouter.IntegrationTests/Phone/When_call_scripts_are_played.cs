using Microsoft.EntityFrameworkCore;
using ServiceRouter.IntegrationTests.Servers;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Scripts;
using ServiceRouter.Tests;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>The .call files beside the flows, played by a telephone against the whole service.</summary>
public sealed class When_call_scripts_are_played
{
    private static readonly string Flows = RepositoryRoot.File("flows");

    public static TheoryData<string> Scripts => [.. CallReader.FilesIn(Flows).Select(file => Path.GetRelativePath(Flows, file))];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task The_service_says_and_does_what_is_written(string file)
    {
        var reading = CallReader.Read(await File.ReadAllTextAsync(Path.Combine(Flows, file), TestContext.Current.CancellationToken), file);
        reading.Problems.Should().BeEmpty();
        await using var story = await PhoneStory.StartAsync();
        var (problems, number) = (new List<CallProblem>(), 0);
        foreach (var one in reading.Script!.Cases)
        {
            // Each from a number of its own: nobody goes on with the request of the case before.
            var stage = new CallStage($"+331990033{number++:00}", PhoneStory.Number) { Passes = story.Clock.PassAsync, Witness = (call, fact) => LookAsync(story, call, fact) };
            problems.AddRange(await CallPlayer.PlayAsync(story.Network, reading.Script with { Cases = [one] }, stage));
        }

        string.Join('\n', problems).Should().BeEmpty();
        story.Faults.Should().BeEmpty();
    }

    /// <summary><c>&gt; demande [REASON [SKILL]]</c>: the call has made a request; <c>&gt; rien</c>: it has made none.</summary>
    private static async Task<string?> LookAsync(PhoneStory story, SimulatedCall call, FactHolds fact)
    {
        var made = await story.App.LookAsync(db => db.PhoneCalls.Where(c => c.Id == call.Sid).Join(db.Handoffs, c => c.ConversationId, h => h.ConversationId, (_, h) => h).SingleOrDefaultAsync());
        return (fact.Fact, fact.Words) switch
        {
            ("rien", []) => made is null ? null : $"there is a request: {made.Reason} {made.Skill}",
            ("demande", []) => made is not null ? null : "there is no request",
            ("demande", [var reason]) => made?.Reason == reason ? null : $"the request is {made?.Reason ?? "not there"}",
            ("demande", [var reason, var skill]) => made?.Reason == reason && made.Skill == skill ? null : $"the request is {made?.Reason ?? "not there"} {made?.Skill}",
            _ => $"nobody knows what « {fact.Fact} » is",
        };
    }
}
