using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Flows.Engine;
using ServiceRouter.Flows.Language;
using ServiceRouter.PhoneSimulator;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>
/// Every step of every flow with nothing but keys: from the list at the beginning to the orientation or to a person; and at every step 0 reaches a person.
/// A call goes to each step, presses each key that it hears, and one more call presses 0 there.
/// </summary>
public sealed partial class When_every_flow_is_walked_by_keys
{
    private const string Postcode = "23000";
    private const string Date = "01062027";
    private const int LongestForTheEar = 700;

    private static readonly FlowLibrary Library = FlowLibrary.Load(Servers.RepositoryRoot.File("flows"));

    public static TheoryData<string> Procedures => [.. Library.Flows.Where(flow => flow.Channels.Contains(FlowChannel.Voice)).Select(flow => flow.Id)];

    [Theory]
    [MemberData(nameof(Procedures))]
    public async Task Each_step_is_reached_ends_well_and_has_a_person_one_key_away(string procedure)
    {
        await using var story = await PhoneStory.StartAsync();
        var flow = Library.Find(procedure)!;
        var begin = await KeysToAsync(story, flow.Title.In("fr", FlowChannel.Voice));
        var ways = new Queue<string[]>([begin]);
        var (met, endings, faults) = (new HashSet<string>(), new HashSet<string>(), new List<string>());

        while (ways.TryDequeue(out var way))
        {
            var stand = await WalkAsync(story, way);
            if (stand.LongestText > LongestForTheEar) faults.Add($"{stand.Step}: {stand.LongestText} characters are too many for the ear");
            if (stand.Step is null)
            {
                endings.Add(stand.Ending ?? $"nothing after {string.Join(' ', way)}");
                continue;
            }
            if (!met.Add($"{stand.Step} {stand.Page}")) continue;
            if (stand.Keys.Count == 0) faults.Add($"{stand.Step} can only be answered by speaking");
            if (stand.Keys.Count(key => key.Length == 1) > 4) faults.Add($"{stand.Step} reads more than three choices");
            foreach (var key in stand.Keys) ways.Enqueue([.. way, key]);
            if ((await WalkAsync(story, [.. way, "0"])).Ending != Person) faults.Add($"0 at {stand.Step} does not reach a person");
        }

        faults.Should().BeEmpty();
        endings.Should().BeSubsetOf([Person, Over], "each way ends with a person or with the end of the flow");
        endings.Should().Contain(Person);
        met.Select(step => step.Split(' ')[0]).Distinct().Should().BeEquivalentTo(flow.Steps.Values.Where(step => step.Waits).Select(step => step.Id), "every question is reached by keys");
        story.Faults.Should().BeEmpty();
    }

    private const string Person = "a person";
    private const string Over = "the end";

    private static async Task<string[]> KeysToAsync(PhoneStory story, string title)
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 1 pour choisir");
        List<string> keys = ["1"];
        for (var page = 0; page < 10; page++)
        {
            var before = call.Transcript.Lines.Count;
            call.Presses(keys[^1]);
            await call.HearsAsync("Pour les autres");
            if (call.Transcript.Lines.Skip(before).FirstOrDefault(line => line.Text.StartsWith($"{title} : tapez", StringComparison.Ordinal)) is { } read)
            {
                call.HangsUp();
                return [.. keys, Key().Match(read.Text).Groups[1].Value];
            }
            keys.Add("9");
        }
        throw new InvalidOperationException($"{title} is not in the list");
    }

    private static async Task<Stand> WalkAsync(PhoneStory story, string[] keys)
    {
        var call = story.Calls("anonymous");
        await story.Network.SettledAsync();
        var before = 0;
        foreach (var key in keys)
        {
            before = call.Transcript.Lines.Count;
            call.Presses(key);
            // A single 0 where several digits are awaited counts when no other follows.
            await story.Network.SettledAsync();
            if (key == "0" && !call.Transcript.Lines.Skip(before).Any(line => line.What == Heard.Voice)) await story.PassAsync(7);
        }
        var last = call.Transcript.Lines.Skip(before).ToList();
        var conversation = await story.App.LookAsync(db => db.PhoneCalls.Where(c => c.Id == call.Sid).Join(db.Conversations, c => c.ConversationId, c => c.Id, (_, talk) => talk).SingleAsync());
        var position = conversation.FlowPosition is { } json ? JsonSerializer.Deserialize<FlowPosition>(json) : null;
        var asked = last.SelectMany(line => Key().Matches(line.Text)).Select(match => match.Groups[1].Value).Where(key => key != "0").ToList();
        var ending = last.Any(line => line.Text.StartsWith("queue", StringComparison.Ordinal)) ? Person : position is null ? Over : null;
        if (position is not null && asked.Count == 0) asked = [.. Digits(last)];
        call.HangsUp();
        await call.EndsAsync();
        return new Stand(ending is null ? position!.Step : null, position?.Page ?? 0, asked, ending, last.Where(line => line.What == Heard.Voice).Select(line => line.Text.Length).DefaultIfEmpty(0).Max());
    }

    private static IEnumerable<string> Digits(IEnumerable<TranscriptLine> last)
    {
        var text = string.Join(' ', last.Select(line => line.Text));
        if (text.Contains("cinq chiffres", StringComparison.Ordinal)) yield return Postcode;
        else if (text.Contains("huit chiffres", StringComparison.Ordinal)) yield return Date;
    }

    private sealed record Stand(string? Step, int Page, IReadOnlyList<string> Keys, string? Ending, int LongestText);

    [GeneratedRegex(@"(?:^|[ :])tapez ([0-9])\b", RegexOptions.CultureInvariant)]
    private static partial Regex Key();
}
