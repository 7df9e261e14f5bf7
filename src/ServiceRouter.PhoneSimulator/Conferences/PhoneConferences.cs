using System.Collections.Concurrent;

namespace ServiceRouter.PhoneSimulator.Conferences;

/// <summary>The account's conferences. A name leads to the one that is under way; those that are over can be read by their sid for a while.</summary>
internal sealed class PhoneConferences
{
    private const int EndedKept = 1000;

    private readonly ConcurrentDictionary<string, PhoneConference> live = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<PhoneConference> ended = new();

    public IReadOnlyList<PhoneConference> All => [.. live.Values.Concat(ended).Distinct().OrderBy(one => one.CreatedAt)];

    public PhoneConference? Named(string name) => live.GetValueOrDefault(name);

    public PhoneConference? WithSid(string sid) => All.FirstOrDefault(one => one.Sid == sid);

    /// <summary>Joins the conference of that name, which is made when there is none.</summary>
    public PhoneConference Join(PhoneNetwork network, string name, Participant one, ConferenceCallback? callback)
    {
        while (true)
        {
            var conference = live.GetOrAdd(name, _ => new(network, name, Ended));
            if (conference.Join(one, callback))
                return conference;
            live.TryRemove(new(name, conference));
        }
    }

    private void Ended(PhoneConference conference)
    {
        live.TryRemove(new(conference.Name, conference));
        ended.Enqueue(conference);
        if (ended.Count > EndedKept)
            ended.TryDequeue(out _);
    }
}
