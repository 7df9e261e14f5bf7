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
    private const string Nadia = "conseiller1";
    private const string NadiasPhone = "+33611000001";

    private readonly UnwillingProvider provider = new();
    private PhoneStory story = null!;
    private DeskOf desk = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        story = await PhoneStory.StartAsync(provider.PutBefore);
        (await story.App.Get<SetPhone>().RunAsync(Nadia, NadiasPhone, Token)).Should().BeNull();
        desk = await story.App.CounsellorComesAsync(Nadia);
    }

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Fact]
    public async Task A_number_that_the_provider_refuses_is_asked_for_once_and_the_counsellor_is_told()
    {
        provider.Answers(PhoneStory.Citizen, HttpStatusCode.BadRequest, 21211);
        var receipt = await TakesCallBackOfTheWebAsync();
        var counsellor = await RingsFromTheDeskAsync(receipt);
        await TakesTheCallAsync(counsellor);

        await PassUntilAsync(() => PhoneStory.Times(counsellor, "ne peut pas être appelé") > 0);
        await PassAsync(5);

        provider.AskedFor(PhoneStory.Citizen).Should().Be(1, "it would be refused again");
        (await story.App.Get<LineAtDesk>().ReadAsync(Nadia, receipt, Token)).Line.Should().Match<DeskLine>(l => l.State == LineState.AloneTold && l.Ending == LineEnding.NotCallable);
        counsellor.HangsUp();
        await counsellor.EndsAsync();
        await PassUntilAsync(() => story.App.LookAsync(db => db.CounsellorLines.AllAsync(l => l.State == LineState.Over && l.Ending == LineEnding.Done)));
        (await desk.RecordsAbsenceAsync(receipt)).Should().BeNull();
    }

    [Fact]
    public async Task A_provider_that_is_away_is_asked_a_few_times_and_then_the_counsellor_decides()
    {
        provider.Answers(PhoneStory.Citizen, HttpStatusCode.ServiceUnavailable, null);
        var receipt = await TakesCallBackOfTheWebAsync();
        var counsellor = await RingsFromTheDeskAsync(receipt);
        await TakesTheCallAsync(counsellor);

        await PassUntilAsync(() => PhoneStory.Times(counsellor, "n'a pas pu") > 0);

        provider.AskedFor(PhoneStory.Citizen).Should().BeInRange(3, 6, "pauses grow");
        (await story.App.Get<LineAtDesk>().ReadAsync(Nadia, receipt, Token)).Line!.Ending.Should().Be(LineEnding.Provider);
        provider.Recovers();
        counsellor.Presses("1");
        var citizen = await NextRingAsync(PhoneStory.Citizen);
        citizen.Answers();
        await PassUntilAsync(() => LineIsAsync(LineState.Talking));
        (await story.App.Get<LineAtDesk>().ReadAsync(Nadia, receipt, Token)).Line!.Ending.Should().BeNull("they talk");
    }

    /// <summary>The provider's answers are lost, and it did ring.</summary>
    [Fact]
    public async Task A_citizen_who_comes_when_the_counsellor_was_told_that_nobody_does_waits_for_the_key()
    {
        provider.Answers(PhoneStory.Citizen, HttpStatusCode.ServiceUnavailable, null, isDone: true);
        var counsellor = await RingsFromTheDeskAsync(await TakesCallBackOfTheWebAsync());
        await TakesTheCallAsync(counsellor);
        await PassUntilAsync(() => PhoneStory.Times(counsellor, "n'a pas pu") > 0);
        var citizen = await NextRingAsync(PhoneStory.Citizen);
        citizen.Answers();
        await citizen.SeesAsync("queue sr-attente");

        counsellor.Presses("1");

        await PassUntilAsync(() => LineIsAsync(LineState.Talking));
        await citizen.SeesAsync("conference");
    }

    [Fact]
    public async Task A_counsellor_whom_the_provider_did_not_ring_is_rung_again_by_itself()
    {
        provider.Answers(NadiasPhone, HttpStatusCode.ServiceUnavailable, null, times: 1);
        var citizen = await WaitsAsync();
        await desk.TakesNextAsync();

        var counsellor = await NextRingAsync(NadiasPhone);
        await TakesTheCallAsync(counsellor);

        await PassUntilAsync(() => LineIsAsync(LineState.Talking));
        await citizen.SeesAsync("conference");
        provider.AskedFor(NadiasPhone).Should().Be(2);
    }

    [Fact]
    public async Task A_caller_whose_counsellor_cannot_be_rung_goes_to_the_next_and_nobody_is_away_for_an_outage()
    {
        provider.Answers(NadiasPhone, HttpStatusCode.ServiceUnavailable, null);
        var citizen = await WaitsAsync();
        await desk.TakesNextAsync();

        await PassUntilAsync(IsGivenBackAsync);

        provider.AskedFor(NadiasPhone).Should().BeInRange(3, 6, "pauses grow");
        (await story.HandoffAsync()).AtHead.Should().BeTrue();
        (await PresenceAsync()).Should().Be(Presence.Available, "the provider is away, and not the counsellor");
        citizen.Status.Should().Be("in-progress");
    }

    [Fact]
    public async Task A_counsellor_whose_own_number_is_refused_is_away_and_the_caller_goes_to_the_next_at_once()
    {
        provider.Answers(NadiasPhone, HttpStatusCode.BadRequest, 21211);
        var citizen = await WaitsAsync();
        await desk.TakesNextAsync();

        await PassUntilAsync(IsGivenBackAsync);

        provider.AskedFor(NadiasPhone).Should().Be(1, "it would be refused again");
        (await PresenceAsync()).Should().Be(Presence.Away);
        citizen.Status.Should().Be("in-progress");
    }

    /// <summary>A ring that reached no counsellor says nothing of a citizen who calls afterwards.</summary>
    [Fact]
    public async Task A_citizen_who_calls_back_meets_a_counsellor_whose_telephone_was_busy_before()
    {
        story.Network.Book.Add(PhoneStory.Citizen, new PhonePlan(PhoneAnswer.NoAnswer));
        var receipt = await TakesCallBackOfTheWebAsync();
        var counsellor = await RingsFromTheDeskAsync(receipt);
        await TakesTheCallAsync(counsellor);
        await PassUntilAsync(() => PhoneStory.Times(counsellor, "n'est plus en ligne") > 0);
        counsellor.HangsUp();
        await counsellor.EndsAsync();
        await PassUntilAsync(() => story.App.LookAsync(db => db.CounsellorLines.AllAsync(l => l.State == LineState.Over)));
        story.Network.Book.Add(NadiasPhone, new PhonePlan(PhoneAnswer.Busy));
        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token)).Should().BeNull();
        await PassUntilAsync(() => story.App.LookAsync(db => db.CounsellorLines.AnyAsync(l => l.Ending == LineEnding.Busy)));
        story.Network.Book.Add(NadiasPhone, PhonePlan.ByHand);
        await PassAsync(2);

        var again = story.Calls();
        await again.HearsAsync("tapez 1");
        again.Presses("1");
        await again.SeesAsync("queue sr-attente");
        await TakesTheCallAsync(await NextRingAsync(NadiasPhone));

        await PassUntilAsync(() => LineIsAsync(LineState.Talking));
        await again.SeesAsync("conference");
    }

    private async Task<SimulatedCall> WaitsAsync()
    {
        var call = story.Calls();
        await call.HearsAsync("tapez 0");
        call.Presses("0");
        await call.SeesAsync("queue sr-attente");
        return call;
    }

    private async Task<string> TakesCallBackOfTheWebAsync()
    {
        await story.App.Get<SetPresence>().RunAsync(Nadia, Presence.Away, null, Token);
        var citizen = await story.App.CitizenComesAsync(asksNow: true);
        var due = story.Clock.GetUtcNow().AddMinutes(5);
        (await story.App.Get<AskCallBack>().RunAsync(citizen.ConversationId, "01 99 00 12 34", due, Token)).Should().BeNull();
        story.Clock.Advance(TimeSpan.FromMinutes(5));
        await story.App.Get<KeepLease>().RunAsync(Nadia, Token);
        await story.App.Get<SetPresence>().RunAsync(Nadia, Presence.Available, null, Token);
        await story.App.TimeMovesAsync();
        return await desk.TakesNextAsync();
    }

    private async Task<SimulatedCall> RingsFromTheDeskAsync(string receipt)
    {
        (await story.App.Get<LineAtDesk>().RingAsync(Nadia, receipt, Token)).Should().BeNull();
        return await NextRingAsync(NadiasPhone);
    }

    private static async Task TakesTheCallAsync(SimulatedCall counsellor)
    {
        counsellor.Answers();
        await counsellor.HearsAsync("tapez 1");
        counsellor.Presses("1");
    }

    private Task<bool> IsGivenBackAsync() => story.App.LookAsync(db => db.HandoffLog.AnyAsync(e => e.Move == HandoffMove.LoseCounsellor));

    private Task<bool> LineIsAsync(LineState state) => story.App.LookAsync(db => db.CounsellorLines.AnyAsync(l => l.State == state));

    private async Task<Presence> PresenceAsync() => (await story.App.LookAsync(db => db.Counsellors.SingleAsync(c => c.Id == Nadia))).Presence;

    private async Task<SimulatedCall> NextRingAsync(string address)
    {
        var ring = story.Network.RingsAsync(address, Token);
        await PassUntilAsync(() => ring.IsCompleted);
        return await ring;
    }

    private async Task PassAsync(int seconds)
    {
        for (var passed = 0; passed < seconds; passed++)
        {
            await story.App.Get<KeepLease>().RunAsync(Nadia, Token);
            await story.PassAsync(1);
        }
    }

    private Task PassUntilAsync(Func<bool> holds) => PassUntilAsync(() => Task.FromResult(holds()));

    private Task PassUntilAsync(Func<Task<bool>> holds) => Eventually.HoldsAsync(async () =>
    {
        if (await holds()) return true;
        // The browser stays open.
        await story.App.Get<KeepLease>().RunAsync(Nadia, Token);
        story.Clock.Advance(TimeSpan.FromMilliseconds(250));
        return await holds();
    }, "the telephone followed");

    /// <summary>Answers in the place of the provider when some number is to be rung.</summary>
    private sealed class UnwillingProvider
    {
        private readonly ConcurrentDictionary<string, Unwilling> numbers = new(StringComparer.Ordinal);
        private readonly ConcurrentQueue<string> asked = new();

        public void PutBefore(IServiceCollection services) => services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler(() => new Way(this)));

        public void Answers(string number, HttpStatusCode status, int? code, int times = int.MaxValue, bool isDone = false) => numbers[number] = new Unwilling(status, code, times, isDone);

        public void Recovers() => numbers.Clear();

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
                if (unwilling is { IsDone: false }) return unwilling.Answer();
                var answer = await base.SendAsync(request, cancellationToken);
                return unwilling?.Answer() ?? answer;
            }
        }
    }
}
