using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Sms;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.IntegrationTests.Doors;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>What the provider says of each message decides what is sent again: nothing that a counsellor wrote is lost, nothing is sent on chance.</summary>
public sealed class When_a_text_message_does_not_leave : IAsyncLifetime
{
    private const string Number = "+33199001234";
    private const int Long = 800;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 3, 9, 10, 0, 0, TimeSpan.Zero));
    private readonly Line line = new();
    private RouterApp app = null!;
    private Citizen citizen = null!;
    private DeskOf desk = null!;
    private string receipt = "";
    private SendSms send = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app = await RouterApp.StartAsync(RouterSetUp.EmbeddedInMemory(), clock, ClosableDatabase.Put);
        send = ActivatorUtilities.CreateInstance<SendSms>(app.Get<IServiceProvider>(), line);
        citizen = await app.CitizenComesAsync(asksNow: true);
        desk = await app.CounsellorComesAsync();
        receipt = await desk.TakesNextAsync();
        await app.TamperAsync(async db =>
        {
            var thread = new SmsThread { Number = Number, ConversationId = citizen.ConversationId, StartedAt = DateTimeOffset.UnixEpoch };
            db.SmsThreads.Add(thread);
            await db.SaveChangesAsync(Token);
        });
        await send.RunAsync(Token);
        line.Forget();
    }

    [Fact]
    public async Task What_certainly_did_not_leave_is_sent_again()
    {
        line.Fates.Enqueue(SmsFate.NotSent);
        await desk.SaysAsync(receipt, "Bonjour");

        await send.RunAsync(Token);
        line.Left.Should().BeEmpty();
        await LaterAsync();

        line.Left.Should().ContainSingle().Which.Should().EndWith("Bonjour");
    }

    [Fact]
    public async Task What_is_refused_again_and_again_is_tried_less_and_less_often_and_holds_up_nobody_else()
    {
        for (var refusal = 0; refusal < 20; refusal++) line.Fates.Enqueue(SmsFate.NotSent);
        await desk.SaysAsync(receipt, "Bonjour");

        for (var second = 0; second < 14; second++)
        {
            await send.RunAsync(Token);
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        line.Asked.Should().Be(4, "after one second, two, four and eight");
        line.Fates.Clear();
        await WritesToAnotherAsync();
        await send.RunAsync(Token);
        line.Left.Should().ContainSingle().Which.Should().Be("Pour une autre personne");
    }

    [Fact]
    public async Task Of_two_messages_the_one_that_did_not_leave_is_sent_again_alone()
    {
        line.Fates.Enqueue(SmsFate.Sent);
        line.Fates.Enqueue(SmsFate.NotSent);
        await desk.SaysAsync(receipt, new string('a', Long));
        await desk.SaysAsync(receipt, new string('b', Long));

        await send.RunAsync(Token);
        await LaterAsync();

        line.Left.Should().HaveCount(2);
        line.Left[0].Should().Contain("aaa");
        line.Left[1].Should().Contain("bbb").And.NotContain("aaa");
    }

    [Fact]
    public async Task What_a_node_has_not_handed_over_when_it_stops_is_sent_by_the_next()
    {
        await desk.SaysAsync(receipt, new string('a', Long));
        await desk.SaysAsync(receipt, new string('b', Long));
        using var stopping = new CancellationTokenSource();
        line.Meanwhile = stopping.Cancel;

        await send.RunAsync(stopping.Token);
        line.Meanwhile = () => { };
        line.Left.Should().ContainSingle().Which.Should().Contain("aaa");
        await ActivatorUtilities.CreateInstance<SendSms>(app.Get<IServiceProvider>(), line).RunAsync(Token);

        line.Left.Should().HaveCount(2);
        line.Left[1].Should().Contain("bbb").And.NotContain("aaa");
    }

    [Fact]
    public async Task What_could_not_be_handed_over_is_sent_again()
    {
        line.Meanwhile = () => throw new InvalidOperationException("no adapter");
        await desk.SaysAsync(receipt, "Bonjour");
        await send.RunAsync(Token);
        line.Meanwhile = () => { };

        await LaterAsync();

        line.Left.Should().ContainSingle().Which.Should().EndWith("Bonjour");
    }

    [Fact]
    public async Task What_was_claimed_is_sent_though_the_database_is_away_since()
    {
        await desk.SaysAsync(receipt, "Bonjour");
        app.Get<ClosableDatabase>().CloseAfterCommitOf<SmsThread>();

        await send.RunAsync(Token);

        line.Left.Should().ContainSingle().Which.Should().EndWith("Bonjour");
        app.Get<ClosableDatabase>().Open();
    }

    [Fact]
    public async Task What_did_not_leave_while_the_database_went_away_is_sent_when_it_is_back()
    {
        line.Fates.Enqueue(SmsFate.NotSent);
        await desk.SaysAsync(receipt, "Bonjour");
        app.Get<ClosableDatabase>().CloseAfterCommitOf<SmsThread>();
        await send.RunAsync(Token);
        app.Get<ClosableDatabase>().Open();

        await LaterAsync();

        line.Left.Should().ContainSingle().Which.Should().EndWith("Bonjour");
    }

    [Fact]
    public async Task What_may_have_left_is_not_sent_again()
    {
        line.Fates.Enqueue(SmsFate.Unknown);
        await desk.SaysAsync(receipt, "Bonjour");

        await send.RunAsync(Token);
        await send.RunAsync(Token);

        line.Left.Should().BeEmpty();
        line.Asked.Should().Be(1);
        (await desk.SeesAsync("activity")).GetProperty("text").GetString().Should().Be("Bonjour");
        (await desk.SeesAsync("activity")).GetProperty("text").GetString().Should().Contain("peut-être pas parti", "whoever wrote it counts on it");
        (await ToldAsync()).Should().Be(1);
    }

    [Fact]
    public async Task What_a_node_had_claimed_when_it_died_is_told_and_what_is_said_then_is_sent()
    {
        await desk.SaysAsync(receipt, "Bonjour");
        await app.TamperAsync(async db =>
        {
            var upTo = (await db.Conversations.FindAsync([citizen.ConversationId], Token))!.LastActivity;
            (await db.SmsThreads.FindAsync([Number], Token))!.Claim(upTo, clock.GetUtcNow());
            await db.SaveChangesAsync(Token);
        });
        await desk.SaysAsync(receipt, "Vous me lisez ?");
        await send.RunAsync(Token);
        line.Asked.Should().Be(0, "it may be on its way");

        clock.Advance(SendSms.ClaimIsLost);
        await send.RunAsync(Token);
        await send.RunAsync(Token);

        line.Left.Should().ContainSingle().Which.Should().Contain("Vous me lisez").And.NotContain("Bonjour", "it may have left");
        (await ToldAsync()).Should().Be(1);
    }

    [Fact]
    public async Task What_is_said_while_another_node_hands_over_leaves_behind_it()
    {
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        line.Answers = held.Task;
        await desk.SaysAsync(receipt, "Apportez le formulaire");
        var first = send.RunAsync(Token);
        await Eventually.HoldsAsync(() => Task.FromResult(line.Asked == 1), "it is handed over");
        line.Answers = Task.CompletedTask;
        await desk.SaysAsync(receipt, "Non, pas ce formulaire");

        await ActivatorUtilities.CreateInstance<SendSms>(app.Get<IServiceProvider>(), line).RunAsync(Token);
        line.Asked.Should().Be(1, "nobody reads the second before the first");
        held.SetResult();
        await first;
        await send.RunAsync(Token);

        line.Left.Should().HaveCount(2);
        line.Left[0].Should().EndWith("Apportez le formulaire");
        line.Left[1].Should().EndWith("Non, pas ce formulaire");
        (await ToldAsync()).Should().Be(0);
    }

    [Fact]
    public async Task However_slowly_a_long_answer_leaves_no_other_node_takes_it_for_lost()
    {
        const int Many = 10;
        var (idle, slow) = (new Line(), TimeSpan.FromSeconds(9));
        var other = ActivatorUtilities.CreateInstance<SendSms>(app.Get<IServiceProvider>(), idle);
        for (var number = 0; number < Many; number++) await desk.SaysAsync(receipt, new string((char)('a' + number), Long));
        line.While = async () =>
        {
            clock.Advance(slow);
            await app.Get<KeepLease>().RunAsync("conseiller1", Token);
            await other.RunAsync(Token);
        };

        for (var look = 0; look < Many && line.Left.Count < Many; look++) await send.RunAsync(Token);

        idle.Asked.Should().Be(0, "one node hands over");
        line.Left.Should().HaveCount(Many).And.OnlyHaveUniqueItems();
        line.Left.Select(text => text[^1]).Should().BeInAscendingOrder();
        (await ToldAsync()).Should().Be(0, "all of it has left");
    }

    [Fact]
    public async Task Who_is_said_to_want_no_more_gets_no_more()
    {
        line.Fates.Enqueue(SmsFate.NotWanted);
        await desk.SaysAsync(receipt, "Bonjour");
        await send.RunAsync(Token);
        await desk.SaysAsync(receipt, "Encore moi");

        await send.RunAsync(Token);

        line.Left.Should().BeEmpty();
        line.Asked.Should().Be(1);
    }

    [Fact]
    public async Task Who_wants_messages_again_gets_what_was_said_meanwhile()
    {
        line.Fates.Enqueue(SmsFate.NotWanted);
        await desk.SaysAsync(receipt, "Bonjour");
        await send.RunAsync(Token);
        await app.TamperAsync(async db =>
        {
            (await db.SmsThreads.FindAsync([Number], Token))!.Resume();
            await db.SaveChangesAsync(Token);
        });
        clock.Advance(UnsentThreads.AllEvery);

        await send.RunAsync(Token);

        line.Left.Should().ContainSingle().Which.Should().EndWith("Bonjour");
    }

    [Fact]
    public async Task Who_said_stop_gets_no_more_whatever_the_provider_would_do()
    {
        await app.TamperAsync(async db =>
        {
            (await db.SmsThreads.FindAsync([Number], Token))!.Stop(DateTimeOffset.UnixEpoch);
            await db.SaveChangesAsync(Token);
        });
        await desk.SaysAsync(receipt, "Bonjour");

        await send.RunAsync(Token);

        line.Asked.Should().Be(0);
    }

    [Fact]
    public async Task A_provider_that_answers_nobody_takes_few_in_vain_and_the_others_leave_when_it_is_back()
    {
        const int People = 10;
        for (var person = 0; person < People; person++) await WritesToAsync(Person(person), $"Pour {person}");
        for (var silence = 0; silence < People; silence++) line.Fates.Enqueue(SmsFate.Unknown);

        for (var look = 0; look < 3; look++) await send.RunAsync(Token);
        var lost = line.Asked;
        lost.Should().BeLessThanOrEqualTo(3, "of those that were under way");
        clock.Advance(SmsLineRest.First);
        await send.RunAsync(Token);
        line.Asked.Should().Be(lost + 1, "one shows that it is not over");
        line.Fates.Clear();
        clock.Advance(SmsLineRest.Longest);
        await send.RunAsync(Token);

        line.Left.Should().HaveCount(People - lost - 1).And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task However_long_nothing_was_taken_it_leaves_soon_after()
    {
        line.Of = _ => SmsFate.NotTaken;
        await desk.SaysAsync(receipt, "Bonjour");
        for (var second = 0; second < 600; second += 10)
        {
            await send.RunAsync(Token);
            clock.Advance(TimeSpan.FromSeconds(10));
            await desk.StaysAliveAsync();
        }
        line.Of = _ => null;

        clock.Advance(SmsLineRest.Longest);
        await desk.StaysAliveAsync();
        await send.RunAsync(Token);

        line.Left.Should().ContainSingle().Which.Should().EndWith("Bonjour");
    }

    [Fact]
    public async Task One_that_is_never_taken_keeps_nobody_else_waiting()
    {
        line.Of = number => number == Number ? SmsFate.NotTaken : null;
        await desk.SaysAsync(receipt, "Bonjour");
        clock.Advance(TimeSpan.FromSeconds(1));
        await WritesToAnotherAsync();

        for (var look = 0; look < 3; look++)
        {
            await send.RunAsync(Token);
            clock.Advance(SmsLineRest.First);
        }

        line.Left.Should().ContainSingle().Which.Should().Be("Pour une autre personne");
    }

    [Fact]
    public async Task Who_has_waited_longest_is_first_whatever_their_number()
    {
        await WritesToAsync("+59069000001", "La première");
        clock.Advance(TimeSpan.FromSeconds(1));
        await WritesToAsync("+26269000001", "Le deuxième");
        clock.Advance(TimeSpan.FromSeconds(1));
        await desk.SaysAsync(receipt, "La troisième");

        await send.RunAsync(Token);

        line.Left.Select(text => text.Split(' ')[^1]).Should().Equal("première", "deuxième", "troisième");
    }

    [Fact]
    public async Task A_slow_provider_is_handed_several_at_a_time_and_not_too_many()
    {
        const int People = 30;
        for (var person = 0; person < People; person++) await WritesToAsync(Person(person), $"Pour {person}");
        var (underWay, most) = (0, 0);
        line.While = async () =>
        {
            most = Math.Max(most, Interlocked.Increment(ref underWay));
            await Task.Yield();
            Interlocked.Decrement(ref underWay);
        };
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        line.Answers = held.Task;
        var look = send.RunAsync(Token);
        await Eventually.HoldsAsync(() => Task.FromResult(line.Asked > 1), "two are under way");
        line.Asked.Should().BeLessThan(SmsLineRest.Most, "it begins with few");
        line.Answers = Task.CompletedTask;
        held.SetResult();
        await look;

        line.Left.Should().HaveCount(People).And.OnlyHaveUniqueItems();
        most.Should().BeLessThanOrEqualTo(SmsLineRest.Most);
    }

    [Fact]
    public async Task The_desk_is_told_that_words_wait_and_nobody_is_said_to_be_absent_over_them()
    {
        await app.TamperAsync(db => db.Conversations.Where(c => c.Id == citizen.ConversationId).ExecuteUpdateAsync(row => row.SetProperty(c => c.Channel, ChannelName.Sms), Token));
        await desk.SeesAsync("handoff-changed");
        line.Of = _ => SmsFate.NotTaken;
        await desk.SaysAsync(receipt, "Bonjour");
        await send.RunAsync(Token);
        (await DetailAsync()).TextsLate.Should().BeFalse("it is under way");
        clock.Advance(ReadDesk.TextsAreLateAfter);
        await desk.StaysAliveAsync();

        for (var look = 0; look < 2; look++) await send.RunAsync(Token);

        (await desk.SeesAsync("handoff-changed")).GetProperty("receipt").GetString().Should().Be(receipt);
        (await DetailAsync()).TextsLate.Should().BeTrue();
        (await desk.RecordsAbsenceAsync(receipt))!.Code.Should().Be("not-sent");
        line.Of = _ => null;
        clock.Advance(SmsLineRest.Longest);
        await desk.StaysAliveAsync();
        for (var look = 0; look < 2; look++) await send.RunAsync(Token);
        (await desk.SeesAsync("handoff-changed")).GetProperty("receipt").GetString().Should().Be(receipt);
        (await DetailAsync()).TextsLate.Should().BeFalse();
        line.Left.Should().ContainSingle().Which.Should().EndWith("Bonjour");
        (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull("it has left, and nobody answers");
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static string Person(int number) => $"+331990056{number:00}";

    private async Task<DeskHandoffDetail> DetailAsync() => (await app.Get<ReadDesk>().HandoffAsync(desk.Id, receipt, before: null, Token))!;

    private Task<int> ToldAsync() => app.LookAsync(db => db.Activities.CountAsync(a => a.ConversationId == citizen.ConversationId && a.Text!.Contains("peut-être pas parti")));

    private async Task LaterAsync()
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        await send.RunAsync(Token);
    }

    private Task WritesToAnotherAsync() => WritesToAsync("+33199005678", "Pour une autre personne");

    private Task WritesToAsync(string number, string text) => app.Get<Transactions>().RunAsync((work, _) =>
    {
        var conversation = new Conversation { Id = MassTransit.NewId.NextGuid(), Channel = ChannelName.Sms, Language = "fr", StartedAt = work.Now, KeyHash = "" };
        work.Db.Conversations.Add(conversation);
        work.Db.SmsThreads.Add(new SmsThread { Number = number, ConversationId = conversation.Id, StartedAt = work.Now });
        work.Say(conversation, Author.Service, text);
        return Task.CompletedTask;
    }, Token);

    /// <summary>A provider that says what it is told to say; sent, when it is told nothing.</summary>
    private sealed class Line : ISmsLine
    {
        public Queue<SmsFate> Fates { get; } = new();

        /// <summary>What it says of a number, whatever else it was told to say; null: nothing in particular.</summary>
        public Func<string, SmsFate?> Of { get; set; } = _ => null;

        public List<string> Left { get; } = [];

        public int Asked { get; private set; }

        /// <summary>What happens before the provider is asked.</summary>
        public Action Meanwhile { get; set; } = () => { };

        /// <summary>What happens while the provider takes its time.</summary>
        public Func<Task> While { get; set; } = () => Task.CompletedTask;

        /// <summary>Until when the provider takes to answer.</summary>
        public Task Answers { get; set; } = Task.CompletedTask;

        public bool Exists => true;

        public void Forget()
        {
            Left.Clear();
            Asked = 0;
        }

        public async Task<SmsFate> SendAsync(string number, string text, CancellationToken ct)
        {
            var answers = Answers;
            Asked++;
            Meanwhile();
            ct.ThrowIfCancellationRequested();
            await answers;
            await While();
            // Several at once.
            lock (Left)
            {
                var fate = Of(number) ?? (Fates.TryDequeue(out var told) ? told : SmsFate.Sent);
                if (fate == SmsFate.Sent) Left.Add(text);
                return fate;
            }
        }
    }
}
