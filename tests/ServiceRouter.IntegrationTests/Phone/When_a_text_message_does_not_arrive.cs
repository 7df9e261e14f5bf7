using System.Net;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.Conversations;
using ServiceRouter.Desk;
using ServiceRouter.Handoffs;
using ServiceRouter.PhoneSimulator.Book;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>The provider takes a message and says later that it did not arrive: whoever has the request reads it, and rings.</summary>
public sealed class When_a_text_message_does_not_arrive : IAsyncLifetime
{
    private PhoneStory story = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => story = await PhoneStory.StartAsync();

    public ValueTask DisposeAsync() => story.DisposeAsync();

    [Fact]
    public async Task It_is_told_to_the_counsellor_once_and_not_to_the_citizen()
    {
        await WritesAsync("CONSEILLER");
        await story.HandoffIsAsync(HandoffState.Waiting);
        await ReceivesAsync("Récépissé");
        var desk = await story.ComesAsync();
        var receipt = await desk.TakesNextAsync();
        await ReceivesAsync("Nadia Bertholet");
        story.Network.Book.Add(PhoneStory.Citizen, PhonePlan.ByHand with { GetsTexts = false });
        for (var status = 0; status < 3; status++) story.Network.Faults.Twice("/twilio/sms/status");
        (await desk.SaysAsync(receipt, "Bonjour")).Should().BeNull();
        await story.PassUntilAsync(async () => await UndeliveredAsync() > 0);

        (await desk.SeesAsync("activity")).GetProperty("text").GetString().Should().Be("Bonjour");
        (await desk.SeesAsync("activity")).GetProperty("text").GetString().Should().Contain("n'a pas pu être remis");
        story.Network.Book.Add(PhoneStory.Citizen, PhonePlan.ByHand);
        (await desk.SaysAsync(receipt, "Vous me lisez ?")).Should().BeNull();
        await ReceivesAsync("Vous me lisez");
        await story.PassAsync(2);
        (await UndeliveredAsync()).Should().Be(1);
        story.Network.Messages.At(PhoneStory.Citizen).Should().NotContain(text => text.Body.Contains("remis"), "it is for the counsellor");
        (await story.App.LookAsync(db => db.SmsThreads.SingleAsync())).StoppedAt.Should().BeNull("the telephone may be off");
        story.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_number_that_the_provider_says_wants_none_gets_no_more_and_its_counsellor_is_told()
    {
        await WritesAsync("CONSEILLER");
        await story.HandoffIsAsync(HandoffState.Waiting);
        var desk = await story.ComesAsync();
        var receipt = await desk.TakesNextAsync();

        for (var told = 0; told < 2; told++) (await TellAsync("failed", "21610")).Should().Be(HttpStatusCode.NoContent);

        (await story.App.Get<ReadDesk>().HandoffAsync(desk.Id, receipt, before: null, Token))!.TextsStopped.Should().BeTrue();
        (await UndeliveredAsync()).Should().Be(1);
    }

    [Theory]
    [InlineData("delivered", "")]
    [InlineData("sent", "30003")]
    [InlineData("failed", "21610")]
    public async Task Where_nobody_waits_nothing_is_noted(string status, string code)
    {
        await WritesAsync("carte grise");
        (await TellAsync(status, code)).Should().Be(HttpStatusCode.NoContent);

        (await UndeliveredAsync()).Should().Be(0);
        (await story.App.LookAsync(db => db.SmsThreads.SingleAsync())).StoppedAt.HasValue.Should().Be(code == "21610");
    }

    private async Task<HttpStatusCode> TellAsync(string status, string code)
    {
        Dictionary<string, string> form = new() { ["MessageSid"] = "SM9", ["To"] = PhoneStory.Citizen, ["From"] = PhoneStory.SmsNumber, ["MessageStatus"] = status };
        if (code.Length > 0) form["ErrorCode"] = code;
        const string path = "/twilio/sms/status";
        using var http = new HttpClient { BaseAddress = new Uri(story.App.Url) };
        using var body = new FormUrlEncodedContent(form);
        body.Headers.Add(RequestSigner.Header, RequestSigner.Sign(story.Network.Settings.AuthToken, story.App.Url.TrimEnd('/') + path, form));
        using var answer = await http.PostAsync(path, body, Token);
        return answer.StatusCode;
    }

    private Task<int> UndeliveredAsync() => story.App.LookAsync(db => db.Activities.CountAsync(a => a.Author == Author.Service && a.Text!.Contains("n'a pas pu être remis")));

    private Task WritesAsync(string text) => story.Network.Messages.WritesAsync(PhoneStory.Citizen, PhoneStory.SmsNumber, text);

    private Task ReceivesAsync(string words) => story.PassUntilAsync(() => story.Network.Messages.At(PhoneStory.Citizen).Any(text => text.Body.Contains(words, StringComparison.OrdinalIgnoreCase)));
}
