using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Channels.Doors;
using ServiceRouter.Conversations;
using ServiceRouter.Handoffs;

namespace ServiceRouter.IntegrationTests.Doors;

/// <summary>A citizen pressed twice because the first answer did not come; the second was served while the first was still under way.</summary>
public sealed class When_an_asking_was_overtaken
{
    [Fact]
    public async Task It_leads_to_the_request_that_was_served_and_nobody_is_called_twice()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync();
        var late = new Asking { ConversationId = citizen.ConversationId }.Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow());
        var desk = await app.CounsellorComesAsync();
        var shown = await citizen.AsksForHumanAsync();
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();

        var taken = await app.Get<TakeAsked>().RunAsync(late, receiptIsOut: true, TestContext.Current.CancellationToken);

        ReceiptCode.Print(taken.Handoff.Receipt).Should().Be(shown);
        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(1);
        (await app.Get<FollowHandoff>().RunAsync(late.Receipt, TestContext.Current.CancellationToken))!.State.Should().Be(HandoffState.Served);
    }

    [Fact]
    public async Task A_press_that_stood_still_at_another_node_is_as_old_as_its_arrival()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var desk = await app.CounsellorComesAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = new Uri(app.Url) };
        http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        // The body begins when the node asks for it: the request has arrived.
        http.DefaultRequestHeaders.ExpectContinue = true;
        var key = $"cle={ConversationKey.New()}";
        using var still = new StillBody(key);
        var first = http.PostAsync("/humain", still, Token);
        await still.HasBegun;

        var shown = await PressAsync(new StringContent(key, new MediaTypeHeaderValue("application/x-www-form-urlencoded")));
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();
        still.GoOn();

        (await first).Headers.Location?.ToString().Should().Be(shown).And.StartWith("/demande/");
        (await app.LookAsync(db => db.Handoffs.CountAsync(Token))).Should().Be(1);

        async Task<string?> PressAsync(HttpContent form) => (await http.PostAsync("/humain", form, Token)).Headers.Location?.ToString();
    }

    [Fact]
    public async Task The_page_of_its_receipt_shows_both_receipts()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync();
        var late = new Asking { ConversationId = citizen.ConversationId }.Identified(app.Get<ReceiptSeal>(), TimeProvider.System.GetUtcNow());
        var shown = await citizen.AsksForHumanAsync();
        await app.Get<TakeAsked>().RunAsync(late, receiptIsOut: true, TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri(app.Url) };

        var page = await http.GetStringAsync($"/demande/{ReceiptCode.Print(late.Receipt)}", TestContext.Current.CancellationToken);

        page.Should().Contain(shown).And.Contain(ReceiptCode.Print(late.Receipt));
    }

    [Fact]
    public async Task A_call_back_that_was_wished_is_promised_all_the_same()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync();
        var now = TimeProvider.System.GetUtcNow();
        var late = new Asking { ConversationId = citizen.ConversationId, CallBackNumber = "0199001234", CallBackAt = now.AddDays(1) }.Identified(app.Get<ReceiptSeal>(), now);
        var desk = await app.CounsellorComesAsync();
        await citizen.AsksForHumanAsync();
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();

        var taken = await app.Get<TakeAsked>().RunAsync(late, receiptIsOut: true, TestContext.Current.CancellationToken);

        (taken.Handoff.State, taken.Handoff.Receipt).Should().Be((HandoffState.Promised, late.Receipt));
    }

    [Fact]
    public async Task Whoever_asks_after_the_end_has_a_new_request()
    {
        await using var app = await RouterApp.StartEmbeddedAsync();
        var citizen = await app.CitizenComesAsync(asksNow: true);
        var desk = await app.CounsellorComesAsync();
        (await desk.ClosesAsync(await desk.TakesNextAsync())).Should().BeNull();

        await citizen.AsksForHumanAsync();

        (await app.LookAsync(db => db.Handoffs.CountAsync())).Should().Be(2);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A form whose first byte is sent, and the rest when it is told.</summary>
    private sealed class StillBody : HttpContent
    {
        private readonly byte[] bytes;
        private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource goesOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public StillBody(string form)
        {
            bytes = Encoding.ASCII.GetBytes(form);
            Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        }

        public Task HasBegun => begun.Task;

        public void GoOn() => goesOn.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, 1), Token);
            await stream.FlushAsync(Token);
            begun.SetResult();
            await goesOn.Task;
            await stream.WriteAsync(bytes.AsMemory(1), Token);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
