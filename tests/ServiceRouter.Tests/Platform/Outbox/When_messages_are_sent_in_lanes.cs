using ServiceRouter.Platform.Outbox;
using ServiceRouter.Tests.Orders;

namespace ServiceRouter.Tests.Platform.Outbox;

/// <summary>
/// Every order of the steps of those who commit, of the lanes and of the sweeper: each row is sent once, in the order of its key, and none stays
/// with nobody who sends it.
/// </summary>
public sealed class When_messages_are_sent_in_lanes
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void No_order_of_steps_loses_a_row_or_lets_one_pass_another(int failing) =>
        EveryOrder.Play(() => Begin(failing, sweeperForgets: false)).Should().BeGreaterThan(50, "every order was played");

    [Fact]
    public void A_sweeper_that_lets_go_of_a_key_with_rows_is_found_out()
    {
        var broken = () => EveryOrder.Play(() => Begin(failing: 1, sweeperForgets: true));

        broken.Should().Throw<OrderFoundException>().WithMessage("*passed*");
    }

    private static (List<Actor> Actors, Action AtRest) Begin(int failing, bool sweeperForgets)
    {
        var table = new Table(failing, sweeperForgets);
        return (table.Actors, table.AtRest);
    }

    /// <summary>Three rows of one key, committed one after the other; the sending of one of them may fail once.</summary>
    private sealed class Table
    {
        private const int Rows = 3;
        private readonly Guid key = MassTransit.NewId.NextGuid();
        private readonly OutboxLanes lanes = new();
        private readonly SortedSet<int> written = [];
        private readonly SortedSet<int> left = [];
        private readonly HashSet<int> given = [];
        private readonly List<int> sent = [];
        private readonly int failing;
        private readonly bool sweeperForgets;

        public Table(int failing, bool sweeperForgets)
        {
            (this.failing, this.sweeperForgets) = (failing, sweeperForgets);
            Actors = [new("commits", Commits()), new("sweeper", Sweeper())];
        }

        public List<Actor> Actors { get; }

        public void AtRest()
        {
            if (written.Count > 0) throw new InvalidOperationException($"row {written.Min} is with nobody");
        }

        private IEnumerator<Func<bool>> Commits()
        {
            for (var number = 1; number <= Rows; number++)
            {
                written.Add(number);
                yield return Actor.Always;
                var row = new Committed(new OutboxMessage { Key = key, Type = "", Body = $"{number}", ClaimedBy = "" }, number);
                given.Add(number);
                if (lanes.Enter(row, brokerAway: false)) Actors.Add(new($"lane {number}", Lane(row)));
                else if (lanes.Held().ContainsKey(key)) left.Add(number);
                yield return Actor.Always;
            }
        }

        private IEnumerator<Func<bool>> Lane(Committed? row)
        {
            while (row is not null)
            {
                var number = (int)row.Message!;
                if (number == failing)
                {
                    lanes.Hold(key);
                    // What is committed and not yet given to the lanes finds the key held.
                    left.UnionWith(written.Where(given.Contains));
                    yield break;
                }
                Send(number);
                yield return Actor.Always;
                lanes.TryNext(key, out row);
                yield return Actor.Always;
            }
        }

        private IEnumerator<Func<bool>> Sweeper()
        {
            // As often as rows can be left to it.
            for (var look = 0; look < Rows; look++)
            {
                yield return () => left.Count > 0;
                while (left.Count > 0)
                {
                    Send(left.Min);
                    left.Remove(left.Min);
                }
                yield return Actor.Always;
                var held = lanes.Held();
                yield return Actor.Always;
                IReadOnlySet<Guid> rows = written.Count > 0 && !sweeperForgets ? new HashSet<Guid> { key } : new HashSet<Guid>();
                yield return Actor.Always;
                lanes.Release(held, rows);
            }
        }

        private void Send(int number)
        {
            if (sent.Contains(number)) throw new InvalidOperationException($"row {number} was sent twice");
            if (written.Min < number) throw new InvalidOperationException($"row {number} passed row {written.Min}");
            sent.Add(number);
            written.Remove(number);
        }
    }
}
