using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Phone.Lines;
using ServiceRouter.Contracts.Handoffs;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.PhoneSimulator;
using ServiceRouter.PhoneSimulator.Book;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>The provider refuses a number, or is away: the counsellor is told, the caller goes to somebody else, and nobody sits in silence (G4, G8).</summary>
public sealed class When_a_line_does_not_come_about : IAsyncLifetime
{
    private const string Nadia = PhoneStory.Nadia;
    private const string NadiasPhone = PhoneStory.NadiasPhone;

    private readonly UnwillingProvider provider = new();
    private PhoneStory story = null!;
    private DeskOf desk = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        story = await PhoneStory.StartAsync(provider.PutBefore);
        desk = await story.ComesAsync(Nadia, NadiasPhone);
    }

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Fact]
    public async Task A_number_that_the_provider_refuses_is_asked_for_once_and_the_counsellor_is_told()
    {
        provider.Answers(PhoneStory.Citizen, HttpStatusCode.BadRequest, 21211);
        var receipt = await story.TakesCallBackOfTheWebAsync(desk);
        var counsellor = await RingsFromTheDeskAsync(receipt);
        await PhoneStory.TakesTheCallAsync(counsellor);

        await story.PassUntilAsync(() => PhoneStory.Times(counsellor, "ne peut pas être appelé") > 0);
        await PassAsync(5);

        provider.AskedFor(PhoneStory.Citizen).Should().Be(1, "it would be refused again");
        (await story.App.Get<LineAtDesk>().ReadAsync(Nadia, receipt, Token)).Line.Should().Match<DeskLine>(l => l.State == LineState.AloneTold && l.Ending == LineEnding.NotCallable);
        counsellor.HangsUp();
        await counsellor.EndsAsync();
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.CounsellorLines.AllAsync(l => l.State == LineState.Over && l.Ending == LineEnding.Done)));
        (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull();
    }

    [Fact]
    public async Task A_provider_that_is_away_is_asked_a_few_times_and_then_the_counsellor_decides()
    {
        provider.Answers(PhoneStory.Citizen, HttpStatusCode.ServiceUnavailable, null);
        var receipt = await story.TakesCallBackOfTheWebAsync(desk);
        var counsellor = await RingsFromTheDeskAsync(receipt);
        await PhoneStory.TakesTheCallAsync(counsellor);

        await story.PassUntilAsync(() => PhoneStory.Times(counsellor, "n'a pas pu") > 0);

        provider.AskedFor(PhoneStory.Citizen).Should().BeInRange(3, 6, "pauses grow");
        (await story.App.Get<LineAtDesk>().ReadAsync(Nadia, receipt, Token)).Line!.Ending.Should().Be(LineEnding.Provider);
        provider.Recovers();
        counsellor.Presses("1");
        var citizen = await story.NextRingAsync(PhoneStory.Citizen);
        citizen.Answers();
        await story.PassUntilAsync(() => LineIsAsync(LineState.Talking));
        (await story.App.Get<LineAtDesk>().ReadAsync(Nadia, receipt, Token)).Line!.Ending.Should().BeNull("they talk");
    }

    /// <summary>The provider's answers are lost, and it did ring.</summary>
    [Fact]
    public async Task A_citizen_who_comes_when_the_counsellor_was_told_that_nobody_does_waits_for_the_key()
    {
        provider.Answers(PhoneStory.Citizen, HttpStatusCode.ServiceUnavailable, null, isDone: true);
        var counsellor = await RingsFromTheDeskAsync(await story.TakesCallBackOfTheWebAsync(desk));
        await PhoneStory.TakesTheCallAsync(counsellor);
        await story.PassUntilAsync(() => PhoneStory.Times(counsellor, "n'a pas pu") > 0);
        var citizen = await story.NextRingAsync(PhoneStory.Citizen);
        citizen.Answers();
        await citizen.SeesAsync("queue sr-attente");

        counsellor.Presses("1");

        await story.PassUntilAsync(() => LineIsAsync(LineState.Talking));
        await citizen.SeesAsync("conference");
    }

    /// <summary>Two calls ring where we know of one: the other is busy, and the counsellor is told that nobody is there.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_citizen_who_comes_by_the_call_that_we_do_not_know_of_is_not_left_in_silence(bool keyIsPressed)
    {
        story.Network.Book.Add(PhoneStory.Citizen, PhonePlan.ByHand);
        provider.Answers(PhoneStory.Citizen, HttpStatusCode.ServiceUnavailable, null, times: 1, isDone: true);
        var counsellor = await RingsFromTheDeskAsync(await story.TakesCallBackOfTheWebAsync(desk));
        await PhoneStory.TakesTheCallAsync(counsellor);
        var unknown = await story.NextRingAsync(PhoneStory.Citizen);
        story.Network.Book.Add(PhoneStory.Citizen, new PhonePlan(PhoneAnswer.Busy));
        await story.PassUntilAsync(() => PhoneStory.Times(counsellor, "n'est plus en ligne") > 0);
        unknown.Answers();
        await unknown.SeesAsync("queue sr-attente");

        if (keyIsPressed)
        {
            counsellor.Presses("1");
            await story.PassUntilAsync(() => LineIsAsync(LineState.Talking));
            await unknown.SeesAsync("conference");
            return;
        }
        counsellor.HangsUp();
        await story.PassUntilAsync(IsGivenBackAsync);
        unknown.Status.Should().Be("in-progress");
    }

    /// <summary>Nothing of the provider is needed for it: a caller's place in the queue is ours.</summary>
    [Fact]
    public async Task A_caller_who_could_not_be_brought_is_given_back_when_the_counsellor_hangs_up_also_while_the_provider_is_away()
    {
        var citizen = await story.WaitsAsync();
        await desk.TakesNextAsync();
        var counsellor = await story.NextRingAsync(NadiasPhone);
        provider.IsAway = true;
        await PhoneStory.TakesTheCallAsync(counsellor);
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.CounsellorLines.AnyAsync(l => l.Ending == LineEnding.Provider)));

        counsellor.HangsUp();

        await story.PassUntilAsync(IsGivenBackAsync);
        (await story.HandoffAsync()).Should().Match<Handoff>(h => h.AtHead && h.State != HandoffState.WithCounsellor);
        citizen.Status.Should().Be("in-progress");
    }

    /// <summary>Whoever began on the web and has called waits on the telephone like any other.</summary>
    [Fact]
    public async Task A_citizen_of_the_web_who_has_called_goes_to_the_next_when_the_counsellor_does_not_answer()
    {
        await MissesTheCallAsync();
        story.Network.Book.Add(NadiasPhone, new PhonePlan(PhoneAnswer.Busy));

        var again = story.Calls();
        await again.HearsAsync("tapez 1");
        again.Presses("1");
        await again.SeesAsync("queue sr-attente");

        await story.PassUntilAsync(IsGivenBackAsync);
        again.Status.Should().Be("in-progress");
    }

    [Fact]
    public async Task A_counsellor_whom_the_provider_did_not_ring_is_rung_again_by_itself()
    {
        provider.Answers(NadiasPhone, HttpStatusCode.ServiceUnavailable, null, times: 1);
        var citizen = await story.WaitsAsync();
        await desk.TakesNextAsync();

        var counsellor = await story.NextRingAsync(NadiasPhone);
        await PhoneStory.TakesTheCallAsync(counsellor);

        await story.PassUntilAsync(() => LineIsAsync(LineState.Talking));
        await citizen.SeesAsync("conference");
        provider.AskedFor(NadiasPhone).Should().Be(2);
    }

    /// <summary>The pauses count from the first failure. Before it, a node had other lines to ring.</summary>
    [Fact]
    public async Task A_step_that_waited_long_for_its_first_try_is_tried_again_as_any_other()
    {
        provider.Answers(NadiasPhone, HttpStatusCode.ServiceUnavailable, null, times: 2);
        await story.WaitsAsync();
        await desk.TakesNextAsync();
        await story.PassUntilAsync(() => provider.AskedFor(NadiasPhone) == 1);
        await story.PassUntilAsync(() => LineIsAsync(LineState.Wanted));
        await story.App.TamperAsync(db => db.CounsellorLines.ExecuteUpdateAsync(s => s.SetProperty(l => l.ChangedAt, story.Clock.GetUtcNow().AddMinutes(-1))));

        await PhoneStory.TakesTheCallAsync(await story.NextRingAsync(NadiasPhone));

        await story.PassUntilAsync(() => LineIsAsync(LineState.Talking));
        provider.AskedFor(NadiasPhone).Should().Be(3);
    }

    [Fact]
    public async Task A_caller_whose_counsellor_cannot_be_rung_goes_to_the_next_and_nobody_is_away_for_an_outage()
    {
        provider.Answers(NadiasPhone, HttpStatusCode.ServiceUnavailable, null);
        var citizen = await story.WaitsAsync();
        await desk.TakesNextAsync();

        await story.PassUntilAsync(IsGivenBackAsync);

        provider.AskedFor(NadiasPhone).Should().BeInRange(3, 6, "pauses grow");
        (await story.HandoffAsync()).AtHead.Should().BeTrue();
        (await PresenceAsync()).Should().Be(Presence.Available, "the provider is away, and not the counsellor");
        citizen.Status.Should().Be("in-progress");
    }

    [Fact]
    public async Task A_counsellor_whose_own_number_is_refused_is_away_and_the_caller_goes_to_the_next_at_once()
    {
        provider.Answers(NadiasPhone, HttpStatusCode.BadRequest, 21211);
        var citizen = await story.WaitsAsync();
        await desk.TakesNextAsync();

        await story.PassUntilAsync(IsGivenBackAsync);

        provider.AskedFor(NadiasPhone).Should().Be(1, "it would be refused again");
        (await PresenceAsync()).Should().Be(Presence.Away);
        citizen.Status.Should().Be("in-progress");
    }

    /// <summary>A ring that reached no counsellor says nothing of a citizen who calls afterwards.</summary>
    [Fact]
    public async Task A_citizen_who_calls_back_meets_a_counsellor_whose_telephone_was_busy_before()
    {
        var receipt = await MissesTheCallAsync();
        story.Network.Book.Add(NadiasPhone, new PhonePlan(PhoneAnswer.Busy));
        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token)).Should().BeNull();
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.CounsellorLines.AnyAsync(l => l.Ending == LineEnding.Busy)));
        story.Network.Book.Add(NadiasPhone, PhonePlan.ByHand);
        await PassAsync(2);

        var again = story.Calls();
        await again.HearsAsync("tapez 1");
        again.Presses("1");
        await again.SeesAsync("queue sr-attente");
        await PhoneStory.TakesTheCallAsync(await story.NextRingAsync(NadiasPhone));

        await story.PassUntilAsync(() => LineIsAsync(LineState.Talking));
        await again.SeesAsync("conference");
    }

    /// <summary>A citizen of the web is rung, does not answer, and the counsellor hangs up.</summary>
    private async Task<string> MissesTheCallAsync()
    {
        story.Network.Book.Add(PhoneStory.Citizen, new PhonePlan(PhoneAnswer.NoAnswer));
        var receipt = await story.TakesCallBackOfTheWebAsync(desk);
        var counsellor = await RingsFromTheDeskAsync(receipt);
        await PhoneStory.TakesTheCallAsync(counsellor);
        await story.PassUntilAsync(() => PhoneStory.Times(counsellor, "n'est plus en ligne") > 0);
        counsellor.HangsUp();
        await counsellor.EndsAsync();
        await story.PassUntilAsync(() => story.App.LookAsync(db => db.CounsellorLines.AllAsync(l => l.State == LineState.Over)));
        return receipt;
    }

    private async Task<SimulatedCall> RingsFromTheDeskAsync(string receipt)
    {
        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token)).Should().BeNull();
        return await story.NextRingAsync(NadiasPhone);
    }

    private Task<bool> IsGivenBackAsync() => story.App.LookAsync(db => db.HandoffLog.AnyAsync(e => e.Move == HandoffMove.LoseCounsellor));

    private Task<bool> LineIsAsync(LineState state) => story.App.LookAsync(db => db.CounsellorLines.AnyAsync(l => l.State == state));

    private async Task<Presence> PresenceAsync() => (await story.App.LookAsync(db => db.Counsellors.SingleAsync(c => c.Id == Nadia))).Presence;

    private async Task PassAsync(int seconds)
    {
        for (var passed = 0; passed < seconds; passed++)
        {
            await story.App.Get<KeepLease>().RunAsync(Nadia, Token);
            await story.PassAsync(1);
        }
    }

    /// <summary>Answers in the place of the provider when some number is to be rung.</summary>
    private sealed class UnwillingProvider
    {
        private readonly ConcurrentDictionary<string, Unwilling> numbers = new(StringComparer.Ordinal);
        private readonly ConcurrentQueue<string> asked = new();

        public void PutBefore(IServiceCollection services) => services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new Way(this)));

        public void Answers(string number, HttpStatusCode status, int? code, int times = int.MaxValue, bool isDone = false) => numbers[number] = new Unwilling(status, code, times, isDone);

        public void Recovers() => numbers.Clear();

        /// <summary>For whatever is asked of it.</summary>
        public bool IsAway { get; set; }

        public int AskedFor(string number) => asked.Count(one => one == number);

        private Unwilling? Of(string body)
        {
            // The one of a form that creates a call.
            var to = body.Split('&').Where(field => field.StartsWith("To=", StringComparison.Ordinal)).Select(field => Uri.UnescapeDataString(field[3..])).FirstOrDefault();
            if (to is null) return null;
            asked.Enqueue(to);
            return numbers.TryGetValue(to, out var unwilling) && AskedFor(to) <= unwilling.Times ? unwilling : null;
        }

        private sealed record Unwilling(HttpStatusCode Status, int? Code, int Times, bool IsDone)
        {
            public HttpResponseMessage Answer() =>
                new(Status) { Content = new StringContent(Code is { } code ? $$"""{"code": {{code}}, "message": "The number is refused"}""" : "", Encoding.UTF8, "application/json") };
        }

        private sealed class Way(UnwillingProvider provider) : DelegatingHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var unwilling = provider.Of(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
                if (provider.IsAway) return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new StringContent("") };
                if (unwilling is { IsDone: false }) return unwilling.Answer();
                var answer = await base.SendAsync(request, cancellationToken);
                return unwilling?.Answer() ?? answer;
            }
        }
    }
}
