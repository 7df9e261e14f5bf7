using ServiceRouter.PhoneSimulator.Calls;

namespace ServiceRouter.PhoneSimulator.Conferences;

/// <summary>A conference: it begins with the first participant that may begin it and ends as the provider's rules say.</summary>
internal sealed class PhoneConference(PhoneNetwork network, string name, Action<PhoneConference> isOver)
{
    private readonly Lock gate = new();
    private readonly List<Participant> seats = [];

    public string Sid { get; } = Sids.New("CF");

    public string Name => name;

    public DateTimeOffset CreatedAt { get; } = network.Time.GetUtcNow();

    public bool HasBegun { get; private set; }

    public bool IsOver { get; private set; }

    public string? ReasonEnded { get; private set; }

    public CallLeg? EndedBy { get; private set; }

    /// <summary>Set by the first participant; later ones are not asked.</summary>
    public ConferenceCallback? Callback { get; private set; }

    public string Status => IsOver ? "completed" : HasBegun ? "in-progress" : "init";

    public IReadOnlyList<Participant> Seats
    {
        get
        {
            lock (gate)
                return [.. seats];
        }
    }

    /// <returns>False when the conference is over meanwhile, and another one must be made.</returns>
    public bool Join(Participant one, ConferenceCallback? callback)
    {
        var begins = false;
        lock (gate)
        {
            if (IsOver)
                return false;
            if (seats.Count == 0)
                Callback ??= callback;
            seats.Add(one);
            // One alone is not a conference yet.
            if (!HasBegun && seats.Count > 1 && seats.Any(seat => seat.StartsOnEnter))
                HasBegun = begins = true;
            // In the order in which it happened, whoever else comes or goes at this moment.
            Tell("participant-join", one);
            if (begins)
                Tell("conference-start");
        }

        one.Leg.Company = () => HearersOf(one);
        one.Leg.Hear(Heard.Line, $"conference {Name}");
        if (begins)
        {
            foreach (var seat in Seats)
            {
                if (seat != one)
                    seat.Turn();
                foreach (var other in Seats.Where(other => other != seat))
                    seat.Leg.Hear(Heard.Line, $"joined with {Face(other)}");
            }
        }
        else if (HasBegun)
        {
            foreach (var seat in Seats.Where(seat => seat != one))
            {
                seat.Leg.Hear(Heard.Line, $"joined with {Face(one)}");
                one.Leg.Hear(Heard.Line, $"joined with {Face(seat)}");
            }
        }

        return true;
    }

    public void Leave(Participant one)
    {
        bool last, ends;
        lock (gate)
        {
            if (!seats.Remove(one))
                return;
            one.IsLeft = true;
            last = seats.Count == 0;
            ends = !IsOver && (last || (one.EndsOnExit && HasBegun));
        }

        one.Leg.Company = null;
        foreach (var seat in Seats)
            seat.Leg.Hear(Heard.Line, $"left: {Face(one)}");
        Tell("participant-leave", one, ("ReasonParticipantLeft", one.LeftBecause), ("ParticipantCallStatus", one.Leg.Status));
        var verb = one.LeftBecause == "participant_updated_via_api" ? "kicked" : "left";
        if (ends)
            End(last ? $"last-participant-{verb}" : $"participant-with-end-conference-on-exit-{verb}", one);
        else if (IsOver && last)
            TellEnd();
    }

    /// <summary>Puts everybody out; <c>conference-end</c> is told when the last one has left.</summary>
    public void End(string reason, Participant? by = null)
    {
        Participant[] left;
        lock (gate)
        {
            if (IsOver)
                return;
            IsOver = true;
            (ReasonEnded, EndedBy) = (reason, by?.Leg);
            left = [.. seats];
        }

        isOver(this);
        foreach (var seat in left)
        {
            seat.LeftBecause = by is null ? "conference_ended_via_api" : "moderator_ended_conference";
            seat.IsOut = true;
            seat.Turn();
        }

        if (left.Length == 0)
            TellEnd();
    }

    public void Tell(string what, Participant? about = null, params (string Name, string Value)[] more) => Callback?.Tell(network, this, what, about, more);

    private void TellEnd() => Tell("conference-end", null, [("ReasonConferenceEnded", ReasonEnded!), .. EndedBy is { } leg ? new[] { ("CallSidEndingConference", leg.Sid) } : []]);

    private IEnumerable<CallLeg> HearersOf(Participant speaker) => !HasBegun || speaker.IsMuted || speaker.IsOnHold
        ? []
        : Seats.Where(seat => seat != speaker && !seat.IsOnHold && (speaker.Coaches is null || speaker.Coaches == seat.Leg.Sid)).Select(seat => seat.Leg);

    private static string Face(Participant one) => one.Label ?? (one.Leg.Origin.Direction == "inbound" ? one.Leg.Origin.From : one.Leg.Origin.To);
}
