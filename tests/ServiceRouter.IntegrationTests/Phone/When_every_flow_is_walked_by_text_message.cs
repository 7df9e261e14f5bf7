using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Conversations;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>
/// Every step of every flow by text message: the name of the procedure, then the numbers that were offered, to the orientation or to a person; and at every step
/// CONSEILLER reaches a person.
/// </summary>
public sealed class When_every_flow_is_walked_by_text_message
{
    private const string Person = "a person";
    private const string Over = "the end";
    private const int MostParts = 6;

    private static readonly FlowLibrary Library = FlowLibrary.Load(Servers.RepositoryRoot.File("flows"));

    public static TheoryData<string> Procedures => [.. Library.Flows.Where(flow => flow.Channels.Contains(FlowChannel.Sms)).Select(flow => flow.Id)];

    [Theory]
    [MemberData(nameof(Procedures))]
    public async Task Each_step_is_reached_ends_well_and_has_a_person_one_word_away(string procedure)
    {
        await using var story = await PhoneStory.StartAsync();
        var flow = Library.Find(procedure)!;
        var (met, endings, faults, writer) = (new HashSet<string>(), new HashSet<string>(), new List<string>(), 0);
        var first = FlowEngine.Start(flow, FlowChannel.Sms, "fr").Position!.Step;
        var ways = new Queue<string[]>();
        foreach (var sentence in SentencesFor(flow, first))
        {
            if ((await WalkAsync(story, writer++, [sentence])) is not { Procedure: { } found, Step: { } step } || found != procedure || step != first) continue;
            ways.Enqueue([sentence]);
            break;
        }
        ways.Should().NotBeEmpty("somebody's sentence begins the flow at its first question");

        while (ways.TryDequeue(out var way))
        {
            var stand = await WalkAsync(story, writer++, way);
            if (stand.Parts > MostParts) faults.Add($"{stand.Step}: {stand.Parts} parts");
            if (stand.Step is null)
            {
                endings.Add(stand.Ending!);
                continue;
            }
            if (!met.Add(stand.Step)) continue;
            if (stand.Answers.Count == 0) faults.Add($"{stand.Step} offers no answer");
            foreach (var answer in stand.Answers) ways.Enqueue([.. way, answer]);
            if ((await WalkAsync(story, writer++, [.. way, "CONSEILLER"])).Ending != Person) faults.Add($"CONSEILLER at {stand.Step} does not reach a person");
        }

        faults.Should().BeEmpty();
        endings.Should().BeSubsetOf([Person, Over]).And.Contain(Person);
        met.Should().BeEquivalentTo(flow.Steps.Values.Where(step => step.Waits).Select(step => step.Id), "every question is reached");
        story.Faults.Should().BeEmpty();
    }

    /// <summary>What people write about the procedure, as its phrases say, without what would answer the first question already.</summary>
    private static IEnumerable<string> SentencesFor(Flow flow, string first) =>
        File.ReadLines(Directory.EnumerateFiles(Servers.RepositoryRoot.File("flows", flow.Id), "*.phrases.yaml").Single())
            .Select(line => line.Trim()).Where(line => line.StartsWith("- ", StringComparison.Ordinal)).Select(line => line[2..].Trim('"', '\'')).Prepend(flow.Title.In("fr", FlowChannel.Sms))
            .Where(sentence => FlowEngine.StartWith(flow, sentence, FlowChannel.Sms, "fr").Position?.Step == first);

    private static async Task<Stand> WalkAsync(PhoneStory story, int writer, string[] texts)
    {
        var number = $"+3319901{writer.ToString("00000", CultureInfo.InvariantCulture)}";
        foreach (var text in texts) await story.Network.Messages.WritesAsync(number, PhoneStory.SmsNumber, text);
        var conversation = await story.App.LookAsync(db => db.SmsThreads.Where(t => t.Number == number).Join(db.Conversations, t => t.ConversationId, c => c.Id, (_, c) => c).SingleAsync());
        var said = await story.App.Get<ReadTranscript>().AfterAsync(conversation.Id, 0, TestContext.Current.CancellationToken);
        var last = said.Reverse().TakeWhile(activity => activity.Author != Author.Citizen).Reverse().ToList();
        var isAsked = await story.App.LookAsync(db => db.Handoffs.AnyAsync(h => h.ConversationId == conversation.Id));
        var position = conversation.FlowPosition is { } json ? JsonSerializer.Deserialize<FlowPosition>(json) : null;
        var details = last.LastOrDefault()?.Details;
        List<string> answers = details switch
        {
            { Choices: { Count: > 0 } choices } => [.. choices.Select(choice => choice.Key!)],
            { Expects: nameof(AnswerKind.Postcode) } => ["23000"],
            { Expects: nameof(AnswerKind.Date) } => ["01/06/2027"],
            { Expects: nameof(AnswerKind.Text) } => ["bonjour"],
            _ => [],
        };
        return new Stand(position?.Flow, isAsked ? null : position?.Step, answers, isAsked ? Person : position is null ? Over : null, WrittenShort.Of(last, "fr").Select(message => GsmText.Parts(message.Text)).DefaultIfEmpty(0).Max());
    }

    private sealed record Stand(string? Procedure, string? Step, IReadOnlyList<string> Answers, string? Ending, int Parts);
}
