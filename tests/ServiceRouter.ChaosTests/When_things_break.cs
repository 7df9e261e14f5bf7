using ServiceRouter.ChaosTests.Cases;
using ServiceRouter.ChaosTests.Running;

[assembly: AssemblyFixture(typeof(ServiceRouter.ChaosTests.Running.Ground))]

namespace ServiceRouter.ChaosTests;

/// <summary>The short form. What is asserted is what was promised, never how long it took.</summary>
[Collection("one thing breaks at a time")]
public sealed class When_things_break(Ground ground)
{
    /// <summary>Marks the cases that ./test runs: those that have held again and again, in a few minutes together.</summary>
    private const string Run = "run";
    private const string InTest = "in-test";

    [Fact, Trait(Run, InTest)]
    public Task A_node_is_killed_again_and_again_and_every_promise_is_kept() => KeepsThePromise(KillANode.Case);

    [Fact]
    public Task Brokers_are_killed_one_by_one_and_two_at_once_and_every_promise_is_kept() => KeepsThePromise(KillTheBroker.Case);

    [Fact]
    public Task A_node_is_frozen_for_longer_than_a_lease_and_nothing_stale_is_written() => KeepsThePromise(new FreezeANode());

    [Fact]
    public Task Counsellors_vanish_and_their_citizens_go_to_others() => KeepsThePromise(LoseCounsellors.Case);

    [Fact]
    public Task Messages_that_fail_for_good_end_in_the_hands_of_people_and_the_others_go_on() => KeepsThePromise(MessagesThatFail.Case);

    [Fact]
    public Task Messages_that_fail_for_good_end_in_the_hands_of_people_where_roles_are_apart() => KeepsThePromise(MessagesThatFail.RolesApart);

    [Fact]
    public Task Everybody_presses_take_at_once_and_one_has_the_citizen() => KeepsThePromise(RaceForOffers.Case);

    [Fact]
    public Task Every_message_and_every_act_comes_again_and_the_ledger_is_the_same() => KeepsThePromise(new RepeatEverything());

    [Fact]
    public Task Requests_come_just_as_loops_go_to_sleep_and_no_wake_up_is_lost() => KeepsThePromise(new GapsAroundTheSweep());

    [Fact]
    public Task Timers_come_due_while_nodes_are_killed_and_each_acts_once() => KeepsThePromise(ManyTimers.Case);

    [Fact]
    public Task Timers_come_due_without_the_scheduler_and_each_acts_once() => KeepsThePromise(ManyTimers.WithoutQuartz);

    [Fact]
    public Task Clocks_are_an_hour_wrong_and_nothing_is_early() => KeepsThePromise(WrongClocks.Case);

    [Fact, Trait(Run, InTest)]
    public Task The_database_is_lost_and_its_standby_takes_over() => KeepsThePromise(LoseTheDatabase.Case);

    [Fact, Trait(Run, InTest)]
    public Task Database_and_broker_are_away_and_journals_keep_every_request_in_order() => KeepsThePromise(LoseDatabaseAndBroker.Case);

    [Fact]
    public async Task Disks_are_full_and_records_damaged_and_nothing_that_was_written_is_lost()
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can mount a small disk; ./run chaos --long 5 tells the same.");
        using var one = new FillTheDisk();
        await BreaksNothing(one);
    }

    [Fact]
    public Task Queues_are_deleted_and_everything_starts_again_in_any_order() => KeepsThePromise(StartInAnyOrder.Case);

    [Fact, Trait(Run, InTest)]
    public Task Nodes_are_restarted_one_by_one_and_nobody_notices() => KeepsThePromise(RestartOneByOne.Case);

    [Fact, Trait(Run, InTest)]
    public Task Streams_are_cut_again_and_again_and_every_screen_equals_the_database() => KeepsThePromise(CutStreams.Case);

    [Fact]
    public Task The_load_lasts_while_a_node_is_killed_and_every_promise_is_kept() => KeepsThePromise(Soak.Case);

    [Fact]
    public Task A_node_is_killed_in_the_middle_of_calls_and_no_caller_is_lost() => BreaksNothing(new KillANodeInCalls());

    [Fact]
    public Task Lines_to_the_servers_break_without_a_word_and_every_promise_is_kept() => KeepsThePromise(BreakTheLines.Case);

    [Fact]
    public Task The_assistant_is_broken_and_whoever_asks_for_a_person_has_one() => BreaksNothing(new BreakTheAssistant());

    [Fact]
    public Task Hostile_requests_break_nothing_and_show_nobody_elses_words() => BreaksNothing(new HostileInput());

    [Fact]
    public Task A_flood_from_one_address_shuts_nobody_out() => BreaksNothing(new Flood());

    [Fact]
    public Task Planted_personal_data_stays_in_its_store() => BreaksNothing(new CanaryData());

    private async Task BreaksNothing(ICase one)
    {
        var verdict = await one.RunAsync(ground, isLong: false, new OutputOfTheTest());

        TestContext.Current.TestOutputHelper?.WriteLine($"{verdict}");
        verdict.Breaches.Should().BeEmpty("{0}", verdict);
    }

    private async Task KeepsThePromise(ICase one)
    {
        var verdict = await one.RunAsync(ground, isLong: false, new OutputOfTheTest());

        verdict.Breaches.Should().BeEmpty("{0}", verdict);
        verdict.WithoutPromise.Should().Be(0, "citizens go to the other node; {0}", verdict);
        verdict.Promises.Should().Be(one.ShortCitizens);
    }

    private sealed class OutputOfTheTest : StringWriter
    {
        public override Task WriteLineAsync(string? value)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(value ?? "");
            return Task.CompletedTask;
        }
    }
}
