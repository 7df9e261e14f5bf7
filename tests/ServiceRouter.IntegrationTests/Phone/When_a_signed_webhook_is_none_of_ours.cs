using System.Net;
using Microsoft.EntityFrameworkCore;
using ServiceRouter.PhoneSimulator.Webhooks;

namespace ServiceRouter.IntegrationTests.Phone;

/// <summary>A right signature says who sent a request, and not that it is one of ours: what cannot be is refused in words of HTTP, and is no failure of the service.</summary>
public sealed class When_a_signed_webhook_is_none_of_ours : IAsyncLifetime
{
    private PhoneStory story = null!;

    public async ValueTask InitializeAsync() => story = await PhoneStory.StartAsync();

    public async ValueTask DisposeAsync() => await story.DisposeAsync();

    [Theory]
    [InlineData("/twilio/voice/incoming")]
    [InlineData("/twilio/voice/turn/1")]
    [InlineData("/twilio/voice/status")]
    [InlineData("/twilio/voice/wait")]
    [InlineData("/twilio/voice/wait/left")]
    [InlineData("/twilio/voice/closed/number")]
    [InlineData("/twilio/voice/through")]
    [InlineData("/twilio/voice/relay/over?call=CA1&turn=1")]
    [InlineData("/twilio/voice/line/00000000000000000000000000000001/conference")]
    [InlineData("/twilio/sms")]
    [InlineData("/twilio/sms/status")]
    public async Task JSON_of_another_product_is_no_form(string path)
    {
        var body = "{\"a\":1}"u8.ToArray();
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };

        (await PostAsync(RequestSigner.WithBodyHash(path, body), content, signed: [])).Should().Be(HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("/twilio/voice/incoming", "CallSid", "CA\u0001")]
    [InlineData("/twilio/voice/incoming", "CallSid", "")]
    [InlineData("/twilio/voice/status", "CallSid", "a longer one")]
    [InlineData("/twilio/voice/status", "CallSid", "")]
    [InlineData("/twilio/voice/line/00000000000000000000000000000001/conference", "ConferenceSid", "CF\u0001")]
    [InlineData("/twilio/sms", "MessageSid", "a longer one")]
    [InlineData("/twilio/sms/status", "MessageSid", "a longer one")]
    public async Task An_id_that_no_provider_gives_is_refused_and_touches_nothing(string path, string name, string id)
    {
        if (id.Contains(' ', StringComparison.Ordinal)) id = new string('A', 65);
        Dictionary<string, string> form = new() { ["CallSid"] = "CA1", ["MessageSid"] = "SM1", ["From"] = PhoneStory.Citizen, ["Body"] = "bonjour", ["CallStatus"] = "completed", [name] = id };

        (await PostAsync(path, new FormUrlEncodedContent(form), form)).Should().Be(HttpStatusCode.BadRequest);

        (await story.App.LookAsync(db => db.Conversations.CountAsync())).Should().Be(0);
    }

    [Fact]
    public async Task A_conference_of_a_line_that_nobody_knows_changes_nothing()
    {
        Dictionary<string, string> form = new() { ["ConferenceSid"] = "CF1", ["CallSid"] = "CA1", ["StatusCallbackEvent"] = "participant-leave" };

        (await PostAsync("/twilio/voice/line/00000000000000000000000000000001/conference", new FormUrlEncodedContent(form), form)).Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Fields_beside_a_file_are_covered_by_no_signature()
    {
        using var form = new MultipartFormDataContent { { new StringContent("CA1"), "CallSid" }, { new ByteArrayContent([1]), "file", "name" } };

        (await PostAsync("/twilio/voice/incoming", form, signed: [])).Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_text_message_from_what_is_no_number_is_nobody_to_talk_with()
    {
        Dictionary<string, string> form = new() { ["MessageSid"] = "SM1", ["From"] = "+33\u0001", ["Body"] = "bonjour" };

        (await PostAsync("/twilio/sms", new FormUrlEncodedContent(form), form)).Should().Be(HttpStatusCode.OK);

        (await story.App.LookAsync(db => db.Conversations.CountAsync())).Should().Be(0);
    }

    private async Task<HttpStatusCode> PostAsync(string path, HttpContent content, IEnumerable<KeyValuePair<string, string>> signed)
    {
        using var http = new HttpClient { BaseAddress = new Uri(story.App.Url) };
        content.Headers.Add(RequestSigner.Header, RequestSigner.Sign(story.Network.Settings.AuthToken, story.App.Url.TrimEnd('/') + path, signed));
        using var answer = await http.PostAsync(path, content, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
