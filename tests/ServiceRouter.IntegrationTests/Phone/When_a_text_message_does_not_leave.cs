using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Channels.Phone;
using ServiceRouter.Channels.Sms;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>What the provider says of each message decides what is sent again: nothing that a counsellor wrote is lost, nothing is sent on chance.</summary>
public sealed class When_a_text_message_does_not_leave : IAsyncLifetime
{
    private const string Number = "+33199001234";
    private const int Long = 800;
    private readonly Line line = new();
    private RouterApp app = null!;
    private Citizen citizen = null!;
    private DeskOf desk = null!;
    private string receipt = "";
    private SendSms send = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app = await RouterApp.StartAsync(RouterSetUp.EmbeddedInMemory());
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
        await send.RunAsync(Token);

        line.Left.Should().ContainSingle().Which.Should().EndWith("Bonjour");
    }

    [Fact]
    public async Task Of_two_messages_the_one_that_did_not_leave_is_sent_again_alone()
    {
        line.Fates.Enqueue(SmsFate.Sent);
        line.Fates.Enqueue(SmsFate.NotSent);
        await desk.SaysAsync(receipt, new string('a', Long));
        await desk.SaysAsync(receipt, new string('b', Long));

        await send.RunAsync(Token);
        await send.RunAsync(Token);

        line.Left.Should().HaveCount(2);
        line.Left[0].Should().Contain("aaa");
        line.Left[1].Should().Contain("bbb").And.NotContain("aaa");
    }

    [Fact]
    public async Task What_may_have_left_is_not_sent_again()
    {
        line.Fates.Enqueue(SmsFate.Unknown);
        await desk.SaysAsync(receipt, "Bonjour");

        await send.RunAsync(Token);
        await send.RunAsync(Token);

        line.Left.Should().BeEmpty();
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

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    /// <summary>A provider that says what it is told to say; sent, when it is told nothing.</summary>
    private sealed class Line : ISmsLine
    {
        public Queue<SmsFate> Fates { get; } = new();

        public List<string> Left { get; } = [];

        public int Asked { get; private set; }

        public bool Exists => true;

        public void Forget()
        {
            Left.Clear();
            Asked = 0;
        }

        public Task<SmsFate> SendAsync(string number, string text, CancellationToken ct)
        {
            Asked++;
            var fate = Fates.TryDequeue(out var told) ? told : SmsFate.Sent;
            if (fate == SmsFate.Sent) Left.Add(text);
            return Task.FromResult(fate);
        }
    }
}
