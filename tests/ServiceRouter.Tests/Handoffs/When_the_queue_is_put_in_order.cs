using ServiceRouter.Handoffs;

namespace ServiceRouter.Tests.Handoffs;

/// <summary>The published order is told to the database, to the matcher and to whoever waits: all three are told the same.</summary>
public sealed class When_the_queue_is_put_in_order
{
    private static readonly DateTimeOffset Now = new(2027, 3, 9, 11, 0, 0, TimeSpan.Zero);

    private readonly List<Handoff> queue =
    [
        Asked(1, HandoffRank.Distress, atHead: true, minutes: 1), Asked(2, HandoffRank.Distress, atHead: false, minutes: 3), Asked(3, HandoffRank.Distress, atHead: false, minutes: 2),
        Asked(4, HandoffRank.Ordinary, atHead: true, minutes: 8), Asked(5, HandoffRank.Ordinary, atHead: true, minutes: 7), Asked(6, HandoffRank.Ordinary, atHead: false, minutes: 9),
        Asked(7, HandoffRank.Ordinary, atHead: false, minutes: 4), Asked(8, HandoffRank.Ordinary, atHead: false, minutes: 4),
    ];

    [Fact]
    public void Rank_goes_before_the_head_and_the_head_before_the_age()
    {
        Backwards().InQueueOrder().Should().Equal(queue);
        Backwards().AsEnumerable().OrderBy(h => QueueOrder.Key(h.Rank, h.AtHead, h.AskedAt, h.Id)).Should().Equal(queue);
    }

    [Fact]
    public void The_place_is_told_by_the_same_order()
    {
        // Of the last two, asked for in the same instant, nobody is told to be behind the other.
        queue.Select(h => Backwards().AheadOf(h).Count()).Should().Equal(0, 1, 2, 3, 4, 5, 6, 6);
    }

    [Fact]
    public void Whoever_is_promised_the_opening_and_comes_before_is_counted_in_the_place_that_is_told_at_night()
    {
        var opening = Now.AddHours(10);
        Handoff[] dated =
        [
            // Asked before the seventh and after it, from when counsellors are there; chosen for then; for later; tried in vain; in distress; of an exercise.
            Promised(10, minutes: 6, opening, isOurs: true), Promised(11, minutes: 2, opening, isOurs: true), Promised(12, minutes: 1, opening, isOurs: false),
            Promised(13, minutes: 60, opening.AddMinutes(1), isOurs: false), Tried(14, minutes: 1, opening.AddHours(-1)), Promised(15, minutes: 1, opening, isOurs: true, HandoffRank.Distress),
            Promised(16, minutes: 60, opening, isOurs: false, territory: SealedTerritory.Code),
        ];

        Before(queue[6]).Should().Equal(10, 12, 14, 15);
        // At the head stands by its age whoever is at the head.
        Before(queue[4]).Should().Equal(15);
        // What is said before is what is so after.
        foreach (var one in dated.Where(h => h.DueAt <= opening)) one.ReturnToQueue(HandoffMove.FallDue, opening);
        queue.Concat(dated).AsQueryable().AheadOf(queue[6]).Count().Should().Be(6 + 4);

        int[] Before(Handoff mine) => [.. queue.Concat(dated).AsQueryable().AheadAt(opening, mine).Select(h => h.Id).AsEnumerable().Select(id => (int)BitConverter.ToUInt32(id.ToByteArray()))];
    }

    [Fact]
    public void Behind_each_come_those_that_the_order_has_behind_it()
    {
        for (var read = 1; read <= queue.Count; read++) Backwards().Behind(queue[read - 1]).InQueueOrder().Should().Equal(queue.Skip(read));
    }

    private static Handoff Promised(int number, int minutes, DateTimeOffset due, bool isOurs, HandoffRank rank = HandoffRank.Ordinary, string? territory = null)
    {
        var handoff = Asked(number, rank, atHead: false, minutes, territory);
        handoff.Promise(CommitmentKind.CallBack, due, isOurs);
        return handoff;
    }

    private static Handoff Tried(int number, int minutes, DateTimeOffset due)
    {
        var handoff = Asked(number, HandoffRank.Ordinary, atHead: false, minutes);
        handoff.Offer(handoff.Id, "conseiller1", Now);
        handoff.Accept(Now);
        handoff.RecordAbsence(due);
        return handoff;
    }

    private IQueryable<Handoff> Backwards() => Enumerable.Reverse(queue).AsQueryable();

    private static Handoff Asked(int number, HandoffRank rank, bool atHead, int minutes, string? territory = null)
    {
        var handoff = new Handoff
        {
            Id = new Guid(number, 0, 0, new byte[8]), Receipt = "", Channel = "web", Language = "fr", Skill = "general", Reason = "demande_humain", Rank = rank, AskedAt = Now.AddMinutes(-minutes), Territory = territory,
        };
        handoff.Ask(Now);
        if (!atHead) return handoff;
        handoff.Offer(handoff.Id, "conseiller1", Now);
        handoff.Accept(Now);
        handoff.ReturnToQueue(HandoffMove.LoseCounsellor, Now);
        return handoff;
    }
}
