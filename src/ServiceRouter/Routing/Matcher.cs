using ServiceRouter.Handoffs;

namespace ServiceRouter.Routing;

/// <summary>A handoff in the queue, as the matcher sees it.</summary>
/// <param name="Id">The handoff.</param>
/// <param name="Rank">Published rank.</param>
/// <param name="AtHead">At the head of its rank.</param>
/// <param name="AskedAt">Age counts from here, whatever happened since.</param>
/// <param name="WaitingSince">Patience counts from here.</param>
/// <param name="Territory">Département code or null.</param>
/// <param name="Skill">Wanted skill.</param>
/// <param name="Language">Wanted language.</param>
/// <param name="WantedCounsellorId">Who is asked first.</param>
/// <param name="WantedWhy">Why it is them.</param>
/// <param name="SkillFirst">A colleague handed it to the group of its skill.</param>
/// <param name="NotNow">Counsellors who declined it, missed it or handed it on lately.</param>
internal sealed record WaitingHandoff(
    Guid Id, HandoffRank Rank, bool AtHead, DateTimeOffset AskedAt, DateTimeOffset WaitingSince,
    string? Territory, string Skill, string Language, string? WantedCounsellorId, Reach WantedWhy, bool SkillFirst, IReadOnlySet<string> NotNow);

/// <summary>A counsellor on line, with the places left.</summary>
internal sealed record FreeCounsellor(
    string Id, string Territory, IReadOnlyCollection<string> Skills, IReadOnlyCollection<string> Languages, int FreePlaces, int Load, DateTimeOffset LastOfferAt);

/// <summary>Whom to offer what, and why.</summary>
internal sealed record ProposedOffer(Guid HandoffId, string CounsellorId, OfferReason Reason)
{
    /// <summary>As it is stored and counted.</summary>
    public string Rung => Reason.Reach switch
    {
        Reach.WantedColleague or Reach.AgreedWithThem or Reach.CutOff => Matcher.Colleague,
        Reach.Group => Matcher.Group,
        Reach.OwnDepartment => Matcher.Department,
        _ => Matcher.Nation,
    };
}

/// <summary>
/// The rules of the queue: waiting handoffs and counsellors on line in, offers with their reasons out. Pure: same input, same offers.
/// Order of handoffs: rank, then the head of the queue, then age since the asking. Channel, reason and refusal of the assistant play no part (G7, G11).
/// Nobody meets anybody across the seal of an exercise. Choice of counsellor: own département first; then language, skill, fewest conversations, longest without an offer.
/// One counsellor comes before: to whom it was handed, or who agreed on its date; or the group of a skill to which it was handed. Each is waited for a short while.
/// A missing skill or language never keeps anyone waiting: somebody who can listen is better than nobody.
/// </summary>
internal static class Matcher
{
    public const string Department = "departement";
    public const string Nation = "nation";
    public const string Colleague = "colleague";
    public const string Group = "group";

    public static IReadOnlyList<ProposedOffer> Match(
        IEnumerable<WaitingHandoff> waiting, IReadOnlyCollection<FreeCounsellor> onLine, RoutingOptions rules, DateTimeOffset now)
    {
        var sides = onLine.ToLookup(c => SealedTerritory.Holds(c.Territory));
        var (inExercise, outside) = (sides[true].ToList(), sides[false].ToList());
        var places = onLine.ToDictionary(c => c.Id, c => c.FreePlaces);
        var left = places.Values.Sum();
        var offers = new List<ProposedOffer>();
        foreach (var handoff in InOrder(waiting))
        {
            if (left == 0) break;
            var offer = Choose(handoff, SealedTerritory.Holds(handoff.Territory) ? inExercise : outside, places, rules, now);
            if (offer is null) continue;
            places[offer.CounsellorId]--;
            left--;
            offers.Add(offer);
        }
        return offers;
    }

    /// <summary>The counsellors as they are once these offers are made, for those who wait further behind: decided in two parts, the offers are the same.</summary>
    public static IReadOnlyList<FreeCounsellor> After(IReadOnlyList<FreeCounsellor> onLine, IEnumerable<ProposedOffer> offers)
    {
        var made = offers.CountBy(o => o.CounsellorId).ToDictionary();
        return [.. onLine.Select(c => made.GetValueOrDefault(c.Id) is > 0 and var some ? c with { FreePlaces = c.FreePlaces - some, Load = c.Load + some } : c)];
    }

    /// <summary>The queue's published order; see <see cref="QueueOrder"/>.</summary>
    public static IEnumerable<WaitingHandoff> InOrder(IEnumerable<WaitingHandoff> waiting) =>
        waiting.OrderBy(h => QueueOrder.Key(h.Rank, h.AtHead, h.AskedAt, h.Id));

    private static ProposedOffer? Choose(
        WaitingHandoff handoff, IReadOnlyCollection<FreeCounsellor> onLine, Dictionary<string, int> places, RoutingOptions rules, DateTimeOffset now)
    {
        var waited = now - handoff.WaitingSince;
        var wanted = onLine.FirstOrDefault(c => c.Id == handoff.WantedCounsellorId);
        if (wanted is not null && !handoff.NotNow.Contains(wanted.Id))
        {
            if (places[wanted.Id] > 0) return Propose(handoff, wanted, handoff.WantedWhy);
            if (handoff.Rank != HandoffRank.Distress && waited < rules.ColleaguePatience) return null;
        }

        var asked = onLine.Where(c => !handoff.NotNow.Contains(c.Id)).ToList();
        var free = asked.Where(c => places[c.Id] > 0).ToList();
        // Whoever may be asked and is on line but busy is worth a short wait, except in distress.
        var mayWait = handoff.Rank != HandoffRank.Distress && waited < rules.DepartmentPatience;
        if (handoff.SkillFirst)
        {
            var able = free.Where(c => c.Skills.Contains(handoff.Skill)).ToList();
            var ofGroup = Best(able.Where(c => c.Territory == handoff.Territory), handoff, places) ?? Best(able, handoff, places);
            if (ofGroup is not null) return Propose(handoff, ofGroup, Reach.Group);
            if (mayWait && asked.Any(c => c.Skills.Contains(handoff.Skill))) return null;
        }

        var own = asked.Where(c => c.Territory == handoff.Territory).ToList();
        var ownFree = Best(free.Where(c => c.Territory == handoff.Territory), handoff, places);
        if (ownFree is not null) return Propose(handoff, ownFree, Reach.OwnDepartment);
        if (mayWait && own.Count > 0) return null;
        var anyone = Best(free, handoff, places);
        if (anyone is null) return null;
        return Propose(handoff, anyone, handoff.Territory is null ? Reach.NoDepartmentGiven
            : own.Count > 0 ? Reach.ThereBusy
            : onLine.Any(c => c.Territory == handoff.Territory) ? Reach.ThereNotNow
            : Reach.NobodyThereOnLine);
    }

    /// <summary>Looked for in one go: sorted, all who are free would be compared by everything for the sake of one.</summary>
    private static FreeCounsellor? Best(IEnumerable<FreeCounsellor> candidates, WaitingHandoff handoff, Dictionary<string, int> places)
    {
        FreeCounsellor? best = null;
        foreach (var one in candidates)
            if (best is null || IsBetter(one, best, handoff, places)) best = one;
        return best;
    }

    private static bool IsBetter(FreeCounsellor one, FreeCounsellor other, WaitingHandoff handoff, Dictionary<string, int> places)
    {
        var order = other.Languages.Contains(handoff.Language).CompareTo(one.Languages.Contains(handoff.Language));
        if (order == 0) order = other.Skills.Contains(handoff.Skill).CompareTo(one.Skills.Contains(handoff.Skill));
        if (order == 0) order = LoadOf(one).CompareTo(LoadOf(other));
        if (order == 0) order = one.LastOfferAt.CompareTo(other.LastOfferAt);
        if (order == 0) order = string.CompareOrdinal(one.Id, other.Id);
        return order < 0;

        int LoadOf(FreeCounsellor c) => c.Load + c.FreePlaces - places[c.Id];
    }

    private static ProposedOffer Propose(WaitingHandoff handoff, FreeCounsellor counsellor, Reach reach) =>
        new(handoff.Id, counsellor.Id, new OfferReason(reach, counsellor.Languages.Contains(handoff.Language), counsellor.Skills.Contains(handoff.Skill), handoff.Rank, handoff.AtHead));
}
